package harness

import (
	"context"
	"crypto/x509"
	"errors"
	"time"

	"crypto/tls"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/agent"
	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// connectToGoServer runs a cell whose build under test is the server.
func (r *Runner) connectToGoServer(ctx context.Context, s Scenario, b Build) (Outcome, error) {
	o, err := r.withAgent(ctx, b, func(p *agent.Process) (Outcome, error) {
		return r.serveOnce(ctx, p, s)
	})
	o.Build, o.Role, o.Target, o.Backend = b, ServerSide, "client of "+s.Name, ""
	return o, err
}

// serveOnce lets the agent listen, connects the peer, and returns the outcome
// as the agent, the server, has it.
func (r *Runner) serveOnce(ctx context.Context, p *agent.Process, s Scenario) (Outcome, error) {
	listen, target, err := r.listenRequest(*s.GoServer, s.Client.Export)
	if err != nil {
		return Outcome{}, err
	}
	results := make(chan protocol.Result, 1)
	listener, err := p.Listen(ctx, listen, func(result protocol.Result) {
		select {
		case results <- result:
		default:
		}
	})
	if err != nil {
		return Outcome{}, err
	}
	defer listener.Close()
	target.Addr = listener.Addr

	started := time.Now()
	peer, err := r.dialPeer(ctx, s, target)
	if err != nil {
		return Outcome{}, err
	}
	if !peer.Ran() {
		return Outcome{Stage: StageToolchain, Error: "the peer, go" + s.PeerGo + ": " + peer.Error}, nil
	}
	result, err := r.await(ctx, results)
	if err != nil {
		return Outcome{}, err
	}
	o := outcomeOf(result, ServerSide)
	o.Duration = time.Since(started)
	o.Export.Peer = peer.Export.Value
	if o.Alert == nil {
		o.Alert = peer.Alert
	}
	return o, nil
}

// await returns the server's result, which arrives a little after the
// client's.
func (r *Runner) await(ctx context.Context, results <-chan protocol.Result) (protocol.Result, error) {
	ctx, cancel := context.WithTimeout(ctx, r.opts.Timeout)
	defer cancel()
	select {
	case result := <-results:
		return result, nil
	case <-ctx.Done():
		return protocol.Result{}, errors.New("the server under test reported no connection")
	}
}

// dialPeer connects the peer of a server under test.
func (r *Runner) dialPeer(ctx context.Context, s Scenario, t Target) (Outcome, error) {
	if s.PeerGo == "" {
		return dialInProcess(ctx, s.Client, t, r.opts.Timeout), nil
	}
	versions, err := r.Resolve(ctx, []string{s.PeerGo})
	if err != nil {
		return Outcome{}, err
	}
	return r.Connect(ctx, Build{Go: versions[0]}, s.Client, t)
}

func (r *Runner) listenRequest(g GoServer, export bool) (protocol.Listen, Target, error) {
	authority, err := certs.Shared()
	if err != nil {
		return protocol.Listen{}, Target{}, err
	}
	cert, err := authority.Issue(certs.Spec{})
	if err != nil {
		return protocol.Listen{}, Target{}, err
	}
	pair, err := keyPair(cert)
	if err != nil {
		return protocol.Listen{}, Target{}, err
	}
	listen := protocol.Listen{
		Config: protocol.Config{
			MinVersion:   g.MinVersion,
			MaxVersion:   g.MaxVersion,
			CipherSuites: g.CipherSuites,
			Groups:       groupIDs(g.Groups),
			Certificates: []protocol.KeyPair{pair},
		},
		TimeoutMS: int(r.opts.Timeout / time.Millisecond),
		Export:    export,
	}
	return listen, Target{RootsPEM: authority.PEM()}, nil
}

func keyPair(cert *certs.Certificate) (protocol.KeyPair, error) {
	key, err := x509.MarshalPKCS8PrivateKey(cert.Key)
	return protocol.KeyPair{Chain: cert.Chain, Key: key}, err
}

func groupIDs(groups []tls.CurveID) []uint16 {
	var ids []uint16
	for _, g := range groups {
		ids = append(ids, uint16(g))
	}
	return ids
}
