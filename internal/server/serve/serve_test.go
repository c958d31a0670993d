package serve

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/netutil"
)

// big is a body that the buffers of a connection cannot hold.
var big = make([]byte, 32<<20)

var handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/big":
		w.Write(big)
	default:
		fmt.Fprint(w, r.Proto, " ", r.URL.Path)
	}
})

// start runs a server with the limits until the test ends, and returns its address.
func start(t *testing.T, s *http.Server, wrap func(net.Listener) net.Listener) string {
	t.Helper()
	l, err := Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	if wrap != nil {
		l = wrap(l)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- Run(ctx, s, l, 0) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return addr
}

// dial connects and sends; everything after must happen within half a minute.
func dial(t *testing.T, addr, send string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(2 * time.Minute))
	if _, err := io.WriteString(conn, send); err != nil {
		t.Fatal(err)
	}
	return conn
}

// answers reads n responses and returns their statuses and bodies.
func answers(t *testing.T, conn net.Conn, n int) (all []string) {
	t.Helper()
	r := bufio.NewReader(conn)
	for range n {
		res, err := http.ReadResponse(r, nil)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, fmt.Sprint(res.StatusCode, " ", string(body)))
	}
	return all
}

func TestProtocols(t *testing.T) {
	addr := start(t, New(handler, Limits{}, t.Output()), nil)
	for name, test := range map[string]struct {
		send string
		want []string
	}{
		"HTTP/1.0": {"GET /a HTTP/1.0\r\n\r\n", []string{"200 HTTP/1.0 /a"}},
		"HTTP/1.1": {"GET /a HTTP/1.1\r\nHost: x\r\n\r\n", []string{"200 HTTP/1.1 /a"}},
		"pipelining": {strings.Repeat("GET /a HTTP/1.1\r\nHost: x\r\n\r\n",
			3) + "GET /b HTTP/1.1\r\nHost: x\r\n\r\n",
			[]string{"200 HTTP/1.1 /a", "200 HTTP/1.1 /a", "200 HTTP/1.1 /a", "200 HTTP/1.1 /b"}},
		"no host": {"GET /a HTTP/1.1\r\n\r\n",
			[]string{"400 400 Bad Request: missing required Host header"}},
		"NUL": {"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
			[]string{"400 400 Bad Request"}},
		"NUL in a header": {"GET / HTTP/1.1\r\nHost: x\r\nA: \x00\r\n\r\n",
			[]string{"400 400 Bad Request"}},
		"no HTTP":     {"\x16\x03\x01 hello\r\n\r\n", []string{"400 400 Bad Request"}},
		"two lengths": {"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", []string{"400 400 Bad Request"}},
		"header too long": {"GET / HTTP/1.1\r\nHost: x\r\nA: " + strings.Repeat("a",
			24<<10) + "\r\n\r\n", []string{"431 431 Request Header Fields Too Large"}},
		"address too long": {"GET /" + strings.Repeat("a",
			24<<10) + " HTTP/1.1\r\nHost: x\r\n\r\n",
			[]string{"431 431 Request Header Fields Too Large"}},
		"body that is none": {"GET /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcGET /b HTTP/1.1\r\nHost: x\r\n\r\n", []string{"200 HTTP/1.1 /a", "200 HTTP/1.1 /b"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := answers(t, dial(t, addr, test.send), len(test.want))
			for i := range got {
				if got[i] != test.want[i] {
					t.Errorf("got %q, want %q", got[i], test.want[i])
				}
			}
		})
	}
}

// Clients that send or read slowly, or nothing at all, are dropped.
func TestSlowClients(t *testing.T) {
	short := 200 * time.Millisecond
	addr := start(t, New(handler, Limits{ReadHeader: short, Read: short, Write: short, Idle: short},
		io.Discard), nil)
	for name, send := range map[string]string{
		"nothing":             "",
		"half a header":       "GET / HTTP/1.1\r\nHost:",
		"a byte":              "G",
		"line by line":        "GET / HTTP/1.1\r\nA: b\r\n",
		"half a body":         "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc",
		"idle after requests": "GET /a HTTP/1.1\r\nHost: x\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := io.ReadAll(dial(t, addr, send)) // until the server closes
			if errors.Is(err, os.ErrDeadlineExceeded) {
				t.Fatal("the connection is still open")
			}
		})
	}
	t.Run("reads slowly", func(t *testing.T) {
		t.Parallel()
		conn := dial(t, addr, "GET /big HTTP/1.1\r\nHost: x\r\n\r\n")
		time.Sleep(3 * short)
		n, _ := io.Copy(io.Discard, conn)
		if n >= int64(len(big)) {
			t.Error("the whole body came")
		}
	})
}

// Beyond the bound connections wait until others end.
func TestConnectionBound(t *testing.T) {
	addr := start(t, New(handler, Limits{}, t.Output()),
		func(l net.Listener) net.Listener { return netutil.LimitListener(l, 2) })
	const get = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
	first, second := dial(t, addr, get), dial(t, addr, get)
	answers(t, first, 1)
	answers(t, second, 1)
	third := dial(t, addr, get)
	third.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
	if _, err := third.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("a third connection is answered: %v", err)
	}
	first.Close()
	third.SetReadDeadline(time.Now().Add(2 * time.Minute))
	answers(t, third, 1)
}

// With a certificate the server speaks HTTP/2.
func TestTLS(t *testing.T) {
	certified := httptest.NewUnstartedServer(nil)
	certified.StartTLS()
	defer certified.Close()
	s := New(handler, Limits{}, t.Output())
	s.TLSConfig = &tls.Config{Certificates: certified.TLS.Certificates,
		MinVersion: tls.VersionTLS12}
	addr := start(t, s, nil)
	client := certified.Client()
	client.Transport.(*http.Transport).ForceAttemptHTTP2 = true
	res, err := client.Get("https://" + addr + "/a")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || string(body) != "HTTP/2.0 /a" {
		t.Errorf("%q, %v", body, err)
	}
	old := &tls.Config{RootCAs: client.Transport.(*http.Transport).TLSClientConfig.RootCAs,
		MaxVersion: tls.VersionTLS11, ServerName: "example.com"}
	if conn, err := tls.Dial("tcp", addr, old); err == nil {
		conn.Close()
		t.Error("TLS 1.1 is spoken")
	}
}

// While the server ends, /readyz reports it, on connections that are open already and on
// new ones; everything else is answered.
func TestDrain(t *testing.T) {
	l, err := Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- Run(ctx, New(handler, Limits{}, t.Output()), l, 500*time.Millisecond) }()
	status := func(path string) int {
		res, err := http.Get("http://" + l.Addr().String() + path)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res.StatusCode
	}
	if got := status("/readyz"); got != http.StatusOK {
		t.Errorf("running: %d", got)
	}
	stop()
	if ready, other := status("/readyz"), status("/a"); ready != http.StatusServiceUnavailable ||
		other != http.StatusOK {
		t.Errorf("ending: /readyz %d, /a %d", ready, other)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// A server with 10,000 idle connections answers others, and has them back when they
// end. It is a process of its own, since each end of a connection takes a file.
func TestIdleConnections(t *testing.T) {
	const n = 10_000
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), "SERVE_TEST_SERVER=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	defer in.Close() // which ends it
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	addr := strings.TrimSpace(line)
	before := memory(t, cmd.Process.Pid)
	idle := make([]net.Conn, 0, n)
	defer func() {
		for _, c := range idle {
			c.Close()
		}
	}()
	for range n {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatalf("after %d connections: %v (the limit of open files must be above %d)",
				len(idle), err, n)
		}
		idle = append(idle, conn)
		if len(idle)%100 == 0 { // some have sent a request
			fmt.Fprint(conn, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
			conn.SetDeadline(time.Now().Add(2 * time.Minute))
			answers(t, conn, 1)
		}
	}
	answers(t, dial(t, addr, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"), 1)
	t.Logf("a connection takes %.1f KB", float64(memory(t, cmd.Process.Pid)-before)/n/1024)
}

// memory returns the resident memory of a process in bytes.
func memory(t *testing.T, pid int) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(status), "VmRSS:")
	kb, err := strconv.Atoi(strings.Fields(after)[0])
	if err != nil {
		t.Fatal(err)
	}
	return kb * 1024
}

// idleServer serves until its input ends.
func idleServer() error {
	l, err := Listen(context.Background(), "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(l.Addr())
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	return Run(ctx, New(handler, Limits{}, os.Stderr), netutil.LimitListener(l, 16384), 0)
}
