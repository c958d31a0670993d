// Package servers compares the program with nginx and Caddy, which serve the same
// files, compressed in advance, to the same client on this machine (make
// bench-server).
package servers

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"lossexplorer/web"
)

var soak = flag.Duration("soak", time.Minute,
	"how long BenchmarkSoak asks the server for everything")

// A server is a process that serves the built page.
type server struct {
	name    string
	addr    string
	process *exec.Cmd
}

// start starts a server and waits until it answers.
func start(b *testing.B, name string, command func(dir, addr string) *exec.Cmd) *server {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	s := &server{name: name, addr: l.Addr().String()}
	l.Close()
	s.process = command(b.TempDir(), s.addr)
	var said bytes.Buffer
	s.process.Stdout, s.process.Stderr = &said, &said
	if err := s.process.Start(); err != nil {
		b.Fatalf("%v (on Debian: apt-get install nginx-light libnginx-mod-http-brotli-static caddy wrk)", err)
	}
	b.Cleanup(func() {
		s.process.Process.Signal(os.Interrupt)
		s.process.Wait()
	})
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		res, err := http.Get("http://" + s.addr + "/")
		if err == nil {
			res.Body.Close()
			return s
		}
		if time.Now().After(deadline) {
			b.Fatalf("%s does not answer: %v\n%s", name, err, &said)
		}
	}
}

// dist writes the built page where the others can read it.
var dist = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "servers")
	if err != nil {
		return "", err
	}
	// nginx' workers are nobody.
	if err := os.Chmod(dir, 0o755); err != nil {
		return "", err
	}
	return dir, os.CopyFS(filepath.Join(dir, "site"), web.Dist())
})

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := dist(); err == nil {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

// all starts the program, nginx and Caddy, none of them with a log line for each request.
func all(b *testing.B) []*server {
	b.Helper()
	dir, err := dist()
	if err != nil {
		b.Fatal(err)
	}
	site := filepath.Join(dir, "site")
	program := filepath.Join(dir, "lossexplorer")
	if out, err := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", program,
		"lossexplorer").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	write := func(name, text string) string {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
		return name
	}
	return []*server{
		start(b, "lossexplorer", func(_, addr string) *exec.Cmd {
			return exec.Command(program, "-log", "off", "-addr", addr)
		}),
		start(b, "nginx", func(dir, addr string) *exec.Cmd {
			return exec.Command("nginx", "-p", dir, "-c", write(filepath.Join(dir, "nginx.conf"), fmt.Sprintf(`
load_module /usr/lib/nginx/modules/ngx_http_brotli_static_module.so;
daemon off;
worker_processes auto;
worker_rlimit_nofile 20000;
pid %[1]s/pid;
error_log stderr error;
events { worker_connections 16384; }
http {
	types { text/html html; text/javascript js; text/css css; application/wasm wasm; }
	access_log off;
	sendfile on;
	tcp_nopush on;
	keepalive_timeout 120s;
	keepalive_requests 1000000;
	server {
		listen %[2]s backlog=4096;
		root %[3]s;
		gzip_static on;
		brotli_static on;
	}
}`, dir, addr, site)))
		}),
		start(b, "caddy", func(dir, addr string) *exec.Cmd {
			c := exec.Command("caddy", "run", "--adapter", "caddyfile", "--config", write(filepath.Join(dir, "Caddyfile"), fmt.Sprintf(`{
	admin off
	auto_https off
}
http://%s {
	root * %s
	file_server {
		precompressed br gzip
	}
}`, addr, site)))
			c.Env = append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
			return c
		}),
	}
}

// load is the result of a run of wrk.
type load struct {
	perSecond float64
	p99       time.Duration
	faults    string
}

// wrk requests a path, or the paths of a script of wrk, with 64 connections.
func wrk(b *testing.B, s *server, path string, d time.Duration, args ...string) load {
	b.Helper()
	args = append([]string{"-t1", "-c64", "-d", strconv.Itoa(int(d.Seconds())) + "s", "--latency",
		"-H", "Accept-Encoding: br"}, args...)
	out, err := exec.Command("wrk", append(args, "http://"+s.addr+path)...).CombinedOutput()
	if err != nil {
		b.Fatalf("wrk: %v\n%s", err, out)
	}
	var l load
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		switch {
		case len(f) == 2 && f[0] == "99%":
			l.p99, err = time.ParseDuration(f[1])
		case len(f) == 2 && f[0] == "Requests/sec:":
			l.perSecond, err = strconv.ParseFloat(f[1], 64)
		case strings.Contains(line, "Socket errors") || strings.Contains(line, "Non-2xx"):
			l.faults += strings.TrimSpace(line) + "; "
		}
		if err != nil {
			b.Fatalf("wrk says %q: %v", line, err)
		}
	}
	if l.perSecond == 0 || l.p99 == 0 {
		b.Fatalf("wrk says\n%s", out)
	}
	return l
}

// BenchmarkRequests has the servers take turns, three seconds each. A ratio above
// 1 is in this program's favour.
func BenchmarkRequests(b *testing.B) {
	servers := all(b)
	wasm, err := fs.Glob(web.Dist(), "assets/explorer.*.wasm")
	if err != nil || len(wasm) != 1 {
		b.Fatalf("%v %v (make bench-server builds the page first)", wasm, err)
	}
	style, err := fs.Glob(web.Dist(), "assets/main.*.css")
	if err != nil || len(style) != 1 {
		b.Fatalf("%v %v", style, err)
	}
	for _, tt := range []struct{ name, path string }{
		{"page", "/index.html"}, {"style", "/" + style[0]}, {"wasm", "/" + wasm[0]},
	} {
		b.Run(tt.name, func(b *testing.B) {
			rates, waits := map[string]float64{}, map[string][]time.Duration{}
			for b.Loop() {
				for _, s := range servers {
					l := wrk(b, s, tt.path, 3*time.Second)
					if l.faults != "" {
						b.Errorf("%s: %s", s.name, l.faults)
					}
					rates[s.name] += l.perSecond
					waits[s.name] = append(waits[s.name], l.p99)
				}
			}
			ours := servers[0].name
			median := func(name string) float64 {
				slices.Sort(waits[name])
				return float64(waits[name][len(waits[name])/2].Microseconds()) / 1e3
			}
			rate := func(name string) float64 { return rates[name] / float64(len(waits[name])) }
			b.ReportMetric(0, "ns/op")
			for _, s := range servers {
				b.ReportMetric(rate(s.name), s.name+"-req/s")
				b.ReportMetric(median(s.name), s.name+"-p99-ms")
				if s.name != ours {
					b.ReportMetric(rate(ours)/rate(s.name), "rate/"+s.name)
					b.ReportMetric(median(s.name)/median(ours), s.name+"/p99")
				}
			}
		})
	}
}

// BenchmarkConnections holds 10 000 connections open that have asked once.
func BenchmarkConnections(b *testing.B) {
	const n = 10_000
	for _, s := range all(b) {
		b.Run(s.name, func(b *testing.B) {
			before := s.memory(b)
			connections := make([]net.Conn, 0, n)
			for b.Loop() {
				for range n - len(connections) {
					c, err := net.Dial("tcp", s.addr)
					if err != nil {
						b.Fatalf("%s after %d connections: %v", s.name, len(connections), err)
					}
					connections = append(connections, c)
					if err := ask(c); err != nil {
						b.Fatalf("%s after %d connections: %v", s.name, len(connections), err)
					}
				}
			}
			after := s.memory(b)
			for _, c := range connections {
				if err := ask(c); err != nil {
					b.Fatalf("%s does not answer an old connection: %v", s.name, err)
				}
			}
			for _, c := range connections {
				c.Close()
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(before)/1e6, "MB-before")
			b.ReportMetric(float64(after)/1e6, "MB-with")
			b.ReportMetric(float64(after-before)/n/1e3, "KB/connection")
		})
	}
}

func ask(c net.Conn) error {
	if _, err := io.WriteString(c, "HEAD /index.html HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		return err
	}
	c.SetReadDeadline(time.Now().Add(20 * time.Second))
	res, err := http.ReadResponse(bufio.NewReader(c), &http.Request{Method: http.MethodHead})
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("status %d", res.StatusCode)
	}
	return err
}

// memory returns the resident memory of the server's processes.
func (s *server) memory(b *testing.B) (sum int64) {
	b.Helper()
	pids := []string{strconv.Itoa(s.process.Process.Pid)}
	for i := 0; i < len(pids); i++ {
		children, _ := os.ReadFile("/proc/" + pids[i] + "/task/" + pids[i] + "/children")
		pids = append(pids, strings.Fields(string(children))...)
		status, err := os.ReadFile("/proc/" + pids[i] + "/status")
		if err != nil {
			b.Fatal(err)
		}
		m := resident.FindSubmatch(status)
		if m == nil {
			b.Fatalf("%s has no resident memory", pids[i])
		}
		kb, err := strconv.ParseInt(string(m[1]), 10, 64)
		if err != nil {
			b.Fatal(err)
		}
		sum += kb << 10
	}
	return sum
}

var resident = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)

// BenchmarkSoak asks the program alone for pages, assets, pictures and cards, each
// with other parameters, for the duration of -soak. Nothing may fail, and memory
// has to stay.
func BenchmarkSoak(b *testing.B) {
	s := all(b)[0]
	var paths []string
	err := fs.WalkDir(web.Dist(), ".", func(name string, e fs.DirEntry, err error) error {
		ext := filepath.Ext(name)
		if err == nil && !e.IsDir() && ext != ".br" && ext != ".gz" &&
			!strings.HasPrefix(name, ".") {
			paths = append(paths, strconv.Quote("/"+name))
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	script := filepath.Join(b.TempDir(), "soak.lua")
	// One request in 50 draws a picture that is not kept; there are other pages all the time.
	err = os.WriteFile(script, fmt.Appendf(nil, `
local paths = { %s }
local n = 0
request = function()
  n = n + 1
  local gamma = string.format("%%.3f", math.random() * 5)
  local path = paths[n %% #paths + 1]
  if n %% 50 == 0 then path = "/curve.svg?gamma=" .. gamma
  elseif n %% 997 == 0 then path = "/curve.png?width=400&gamma=" .. gamma
  elseif n %% 11 == 0 then path = "/?gamma=" .. gamma
  elseif n %% 13 == 0 then path = "/oembed?url=http%%3A%%2F%%2F%s%%2F%%3Fgamma%%3D" .. gamma
  end
  return wrk.format("GET", path)
end`, strings.Join(paths, ", "), s.addr), 0o644)
	if err != nil {
		b.Fatal(err)
	}
	wrk(b, s, "/", 5*time.Second, "-s", script) // caches fill
	before := s.memory(b)
	var l load
	for b.Loop() {
		l = wrk(b, s, "/", *soak, "-s", script)
		if l.faults != "" {
			b.Error(l.faults)
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(soak.Seconds(), "s")
	b.ReportMetric(l.perSecond, "req/s")
	b.ReportMetric(float64(l.p99.Microseconds())/1e3, "p99-ms")
	b.ReportMetric(float64(before)/1e6, "MB-before")
	b.ReportMetric(float64(s.memory(b))/1e6, "MB-after")
}
