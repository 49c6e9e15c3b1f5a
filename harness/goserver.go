package harness

import (
	"context"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"time"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/agent"
	"github.com/legacytls/legacytls/internal/agent/protocol"
	"github.com/legacytls/legacytls/internal/wire"
)

// connectToGoServer runs a cell whose build under test is the server.
func (r *Runner) connectToGoServer(ctx context.Context, s Scenario, b Build) (Outcome, error) {
	o, err := r.withAgent(ctx, variant{b, s.GoServer.HTTP}, func(p *agent.Process) (Outcome, error) {
		return r.serveOnce(ctx, p, s)
	})
	o.Build, o.Role, o.Target, o.Backend = b, ServerSide, "client of "+s.Name, ""
	return o, err
}

// serveOnce lets the agent listen, connects the peer, and returns the outcome
// as the agent, the server, has it.
func (r *Runner) serveOnce(ctx context.Context, p *agent.Process, s Scenario) (Outcome, error) {
	listen, target, err := r.listenRequest(s)
	if err != nil {
		return Outcome{}, err
	}
	results := make(chan protocol.Result, maxResults)
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
	if err != nil || peer.Stage == StageToolchain {
		return peer, err
	}
	result, err := r.await(ctx, results, peer.local)
	if err != nil {
		return Outcome{}, err
	}
	o := outcomeOf(result, ServerSide)
	o.Duration = time.Since(started)
	o.joinPeer(peer)
	return o, nil
}

// joinPeer adds what the peer of a server under test knows.
func (o *Outcome) joinPeer(peer Outcome) {
	o.Export.Peer = peer.Export.Value
	if o.Alert == nil {
		o.Alert = peer.Alert
	}
	if peer.Stage == StageAnswer && o.Alert == nil {
		o.Stage, o.Error = StageAnswer, "" // the end of the connection is the raw client's
		o.Version, o.Suite, o.Group = peer.Version, peer.Suite, peer.Group
	}
}

// maxResults is how many connections of one server under test are looked at.
const maxResults = 16

// await returns the server's result about its peer, which arrives a little after the
// peer's. Ports are used again: somebody who was about to connect to another server, one
// that is gone, may have come to this one.
func (r *Runner) await(ctx context.Context, results <-chan protocol.Result, peer string) (protocol.Result, error) {
	ctx, cancel := context.WithTimeout(ctx, r.opts.Timeout)
	defer cancel()
	for {
		select {
		case result := <-results:
			if peer == "" || result.Remote == "" || result.Remote == peer {
				return result, nil
			}
		case <-ctx.Done():
			return protocol.Result{}, errors.New("the server under test reported no connection from " + peer)
		}
	}
}

// dialPeer connects the peer of a server under test.
func (r *Runner) dialPeer(ctx context.Context, s Scenario, t Target) (Outcome, error) {
	switch {
	case s.Raw != nil:
		return r.dialRaw(ctx, *s.Raw, t)
	case s.PeerGo == "":
		return dialInProcess(ctx, s.Client, t, r.opts.Timeout), nil
	}
	versions, err := r.Resolve(ctx, []string{s.PeerGo})
	if err != nil {
		return Outcome{}, err
	}
	o, err := r.Connect(ctx, Build{Go: versions[0]}, s.Client, t)
	if err == nil && !o.Ran() {
		o = Outcome{Stage: StageToolchain, Error: "the peer, go" + s.PeerGo + ": " + o.Error}
	}
	return o, err
}

// dialRaw connects a raw client. Its outcome says what the server answered, if
// it went on.
func (r *Runner) dialRaw(ctx context.Context, c RawClient, t Target) (Outcome, error) {
	received, local, err := c.dial(ctx, t.Addr, r.opts.Timeout)
	if err != nil {
		return Outcome{Stage: StageConnect, Error: err.Error()}, nil
	}
	server := wire.DecodeFlow(received)
	o := Outcome{Stage: StageHandshake, Role: ClientSide, Alert: lastAlert(new(wire.Flow), server), local: local}
	if answer, err := server.ServerHello(); err == nil && o.Alert == nil {
		o.Stage = StageAnswer
		o.Version, o.Suite, o.Group = answer.Version, answer.CipherSuite, server.Group()
	}
	return o, nil
}

// listenRequest says what server the agent is to be, and how a peer reaches it.
func (r *Runner) listenRequest(s Scenario) (protocol.Listen, Target, error) {
	authority, err := certs.Shared()
	if err != nil {
		return protocol.Listen{}, Target{}, err
	}
	g := *s.GoServer
	pairs, roots, err := issuePairs(authority, g.Certificates)
	listen := protocol.Listen{
		Config: protocol.Config{
			MinVersion:   g.MinVersion,
			MaxVersion:   g.MaxVersion,
			CipherSuites: g.CipherSuites,
			Groups:       groupIDs(g.Groups),
			ALPN:         g.ALPN,
			ClientAuth:   int(g.ClientAuth),
			ClientRoots:  authority.PEM(),
			Certificates: pairs,
		},
		NoCertificate: g.NoCertificate,
		HTTP:          g.HTTP,
		TimeoutMS:     int(r.opts.Timeout / time.Millisecond),
		Export:        s.Client.Export,
	}
	return listen, Target{RootsPEM: roots}, err
}

// issuePairs returns the certificates of a server under test, and what its peer
// is to trust.
func issuePairs(authority *certs.Authority, specs []certs.Spec) (pairs []protocol.KeyPair, rootsPEM []byte, err error) {
	if specs == nil {
		specs = []certs.Spec{{}}
	}
	for _, spec := range specs {
		cert, err := authority.Issue(spec)
		if err != nil {
			return nil, nil, err
		}
		pair, err := keyPair(cert)
		if err != nil {
			return nil, nil, err
		}
		pairs, rootsPEM = append(pairs, pair), append(rootsPEM, cert.RootsPEM()...)
	}
	return pairs, rootsPEM, nil
}

// keyPair is a certificate for an agent. The key goes as the certificate has
// it: crypto/x509 of this process might refuse to encode it.
func keyPair(cert *certs.Certificate) (protocol.KeyPair, error) {
	key, err := cert.KeyPEM()
	if err != nil {
		return protocol.KeyPair{}, err
	}
	block, _ := pem.Decode(key)
	return protocol.KeyPair{Chain: cert.Chain, Key: block.Bytes}, nil
}

func groupIDs(groups []tls.CurveID) []uint16 {
	var ids []uint16
	for _, g := range groups {
		ids = append(ids, uint16(g))
	}
	return ids
}
