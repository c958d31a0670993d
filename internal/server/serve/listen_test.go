package serve

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestMain lets the test binary be a server, and a service that systemd starts.
func TestMain(m *testing.M) {
	if os.Getenv("SERVE_TEST_SERVER") != "" {
		if err := idleServer(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if os.Getenv("LISTEN_TEST_SERVICE") == "" {
		os.Exit(m.Run())
	}
	l, err := Listen(context.Background(), Systemd)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("listening")
	conn, err := l.Accept()
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Fprint(conn, "hello")
	conn.Close()
}

func TestURL(t *testing.T) {
	for addr, want := range map[string]string{
		"127.0.0.1:0": "http://127.0.0.1:%d/",
		"[::1]:0":     "http://[::1]:%d/",
		"0.0.0.0:0":   "http://localhost:%d/",
		":0":          "http://localhost:%d/",
	} {
		l, err := Listen(t.Context(), addr)
		if err != nil {
			t.Errorf("%s: %v", addr, err)
			continue
		}
		if got, want := URL(l, "http"),
			fmt.Sprintf(want, l.Addr().(*net.TCPAddr).Port); got != want {
			t.Errorf("%s is at %s, want %s", addr, got, want)
		}
		l.Close()
	}
}

func TestErrors(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	taken, err := Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	socket := "unix:" + filepath.Join(t.TempDir(), "socket")
	open, err := Listen(t.Context(), socket)
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	for addr, want := range map[string]string{
		taken.Addr().String():   "already in use; choose another address with -addr",
		"127.0.0.1":             "missing port",
		"unix:" + file:          "is no socket",
		"unix:/nowhere/socket":  "/nowhere/socket",
		socket:                  "already in use by another server",
		Systemd:                 "passes 0 sockets",
		"127.0.0.1:notaport":    "cannot listen on",
		"unix:" + t.TempDir():   "is no socket",
		"256.256.256.256:https": "cannot listen on",
	} {
		l, err := Listen(t.Context(), addr)
		if err == nil {
			l.Close()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q in it", addr, err, want)
		}
	}
}

// A server answers on a socket, in place of one that another left behind.
func TestUnix(t *testing.T) {
	path := filepath.Join(t.TempDir(), "socket")
	left, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	left.SetUnlinkOnClose(false)
	left.Close()
	l, err := Listen(t.Context(), "unix:"+path)
	if err != nil {
		t.Fatal(err)
	}
	if got := URL(l, "http"); got != "unix:"+path {
		t.Errorf("it is at %s", got)
	}
	server := &http.Server{Handler: http.NotFoundHandler()}
	go server.Serve(l)
	defer server.Close()
	conn, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil || res.StatusCode != http.StatusNotFound {
		t.Errorf("%v %v", res, err)
	}
}

// A service that systemd starts takes over its socket.
func TestSystemd(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	file, err := l.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	// systemd sets the process' own number, which only the process knows.
	cmd := exec.CommandContext(t.Context(), "sh", "-c", `LISTEN_PID=$$ exec "$0"`, os.Args[0])
	cmd.Env = append(os.Environ(), "LISTEN_FDS=1", "LISTEN_TEST_SERVICE=1")
	cmd.ExtraFiles = []*os.File{file} // number 3, as systemd's
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || line != "listening\n" {
		t.Fatalf("the service says %q, %v", line, err)
	}
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if said, err := bufio.NewReader(conn).ReadString('o'); err != nil || said != "hello" {
		t.Errorf("it says %q, %v", said, err)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}
