package harness

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// RequireConnects fails tb at once unless the client that returned err has
// connected to s: err is nil, and s completed a handshake since the last
// Require call for s, or has a connection from before that is still open, as
// an http.Transport reuses. The failure explains the handshake from both ends
// and names changes that work, after trying them.
func RequireConnects(tb testing.TB, s *Server, err error) {
	tb.Helper()
	connections := s.sinceThen(err)
	switch established := firstEstablished(connections); {
	case err == nil && (established != nil || len(connections) == 0 && s.hasOpen()):
		return
	case err == nil:
		tb.Fatalf("the client reports no error, but %s saw %s", s.Profile.Name, noHandshake(connections))
	case len(connections) == 0:
		tb.Fatalf("%s saw no connection%s; the client reports: %v", s.Profile.Name, sharedHint, err)
	case complete(connections[len(connections)-1:]) != nil:
		tb.Fatal(s.explainLater(err, connections).String())
	default:
		tb.Fatal(s.explain(err, connections).String())
	}
}

// RequireRefused fails tb at once unless the client that returned err was
// turned away by s, or turned s away, in a handshake, for all the reasons
// given. It pins a breakage that is known: the test fails on the day when it is
// gone. A client that does not speak TLS is not refused, and one that did not
// accept the server's certificate only if a reason says so.
func RequireRefused(tb testing.TB, s *Server, err error, reasons ...Reason) {
	tb.Helper()
	connections := s.sinceThen(err)
	want := "refused" + describeReasons(reasons)
	if err == nil {
		tb.Fatalf("%s: the client reports no error, want %s", s.Profile.Name, want)
	}
	if len(connections) == 0 {
		tb.Fatalf("%s saw no connection, want %s; the client reports: %v", s.Profile.Name, want, err)
	}
	if e := complete(connections); e != nil {
		tb.Fatalf("%s completed the handshake (%s %s), want %s; the client reports: %v", s.Profile.Name,
			wire.VersionName(e.State.Version), fixtures.OpenSSLName(e.State.Suite), want, err)
	}
	o := s.outcomeOf(err, connections)
	if o.Hello == nil || o.Stage == StageVerify && len(reasons) == 0 {
		tb.Fatalf("want %s, which this is not\n%s", want, s.explain(err, connections))
	}
	for _, r := range reasons {
		if !r.Matches(o) {
			tb.Fatalf("want %s\n%s", want, s.explain(err, connections))
		}
	}
}

// outcomeOf joins a client's error with the connection that it belongs to,
// which is taken to be the last one.
func (s *Server) outcomeOf(err error, connections []Connection) Outcome {
	o := Outcome{Role: ClientSide, Target: s.Profile.Name, Backend: s.Backend, Stage: StageHandshake, Error: err.Error()}
	var verification *tls.CertificateVerificationError
	if errors.As(err, &verification) {
		o.Stage = StageVerify
	}
	o.Alert = alertFromText(o.Error, ClientSide)
	if len(connections) == 0 {
		o.Stage = StageConnect
		return o
	}
	last := connections[len(connections)-1]
	o.Server, o.Hello = &last, last.Hello
	if o.Alert == nil {
		o.Alert = last.Alert
	}
	return o
}

// explain says why the client that returned err has not connected.
func (s *Server) explain(err error, connections []Connection) Explanation {
	return s.explainer(s.outcomeOf(err, connections), connections).explain()
}

func (s *Server) explainer(o Outcome, connections []Connection) explainer {
	return explainer{
		profile: &s.Profile,
		outcome: o,
		client:  thisProgram(),
		try:     func(ch change) Outcome { return s.tryNow(ch, connections) },
	}
}

// explainLater says why a client that has completed its handshake returned err, as far
// as the server has a part in it.
func (s *Server) explainLater(err error, connections []Connection) Explanation {
	last := connections[len(connections)-1]
	e := Explanation{Headline: fmt.Sprintf("%s completed the handshake (%s %s), but the client reports: %v", s.Profile.Name,
		wire.VersionName(last.State.Version), fixtures.OpenSSLName(last.State.Suite), err)}
	o := s.outcomeOf(err, connections)
	if fault, misbehaves := misbehaviourOf(s.Profile, o); misbehaves {
		x := s.explainer(o, connections)
		x.addDiagnosis(&e, fault.diagnose(s.Profile, o))
	}
	return e
}

// tryNow makes a handshake of this process with s, for the name and the protocols of the
// last of the connections. It leaves no trace in the witness. A second handshake comes only
// with application data.
func (s *Server) tryNow(ch change, connections []Connection) Outcome {
	const patience = 2 * time.Second
	config, err := s.probeConfig(ch, connections[len(connections)-1].Hello)
	if err != nil {
		return Outcome{Stage: StageConnect, Error: err.Error()}
	}
	exchange := func(net.Conn) error { return nil }
	if ch.renegotiate != tls.RenegotiateNever {
		exchange = exchangeLine
	}
	return inProcess{config: config, addr: s.Addr, timeout: patience, connected: s.expectProbe, exchange: exchange}.connect(context.Background())
}

// thisProgram names the Go release of the running program and the settings in
// its environment.
func thisProgram() string {
	name := runtime.Version()
	if godebug := os.Getenv("GODEBUG"); godebug != "" {
		name += ", GODEBUG=" + godebug
	}
	return name
}

// sharedHint is what else can be the matter when a server saw no connection.
const sharedHint = " (did the client go elsewhere, or do parallel tests share the server?)"

func firstEstablished(connections []Connection) *Connection {
	for i := range connections {
		if connections[i].Established {
			return &connections[i]
		}
	}
	return nil
}

// complete returns the first connection of which no handshake failed.
func complete(connections []Connection) *Connection {
	for i, c := range connections {
		if c.Established && !c.failedLater() {
			return &connections[i]
		}
	}
	return nil
}

func noHandshake(connections []Connection) string {
	if len(connections) == 0 {
		return "no connection" + sharedHint
	}
	var seen []string
	for _, c := range connections {
		seen = append(seen, fmt.Sprintf("connection %d without a complete handshake (%v)", c.ID, c.Err))
	}
	return strings.Join(seen, ", ")
}
