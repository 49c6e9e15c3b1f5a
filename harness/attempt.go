package harness

import (
	"context"
	"encoding/hex"
	"errors"
	"net"
	"strings"
	"time"

	"github.com/legacytls/legacytls/internal/agent"
	"github.com/legacytls/legacytls/internal/agent/protocol"
	"github.com/legacytls/legacytls/internal/wire"
)

// A Target is what a Go client is connected with: a server of ours, or any
// other on the network.
type Target struct {
	Addr     string  // host:port
	RootsPEM []byte  // authorities to trust; none means those of the system
	Server   *Server // the server behind Addr, if it is ours
}

// TargetOf returns s as a target. The server must answer lines
// ([WithLines] with nil).
func TargetOf(s *Server) Target { return Target{Addr: s.Addr, RootsPEM: s.RootsPEM, Server: s} }

// serverName is the name that a client asks for if it was not told one: that
// which the server's certificate is to be tried with, or the host of the address.
func (t Target) serverName() (string, error) {
	if t.Server != nil && t.Server.Profile.Certificate.ServerName != "" {
		return t.Server.Profile.Certificate.ServerName, nil
	}
	host, _, err := net.SplitHostPort(t.Addr)
	return host, err
}

// Connect connects a Go client, built as b and configured as c says, to t. The
// error is not nil only if nothing can be said about the build: the agent
// program crashed, or ctx is done.
//
// With a server that is not ours no application data is sent, only the end of
// the connection.
func (r *Runner) Connect(ctx context.Context, b Build, c Client, t Target) (Outcome, error) {
	o, err := r.withAgent(ctx, variant{b, c.HTTP != nil}, func(p *agent.Process) (Outcome, error) {
		dial, err := r.dialRequest(c, t)
		if err != nil {
			return Outcome{}, err
		}
		start := time.Now()
		result, err := p.Dial(ctx, dial)
		if err != nil {
			return Outcome{}, err
		}
		o := outcomeOf(result, ClientSide)
		o.Duration = time.Since(start)
		o.local = result.Local
		o.join(t.Server, result.Local)
		return o, nil
	})
	o.Build, o.Role, o.Target = b, ClientSide, t.Addr
	if t.Server != nil {
		o.Target, o.Backend = t.Server.Profile.Name, t.Server.Backend
	}
	return o, err
}

// withAgent runs f with the agent of b. If the agent dies meanwhile, f is run
// once more with an agent of its own, because the cause may be another
// connection of the same process.
func (r *Runner) withAgent(ctx context.Context, b variant, f func(*agent.Process) (Outcome, error)) (Outcome, error) {
	process, err := r.process(ctx, b)
	if err != nil {
		return failedBuild(b.Build, err)
	}
	defer r.release(b)
	o, err := f(process)
	var crash *agent.CrashError
	if !errors.As(err, &crash) || ctx.Err() != nil {
		return o, err
	}
	r.forget(b, process)
	alone, err := r.startAgent(ctx, b)
	if err != nil {
		return failedBuild(b.Build, err)
	}
	defer alone.Close()
	return f(alone)
}

func (r *Runner) dialRequest(c Client, t Target) (protocol.Dial, error) {
	config := protocol.Config{
		MinVersion:   c.MinVersion,
		MaxVersion:   c.MaxVersion,
		CipherSuites: c.CipherSuites,
		Groups:       groupIDs(c.Groups),
		ALPN:         c.ALPN,
		ServerName:   c.ServerName,
		Roots:        t.RootsPEM,
		Insecure:     c.InsecureSkipVerify,
	}
	config.Renegotiation = int(c.Renegotiation)
	if config.ServerName == "" {
		var err error
		if config.ServerName, err = t.serverName(); err != nil {
			return protocol.Dial{}, err
		}
	}
	if c.Certificate != "" {
		cert, err := r.clients.issue(c.Certificate)
		if err != nil {
			return protocol.Dial{}, err
		}
		pair, err := keyPair(cert)
		if err != nil {
			return protocol.Dial{}, err
		}
		config.Certificates, config.InsistOnCertificate = []protocol.KeyPair{pair}, c.Certificate == ForeignCertificate
	}
	dial := protocol.Dial{
		Addr:      t.Addr,
		Config:    config,
		TimeoutMS: int(c.timeout(r.opts.Timeout) / time.Millisecond),
		Exchange:  protocol.ExchangeClose,
		Export:    c.Export,
		Resume:    c.Resume,
	}
	switch {
	case c.HTTP != nil:
		dial.Exchange, dial.ForceAttemptHTTP2 = protocol.ExchangeHTTP, c.HTTP.ForceAttemptHTTP2
		dial.TLSHandshakeTimeoutMS = int(c.HTTP.TLSHandshakeTimeout / time.Millisecond)
	case t.Server != nil:
		dial.Exchange = protocol.ExchangeLine
	}
	return dial, nil
}

// outcomeOf turns what an agent reports into an outcome.
func outcomeOf(result protocol.Result, role Side) Outcome {
	o := Outcome{
		Role:     role,
		Stage:    Stage(result.Stage),
		Error:    result.Error,
		Version:  result.Version,
		Suite:    result.Suite,
		Group:    result.Group,
		ALPN:     result.ALPN,
		Resumed:  result.Resumed,
		Counters: result.Counters,
	}
	if result.Export != "" || result.ExportError != "" {
		o.Export = Exported{Asked: true, Value: result.Export, Error: result.ExportError}
	}
	client, server := wire.DecodeFlow(result.Sent), wire.DecodeFlow(result.Received)
	if role == ServerSide {
		client, server = server, client
	}
	o.Hello, _ = client.ClientHello()
	o.Answer, _ = server.ServerHello()
	o.Scheme, o.ClientScheme = server.SignatureScheme(), client.ClientSignatureScheme()
	if o.Group == 0 && o.OK() {
		o.Group = server.Group()
	}
	o.addAlert(client, server)
	return o
}

// addAlert adds the alert that o is about: that of its error if it names one. On the
// wire there can be others, warnings and those that the program had to read as
// something else.
func (o *Outcome) addAlert(client, server *wire.Flow) {
	if o.Alert = alertFromText(o.Error, o.Role); o.Alert == nil {
		o.Alert = lastAlert(client, server)
	}
}

// alertFromText finds the alert that an error of crypto/tls is about. It is
// the only trace of an alert that was sent encrypted.
func alertFromText(text string, role Side) *Alert {
	remote := ServerSide
	if role == ServerSide {
		remote = ClientSide
	}
	for prefix, from := range map[string]Side{"remote error: tls: ": remote, "local error: tls: ": role} {
		if _, name, ok := strings.Cut(text, prefix); ok {
			if code, ok := wire.AlertByGoText(name); ok {
				return &Alert{From: from, Code: AlertCode(code)}
			}
		}
	}
	return nil
}

// join adds what the server saw of the connection from the address local.
func (o *Outcome) join(s *Server, local string) {
	if s == nil || local == "" {
		return
	}
	witness, ok := s.connectionFrom(local)
	if !ok {
		return
	}
	o.Server = &witness
	if o.Alert == nil {
		o.Alert = witness.Alert
	}
	if export := witness.State.Export; o.Export.Asked && export != nil {
		if peer, err := export(protocol.ExportLabel, nil, protocol.ExportLength); err == nil {
			o.Export.Peer = hex.EncodeToString(peer)
		}
	}
}
