// Package serve runs an HTTP server: its sockets, its limits for clients, and its end.
package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"

	"github.com/coreos/go-systemd/v22/activation"
)

// Systemd is the address of the socket that systemd passes to a service
// (sd_listen_fds(3)).
const Systemd = "systemd"

// Listen opens addr, which is "host:port", "unix:" and a path, or Systemd. Its
// errors name the remedy. A socket that a server left behind, and on which nobody
// listens, is replaced; everyone on the machine may connect to it, if the folder
// permits.
func Listen(ctx context.Context, addr string) (net.Listener, error) {
	if addr == Systemd {
		return inherited()
	}
	var config net.ListenConfig
	path, isPath := strings.CutPrefix(addr, "unix:")
	if !isPath {
		l, err := config.Listen(ctx, "tcp", addr)
		if errors.Is(err, syscall.EADDRINUSE) {
			return nil, fmt.Errorf("%s is already in use; choose another address with -addr, such as -addr 127.0.0.1:0 for any free port", addr)
		}
		if err != nil {
			return nil, fmt.Errorf("cannot listen on %s; choose another address with -addr: %w",
				addr, err)
		}
		return l, nil
	}
	if info, err := os.Lstat(path); err == nil {
		if info.Mode().Type() != fs.ModeSocket {
			return nil, fmt.Errorf("%s exists and is no socket", path)
		}
		var dialer net.Dialer
		if conn, err := dialer.DialContext(ctx, "unix", path); err == nil {
			conn.Close()
			return nil, fmt.Errorf("%s is already in use by another server", path)
		}
		if err := os.Remove(path); err != nil {
			return nil, fmt.Errorf("the socket of a former server is in the way: %w", err)
		}
	}
	l, err := config.Listen(ctx, "unix", path)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on the socket %s: %w", path, err)
	}
	if err := os.Chmod(path, 0o666); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

func inherited() (net.Listener, error) {
	all, err := activation.Listeners()
	if err != nil {
		return nil, fmt.Errorf("taking over the socket of systemd: %w", err)
	}
	if len(all) != 1 || all[0] == nil {
		return nil, fmt.Errorf("systemd passes %d sockets; the service needs one stream socket (see systemd.socket(5))", len(all))
	}
	return all[0], nil
}

// URL returns the address of a listener for a browser on this machine: one on all interfaces
// has no such host of its own, and one on a socket no address but its path.
func URL(l net.Listener, scheme string) string {
	switch addr := l.Addr().(type) {
	case *net.TCPAddr:
		if addr.IP.IsUnspecified() {
			return fmt.Sprintf("%s://localhost:%d/", scheme, addr.Port)
		}
		return scheme + "://" + addr.String() + "/"
	default:
		return "unix:" + addr.String()
	}
}
