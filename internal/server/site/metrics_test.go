package site

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestMetrics(t *testing.T) {
	m := NewMetrics()
	var meanwhile string
	page := newSite(t, testDist())
	server := httptest.NewUnstartedServer(m.Count(
		http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/" {
				_, meanwhile = do(t, m.Handler(), "GET", "/metrics", nil)
			}
			page.ServeHTTP(w, r)
		})))
	server.Config.ConnState = m.ConnState
	server.Start()
	for _, path := range []string{"/", "/nowhere", "/nowhere/else"} {
		res, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
	}
	// A client has its answer before the handler returns and is counted.
	server.Close()
	for _, want := range []string{"http_requests_in_flight 1", "http_connections 1"} {
		if !strings.Contains(meanwhile, want) {
			t.Errorf("the metrics lack %s during a request", want)
		}
	}
	res, body := do(t, m.Handler(), "GET", "/metrics", nil)
	if res.StatusCode != http.StatusOK ||
		!strings.HasPrefix(res.Header.Get("Content-Type"), "text/plain") {
		t.Errorf("%d %v", res.StatusCode, res.Header)
	}
	for _, want := range []string{
		`http_requests_total{code="200",method="get"} 1`,
		`http_requests_total{code="404",method="get"} 2`,
		"http_request_duration_seconds_count 3",
		"http_response_size_bytes_count 3",
		"http_requests_in_flight 0",
		"process_open_fds ",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
	if strings.Contains(body, "nowhere") {
		t.Error("the metrics have paths")
	}
}
