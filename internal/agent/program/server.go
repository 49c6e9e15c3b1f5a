package main

import (
	"crypto/tls"
	"net"
	"sync"
	"time"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// closeTime is what connections that are under way get when their server is closed.
const closeTime = 250 * time.Millisecond

// server accepts TLS connections on a port of its own and reports each when it is over.
type server struct {
	listener *net.TCPListener
	config   *tls.Config
	request  *protocol.Listen
	report   func(protocol.Result)
	http     *httpServer // nil for one that echoes

	mu      sync.Mutex
	closing bool
	conns   map[*net.TCPConn]bool
	running sync.WaitGroup // grows only while closing is not set
}

func newServer(request *protocol.Listen, report func(protocol.Result)) (*server, error) {
	config, err := commonConfig(request.Config)
	useless, unusable := unloadable(err)
	if err != nil && !unusable {
		return nil, err
	}
	if request.NoCertificate {
		config.Certificates = nil
		config.GetCertificate = func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return nil, nil }
	}
	listener, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return nil, err
	}
	s := &server{
		listener: listener,
		config:   config,
		request:  request,
		report:   report,
		conns:    make(map[*net.TCPConn]bool),
	}
	if request.KeyLog {
		config.KeyLogWriter = secretReporter(report)
	}
	if unusable {
		s.spawn(func() { report(useless) })
		s.spawn(s.turnAway)
		return s, nil
	}
	if request.HTTP {
		s.http = newHTTPServer(s)
		s.spawn(s.http.serve)
	} else {
		s.spawn(s.accept)
	}
	return s, nil
}

// spawn runs f on a goroutine that close waits for.
func (s *server) spawn(f func()) {
	s.running.Add(1)
	go func() {
		defer s.running.Done()
		f()
	}()
}

func (s *server) addr() string { return s.listener.Addr().String() }

// accept ends with the listener.
func (s *server) accept() {
	for {
		raw, err := s.listener.AcceptTCP()
		if err == nil {
			s.begin(raw)
			continue
		}
		//lint:ignore SA1019 nothing else tells an error of the moment from the end
		if passing, ok := err.(net.Error); !ok || !passing.Temporary() {
			return
		}
		time.Sleep(10 * time.Millisecond) // out of file descriptors: others will be closed
	}
}

// turnAway accepts connections and closes them: a port that is given back is soon another
// server's, which clients of this one would find instead.
func (s *server) turnAway() {
	for {
		raw, err := s.listener.AcceptTCP()
		if err != nil {
			return
		}
		_ = raw.Close()
	}
}

// begin serves a connection, unless the server is being closed.
func (s *server) begin(raw *net.TCPConn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		_ = raw.Close()
		return
	}
	until := deadline(s.request.TimeoutMS)
	_ = raw.SetDeadline(until) // under the lock: close must be able to shorten it
	s.conns[raw] = true
	s.running.Add(1)
	go s.serve(raw, until)
}

func (s *server) serve(raw *net.TCPConn, until time.Time) {
	defer s.running.Done()
	result := run(raw, plan{
		tls: func(c net.Conn) *tls.Conn { return tls.Server(c, s.config) },
		exchange: func(conn *tls.Conn) error {
			if s.request.Announce {
				s.announce(raw, conn)
			}
			return s.exchange(conn)
		},
		export:   s.request.Export,
		deadline: until,
	})
	s.mu.Lock()
	delete(s.conns, raw)
	s.mu.Unlock()
	s.report(result)
}

// announce reports a connection whose handshake is complete, and takes its time limit away.
func (s *server) announce(raw *net.TCPConn, conn *tls.Conn) {
	result := protocol.Result{
		Stage:  protocol.StageEstablished,
		Local:  raw.LocalAddr().String(),
		Remote: raw.RemoteAddr().String(),
	}
	state := conn.ConnectionState()
	describe(&result, state)
	if s.request.Export {
		export(&result, state)
	}
	s.mu.Lock()
	if !s.closing {
		_ = raw.SetDeadline(time.Time{})
	}
	s.mu.Unlock()
	s.report(result)
}

// exchange echoes. An idle connection that ends because the server is being closed has ended well.
func (s *server) exchange(conn *tls.Conn) error {
	err := echo(conn)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing && isTimeout(err) {
		return nil
	}
	return err
}

// close returns when all connections have been reported.
func (s *server) close() {
	s.mu.Lock()
	s.closing = true // before the listener ends, so that its end is known to be ours
	soon := time.Now().Add(closeTime)
	for raw := range s.conns {
		_ = raw.SetDeadline(soon)
	}
	s.mu.Unlock()
	_ = s.listener.Close()
	if s.http != nil {
		s.http.end()
	}
	s.running.Wait()
}
