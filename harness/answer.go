package harness

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"runtime/debug"
	"sync"
)

// An answer is what a server does with a connection after the handshake. Its
// methods are safe for concurrent use.
type answer interface {
	serve(conn net.Conn) // returns when the conversation is over
	close() error
}

// maxLine bounds a line of the line answer, and with it the memory that a
// client can make the server use.
const maxLine = 64 << 10

// A lineAnswer answers each line that it reads with a line of its own.
type lineAnswer struct {
	reply  func(line string) string
	failed func(error)
}

func (a *lineAnswer) serve(conn net.Conn) {
	defer recoverAs(a.failed, "line handler")
	r := bufio.NewReaderSize(conn, maxLine)
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return // the client has gone, or sent a line without end
		}
		if _, err := io.WriteString(conn, a.reply(string(line[:len(line)-1]))+"\n"); err != nil {
			return
		}
	}
}

func (a *lineAnswer) close() error { return nil }

// A connAnswer hands the connection to a function.
type connAnswer struct {
	handle func(net.Conn)
	failed func(error)
}

func (a *connAnswer) serve(conn net.Conn) {
	defer recoverAs(a.failed, "connection handler")
	a.handle(conn)
}

func (a *connAnswer) close() error { return nil }

// An httpAnswer speaks HTTP/1.1 with one http.Server for all connections of a
// harness server. It is the listener of that http.Server as well.
//
// HTTP/2 is off: over the suites of a legacy server it dies after a good
// handshake (RFC 9113 section 9.2.2).
//
// net/http fills Request.TLS for a *tls.Conn alone, so that we do it for others.
type httpAnswer struct {
	server *http.Server
	start  sync.Once
	conns  chan net.Conn
	closed chan struct{}

	mu   sync.Mutex
	open map[net.Conn]chan struct{}
}

func newHTTPAnswer(h http.Handler, failed func(error)) *httpAnswer {
	a := &httpAnswer{
		conns:  make(chan net.Conn),
		closed: make(chan struct{}),
		open:   make(map[net.Conn]chan struct{}),
	}
	a.server = &http.Server{
		Handler:      withTLS(reportPanics(h, failed)),
		ConnContext:  rememberConn,
		ErrorLog:     log.New(io.Discard, "", 0), // what matters is in the connection's witness
		ConnState:    a.connState,
		TLSNextProto: noHTTP2(),
	}
	return a
}

func (a *httpAnswer) serve(conn net.Conn) {
	if !speaksHTTP1(conn) {
		return
	}
	over := make(chan struct{})
	a.mu.Lock()
	a.open[conn] = over
	a.mu.Unlock()

	a.start.Do(func() { go a.server.Serve(a) })
	select {
	case a.conns <- conn:
		a.wait(conn, over)
	case <-a.closed:
	}
}

// wait returns when the http.Server is through with conn, or, if a handler has
// taken it over, when it is closed.
func (a *httpAnswer) wait(conn net.Conn, over <-chan struct{}) {
	var gone <-chan struct{}
	if t := tapBelow(conn); t != nil {
		gone = t.gone
	}
	select {
	case <-over:
	case <-gone:
		a.forget(conn)
	}
}

// forget drops conn and returns the channel that its serve waits for, nil if
// it was dropped before.
func (a *httpAnswer) forget(conn net.Conn) chan struct{} {
	a.mu.Lock()
	defer a.mu.Unlock()
	over := a.open[conn]
	delete(a.open, conn)
	return over
}

// connState tells serve when the http.Server is through with a connection.
func (a *httpAnswer) connState(conn net.Conn, state http.ConnState) {
	takenOver := state == http.StateHijacked && tapBelow(conn) == nil // nobody could tell when it is closed
	if state != http.StateClosed && !takenOver {
		return
	}
	if over := a.forget(conn); over != nil {
		close(over)
	}
}

// Accept implements net.Listener.
func (a *httpAnswer) Accept() (net.Conn, error) {
	select {
	case conn := <-a.conns:
		return conn, nil
	case <-a.closed:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener; close is what ends the answer.
func (a *httpAnswer) Close() error { return nil }

// Addr implements net.Listener.
func (a *httpAnswer) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

func (a *httpAnswer) close() error {
	close(a.closed)
	return a.server.Close()
}

// reportPanics hands panics of h to failed and ends the connection, as
// net/http does, but without writing to standard error.
func reportPanics(h http.Handler, failed func(error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if err, ok := v.(error); !ok || !errors.Is(err, http.ErrAbortHandler) {
				failed(fmt.Errorf("handler panicked on %s %s: %v\n%s", r.Method, r.URL, v, debug.Stack()))
			}
			panic(http.ErrAbortHandler)
		}()
		h.ServeHTTP(w, r)
	})
}

func recoverAs(failed func(error), who string) {
	if v := recover(); v != nil {
		failed(fmt.Errorf("%s panicked: %v\n%s", who, v, debug.Stack()))
	}
}
