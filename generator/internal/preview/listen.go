package preview

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	mostConnections = 2000
	portsTried      = 100
)

// listeners are the loopback addresses that a server listens on.
type listeners []net.Listener

// Listen takes a port on 127.0.0.1 and, where the machine has it, on ::1. It
// returns the address for the browser. When the port is taken it takes the next
// free one and says so.
func (s *Server) Listen() (url string, err error) {
	wanted := s.port
	for try := range portsTried {
		port := max(wanted, 0)
		if wanted > 0 {
			port = wanted + try
		}
		if port > 65535 {
			break
		}
		s.listen, err = loopback(port)
		if taken(err) {
			continue
		}
		if err != nil {
			return "", err
		}
		s.port = s.listen[0].Addr().(*net.TCPAddr).Port
		if wanted > 0 && s.port != wanted {
			s.log.once(fmt.Sprintf("Port %d is taken by another program; using %d.", wanted, s.port))
		}
		return "http://localhost:" + strconv.Itoa(s.port) + "/", nil
	}
	return "", fmt.Errorf("listen on port %d and the %d after it: all are taken", wanted, portsTried-1)
}

// loopback listens on one port of both loopback addresses. "localhost" may mean
// either, so a port is only good when nobody else has it on one of them.
func loopback(port int) (listeners, error) {
	four, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return nil, fmt.Errorf("listen on 127.0.0.1: %w", err)
	}
	all := listeners{four}
	port = four.Addr().(*net.TCPAddr).Port
	six, err := net.Listen("tcp6", net.JoinHostPort("::1", strconv.Itoa(port)))
	if taken(err) {
		four.Close()
		return nil, fmt.Errorf("listen on ::1: %w", err)
	}
	if err == nil { // else the machine has no IPv6
		all = append(all, six)
	}
	return all, nil
}

// taken reports whether another program has the port. Windows has a number of
// its own for that.
func taken(err error) bool {
	const windowsInUse = syscall.Errno(10048)
	return errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, windowsInUse)
}

// Serve answers requests on what Listen took, until ctx ends; then it lets
// answers that are under way finish and returns nil.
func (s *Server) Serve(ctx context.Context) error {
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 5 * time.Second,
		WriteTimeout:      30 * time.Second, // event streams set their own for each message
		IdleTimeout:       30 * time.Second,
		MaxHeaderBytes:    4 << 10, // net/http adds 4 KB: 8 KB
		ErrorLog:          log.New(s.log, "", 0),
	}
	var open atomic.Int64
	failed := make(chan error, len(s.listen))
	var serving sync.WaitGroup
	for _, l := range s.listen {
		serving.Go(func() { failed <- server.Serve(&bounded{l, &open}) })
	}
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
		err = fmt.Errorf("serve the preview: %w", err)
	}
	s.hub.end()
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if server.Shutdown(grace) != nil {
		server.Close() // what takes longer is cut off
	}
	serving.Wait()
	return err
}

// bounded hangs up on connections beyond a number, so that those there are go on
// being served.
type bounded struct {
	net.Listener
	open *atomic.Int64
}

// Accept returns the next connection that there is room for.
func (b *bounded) Accept() (net.Conn, error) {
	for {
		c, err := b.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if b.open.Add(1) <= mostConnections {
			return &counted{Conn: c, open: b.open}, nil
		}
		b.open.Add(-1)
		c.Close() // nobody is told: there are too many to talk to
	}
}

// counted is a connection that makes room when it is closed.
type counted struct {
	net.Conn
	once sync.Once
	open *atomic.Int64
}

// Close ends the connection.
func (c *counted) Close() error {
	c.once.Do(func() { c.open.Add(-1) })
	return c.Conn.Close()
}
