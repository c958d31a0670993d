package main

import (
	"bufio"
	"context"
	"debug/elf"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// download is the size of a file that the buffers of a connection cannot hold.
const download = 32 << 20

var testDist = fstest.MapFS{
	"index.html":      {Data: []byte("English")},
	"assets/big.wasm": {Data: make([]byte, download)},
}

// start runs the server on a free port until stop is called or the test ends.
// It returns the address printed and the channel that receives run's result.
func start(t *testing.T) (base *url.URL, stop context.CancelFunc, done <-chan error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	stdout, printed := io.Pipe()
	result := make(chan error, 1)
	go func() {
		err := run(ctx, []string{"-addr", "127.0.0.1:0"}, testDist, printed, t.Output())
		printed.CloseWithError(err) // ends the wait below should run fail early
		result <- err
	}()
	t.Cleanup(cancel)

	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatalf("run printed %q: %v", line, err)
	}
	address, ok := strings.CutPrefix(strings.TrimSpace(line), "Loss explorer: ")
	if !ok {
		t.Fatalf("run printed %q", line)
	}
	base, err = url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return base, cancel, result
}

// wait returns the result of run, which must come soon.
func wait(t *testing.T, done <-chan error) error {
	t.Helper()
	select {
	case err := <-done:
		return err
	case <-time.After(2 * time.Minute):
		t.Fatal("run has not returned")
		return nil
	}
}

func TestRun(t *testing.T) {
	base, stop, done := start(t)
	for path, want := range map[string]string{"healthz": "ok\n", "": "English"} {
		res, err := http.Get(base.JoinPath(path).String())
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK || string(body) != want {
			t.Errorf("GET /%s: status %d, body %q, %v; want 200, %q", path, res.StatusCode, body,
				err, want)
		}
	}
	stop()
	if err := wait(t, done); err != nil {
		t.Errorf("run: %v", err)
	}
}

func TestShutdownFinishesDownloads(t *testing.T) {
	base, stop, done := start(t)
	conn, err := net.Dial("tcp", base.Host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn,
		"GET /assets/big.wasm HTTP/1.1\r\nHost: "+base.Host+"\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()

	// The server is in the middle of the body, which nobody reads yet.
	stop()
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(5 * time.Millisecond) {
		extra, err := net.Dial("tcp", base.Host)
		if err != nil {
			break // the listener is closed
		}
		extra.Close()
		if time.Now().After(deadline) {
			t.Fatal("the server still accepts connections")
		}
	}
	select {
	case err := <-done:
		t.Fatalf("run returned during the download: %v", err)
	default:
	}

	n, err := io.Copy(io.Discard, res.Body)
	if err != nil || n != download {
		t.Errorf("downloaded %d bytes, %v; want %d", n, err, download)
	}
	if err := wait(t, done); err != nil {
		t.Errorf("run: %v", err)
	}
}

// The metrics are at an address of their own, where the page is not, and the page
// has none.
func TestMetrics(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stdout, printed := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := run(ctx, []string{"-addr", "127.0.0.1:0", "-metrics", "127.0.0.1:0", "-log", "off"},
			testDist, printed, t.Output())
		printed.CloseWithError(err)
		done <- err
	}()
	lines := bufio.NewReader(stdout)
	address := func(name string) string {
		line, err := lines.ReadString('\n')
		address, ok := strings.CutPrefix(strings.TrimSpace(line), name+": ")
		if err != nil || !ok {
			t.Fatalf("run printed %q, %v; want the address of %s", line, err, name)
		}
		return address
	}
	get := func(url string) (int, string) {
		res, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, string(body)
	}
	metrics, page := address("Metrics"), address("Loss explorer")
	if status, body := get(page); status != http.StatusOK || body != "English" {
		t.Errorf("the page: %d %q", status, body)
	}
	if status, _ := get(page + "metrics"); status != http.StatusNotFound {
		t.Errorf("the page's /metrics: %d", status)
	}
	if status, body := get(metrics); status != http.StatusOK ||
		!strings.Contains(body, `http_requests_total{code="200",method="get"} 1`) ||
		!strings.Contains(body, "http_connections 1") {
		t.Errorf("the metrics: %d %s", status, body)
	}
	stop()
	if err := wait(t, done); err != nil {
		t.Error(err)
	}
}

func TestPortTaken(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	addr := listener.Addr().String()

	var stdout strings.Builder
	err = run(t.Context(), []string{"-addr", addr}, testDist, &stdout, t.Output())
	if err == nil || !strings.Contains(err.Error(), addr) ||
		!strings.Contains(err.Error(), "-addr") {
		t.Errorf("run: error %v, want one with %s and -addr", err, addr)
	}
	if stdout.Len() > 0 {
		t.Errorf("run printed %q", stdout.String())
	}
}

func TestArguments(t *testing.T) {
	tests := []struct {
		name   string
		args   []string
		dist   fstest.MapFS
		stdout string // a text that it contains
		err    string // a text that it contains, empty for none
	}{
		{"help", []string{"-h"}, testDist, defaultAddr, ""},
		{"version", []string{"-version"}, testDist, "lossexplorer ", ""},
		{"unknown log", []string{"-log", "xml"}, testDist, "", "text, json or off"},
		{"address of readers", []string{"-url", "example.org"}, testDist, "",
			"https://example.org/loss/"},
		{"certificate without key", []string{"-cert", "x.pem"}, testDist, "", "go together"},
		{"no certificate", []string{"-addr", "127.0.0.1:0", "-cert", "nowhere.pem", "-key",
			"nowhere.pem"}, testDist, "", "-cert and -key"},
		{"metrics elsewhere", []string{"-addr", "127.0.0.1:0", "-metrics", "127.0.0.1"}, testDist,
			"", "-metrics"},
		{"no connections", []string{"-connections", "0"}, testDist, "", "at least 1"},
		{"unknown flag", []string{"-port", "80"}, testDist, "", "-port"},
		{"argument", []string{"8080"}, testDist, "", `"8080"`},
		{"no port", []string{"-addr", "127.0.0.1"}, testDist, "", "missing port"},
		{"not built", nil, fstest.MapFS{}, "", "make run"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var stdout strings.Builder
			err := run(t.Context(), tt.args, tt.dist, &stdout, t.Output())
			if !strings.Contains(stdout.String(), tt.stdout) {
				t.Errorf("run printed %q, want %q in it", stdout.String(), tt.stdout)
			}
			switch {
			case tt.err == "" && err != nil:
				t.Errorf("run: %v", err)
			case tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)):
				t.Errorf("run: error %v, want %q in it", err, tt.err)
			}
		})
	}
}

// The commands that start the program in a container and as a service use flags that it has.
func TestHosting(t *testing.T) {
	read := func(name string) string {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	var container []string
	_, entry, _ := strings.Cut(read("Containerfile"), "\nENTRYPOINT ")
	if err := json.Unmarshal([]byte(entry), &container); err != nil {
		t.Fatalf("the entry point is %q: %v", entry, err)
	}
	_, line, _ := strings.Cut(read("internal/server/serve/lossexplorer.service"), "\nExecStart=")
	line, _, _ = strings.Cut(line, "\n")
	for _, command := range [][]string{container, strings.Fields(line)} {
		if len(command) < 2 {
			t.Fatalf("the command is %q", command)
		}
		if o, err := parse(command[1:], io.Discard); o == nil || err != nil {
			t.Errorf("%q: %v", command, err)
		}
	}
}

// An image with nothing else in it can run only a program that needs nothing else.
func TestStatic(t *testing.T) {
	name := filepath.Join(t.TempDir(), "lossexplorer")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", name, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	program, err := elf.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer program.Close()
	if libraries, err := program.ImportedLibraries(); err == nil && len(libraries) > 0 ||
		program.Section(".interp") != nil {
		t.Errorf("the program needs %v", libraries)
	}
}
