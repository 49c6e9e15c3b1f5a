package harness

import (
	"context"
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/front"
)

// maxWitnesses is the number of connections that a server remembers. A server
// that runs for days forgets the oldest first.
const maxWitnesses = 1024

// A Server is a running server that plays a profile. Its methods are safe for
// concurrent use.
type Server struct {
	Profile  fixtures.Profile // what the server plays
	Backend  string           // name of the backend that plays it
	Addr     string           // host:port, always on loopback
	URL      string           // "https://" and Addr
	Roots    *x509.CertPool   // what a client is to trust to accept the server's certificate, and nothing else
	RootsPEM []byte           // the same as PEM

	opts         options
	listener     net.Listener
	front        *front.Front
	engine       Engine
	answer       answer
	clients      *certs.Authority // what client certificates are checked against
	secrets      *secretStore     // of the connections
	key          crypto.Signer    // of the certificate
	wg           sync.WaitGroup
	logMu        sync.Mutex // one call of options.onConnection at a time
	helloMu      sync.Mutex // one call of options.onHello at a time
	derivationMu sync.Mutex // one call of options.derivation.Write at a time
	once         sync.Once  // of shutdown

	mu      sync.Mutex
	entries []*entry            // the last maxWitnesses, oldest first
	live    map[*entry]struct{} // those that are not over
	probes  map[string]bool     // clients' addresses that are probes of our own
	nextID  int
	closed  bool
	errs    []error

	detach func() bool // stops waiting for the end of the context
}

// Start starts a server that plays p, for the length of the test or benchmark
// tb. It fails tb at once if no server can be started, skips it if the backend that was asked
// for is not available on this machine ([UnavailableError]), and fails it at the end of the
// test if a handler panicked. When the test has failed, the connections that
// no Require function has reported yet are logged, and the transcripts of the last ones.
//
// The server listens on 127.0.0.1 and a free port, so that any number of tests
// may run in parallel, each with a server of its own: the Require functions
// cannot tell whose connection they see if parallel tests share one. There is
// nothing to close by hand.
func Start(tb testing.TB, p fixtures.Profile, opts ...Option) *Server {
	tb.Helper()
	s, err := Serve(context.Background(), p, opts...)
	if unavailable := new(UnavailableError); errors.As(err, &unavailable) {
		unavailable.missing(tb)
	}
	if err != nil {
		tb.Fatalf("harness.Start: %v", err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Errorf("%s: %v", p.Name, err)
		}
		if tb.Failed() {
			for _, c := range s.unseen() {
				tb.Logf("%s saw %s", p.Name, withServersLog(c.Describe(p), c))
			}
			logTranscripts(tb, s)
		}
	})
	return s
}

// withServersLog adds what the backend has to say of the connection besides.
func withServersLog(text string, c Connection) string {
	if c.Log == "" {
		return text
	}
	return text + "\n\t" + strings.ReplaceAll(c.Log, "\n", "\n\t")
}

// Serve is [Start] without a test. The server runs until ctx is done or Close
// is called.
//
// The error says why no server could be started: the profile contradicts
// itself, the backend cannot play it (the error is then a [*UnsupportedError]),
// or the port cannot be had.
func Serve(ctx context.Context, p fixtures.Profile, opts ...Option) (*Server, error) {
	o := newOptions(opts)
	if err := p.Validate(); err != nil {
		return nil, err
	}
	if o.backend == nil {
		o.backend = DefaultBackend(p)
	}
	if err := o.backend.Supports(behindFront(p)); err != nil {
		return nil, err
	}
	s := &Server{Profile: p, Backend: o.backend.Name(), opts: o, live: make(map[*entry]struct{}), probes: make(map[string]bool)}
	if err := s.open(ctx); err != nil {
		return nil, fmt.Errorf("starting %s on %s: %w", p.Name, s.Backend, err)
	}
	s.answer = o.answer(s.fail)
	s.wg.Add(1)
	go s.accept()
	s.detach = context.AfterFunc(ctx, s.shutdown)
	return s, nil
}

// DefaultBackend returns the in-process backend that plays p if none is asked
// for: crypto/tls for a profile with TLS 1.3, the legacy engine for others. It
// looks at nothing but the profile, so that a server is the same under every Go
// release and setting.
func DefaultBackend(p fixtures.Profile) Backend {
	if p.MaxVersion >= tls.VersionTLS13 {
		return CryptoTLS()
	}
	return Legacy()
}

func (s *Server) accept() {
	defer s.wg.Done()
	for {
		conn, err := s.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			s.fail(fmt.Errorf("accepting a connection: %w", err))
			return
		}
		if e := s.register(conn); e != nil {
			go s.serve(e)
		}
	}
}

// register remembers a new connection, or closes it if the server is closed.
func (s *Server) register(conn net.Conn) *entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		conn.Close()
		return nil
	}
	s.nextID++
	e := newEntry(s, s.nextID, conn)
	if s.opts.onHello != nil {
		e.tap.onHello = func(h *ClientHello) { s.logHello(e, h) }
	}
	if len(s.entries) == maxWitnesses {
		s.entries = append(s.entries[:0], s.entries[1:]...)
	}
	if !s.probes[conn.RemoteAddr().String()] {
		s.entries = append(s.entries, e)
	}
	s.live[e] = struct{}{}
	s.wg.Add(1)
	return e
}

func (s *Server) serve(e *entry) {
	defer s.wg.Done()
	e.begin(s.opts.handshakeTimeout)
	conn, err := s.converse(e)
	e.end(err)
	conn.Close()
	e.tap.Close()
	probe := s.isProbe(e)
	s.mu.Lock()
	delete(s.live, e)
	delete(s.probes, e.tap.RemoteAddr().String())
	s.mu.Unlock()
	if probe {
		return
	}
	s.writeCapture(e)
	if s.opts.derivation != nil {
		s.writeDerivation(e.witness())
	}
	if log := s.opts.onConnection; log != nil {
		s.logMu.Lock()
		defer s.logMu.Unlock()
		log(e.witness())
	}
}

// logHello tells of a ClientHello that is complete.
func (s *Server) logHello(e *entry, h *ClientHello) {
	if s.isProbe(e) {
		return
	}
	s.helloMu.Lock()
	defer s.helloMu.Unlock()
	s.opts.onHello(ArrivedHello{ID: e.id, Remote: e.tap.RemoteAddr().String(), At: time.Now(), Hello: h})
}

// converse speaks with a client until the connection is over, and returns what is to be
// closed then.
func (s *Server) converse(e *entry) (net.Conn, error) {
	conn, err := s.front.Accept(e.tap)
	if err != nil {
		return e.tap, reasonOf(err)
	}
	return conn, s.engine.ServeConn(conn, &Conversation{entry: e, server: s})
}

// behindFront is what of a profile a backend has to play.
func behindFront(p fixtures.Profile) fixtures.Profile {
	p.Quirks = p.Quirks.InTLS()
	return p
}

// fail keeps an error for Close to report.
func (s *Server) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.errs = append(s.errs, err)
}

// Close stops the server, ends its connections and waits for them. It returns
// what went wrong while the server ran, such as a panic of a handler, on its
// first call, and nil on later ones.
func (s *Server) Close() error {
	s.detach()
	s.shutdown()
	s.mu.Lock()
	defer s.mu.Unlock()
	errs := s.errs
	s.errs = nil
	return errors.Join(errs...)
}

// shutdown does what Close does but for the report. Later calls wait for the
// first.
func (s *Server) shutdown() { s.once.Do(s.end) }

func (s *Server) end() {
	s.mu.Lock()
	s.closed = true
	for e := range s.live {
		e.tap.Close()
	}
	s.mu.Unlock()

	s.listener.Close()
	s.answer.close()
	s.wg.Wait()
	if err := s.engine.Close(); err != nil {
		s.fail(err)
	}
}
