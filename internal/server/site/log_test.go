package site

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// logged serves one request through Log and returns the response and the lines.
func logged(t *testing.T, target string, next http.HandlerFunc) (*http.Response, []map[string]any) {
	t.Helper()
	var b bytes.Buffer
	server := httptest.NewServer(Log(next, slog.New(slog.NewJSONHandler(&b, nil))))
	res, err := server.Client().Get(server.URL + target)
	if err == nil {
		_, err = io.ReadAll(res.Body)
		if err != nil {
			res = nil // cut off
		}
	}
	server.Close()
	var lines []map[string]any
	for line := range strings.Lines(b.String()) {
		var v map[string]any
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		lines = append(lines, v)
	}
	return res, lines
}

func TestLog(t *testing.T) {
	res, lines := logged(t, "/a/b?formula=secret", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(w, "12345")
	})
	if res == nil || res.StatusCode != http.StatusTeapot || len(lines) != 1 {
		t.Fatalf("%v, %v", res, lines)
	}
	for key, want := range map[string]any{"msg": "request", "method": "GET", "path": "/a/b",
		"proto": "HTTP/1.1", "status": 418., "bytes": 5.} {
		if lines[0][key] != want {
			t.Errorf("%s is %v, want %v", key, lines[0][key], want)
		}
	}
	for _, v := range lines[0] {
		if s, ok := v.(string); ok && strings.Contains(s, "secret") {
			t.Errorf("the log has the query: %v", lines[0])
		}
	}
}

func TestLogPanic(t *testing.T) {
	res, lines := logged(t, "/", func(http.ResponseWriter, *http.Request) { panic("out of order") })
	if res == nil || res.StatusCode != http.StatusInternalServerError {
		t.Errorf("before anything was sent: %v", res)
	}
	if len(lines) != 2 || lines[0]["fault"] != "out of order" || lines[0]["stack"] == "" ||
		lines[1]["status"] != 500. {
		t.Errorf("the log is %v", lines)
	}
	res, lines = logged(t, "/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "10")
		_, _ = io.WriteString(w, "half ")
		panic("out of order")
	})
	if res != nil {
		t.Errorf("half a response is taken for a whole one: %v", res)
	}
	if len(lines) != 2 || lines[1]["status"] != 200. {
		t.Errorf("the log is %v", lines)
	}
}
