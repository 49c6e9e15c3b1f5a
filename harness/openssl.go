package harness

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/sserver"
)

// askTime bounds what it takes to ask an openssl what it can do, startTime the start of a
// server.
const (
	askTime   = 30 * time.Second
	startTime = 15 * time.Second
)

// OpenSSLOn returns the backend that plays profiles with the openssl s_server of a host. What
// that openssl can do is found by asking it, once in a process: which suites it has at
// security level 0, which groups, and which versions it answers in.
//
// s_server serves one connection at a time, so connections wait for each other. One that is
// idle, its handshake complete, while another waits gives way after a second.
//
// The witness has what s_server says of a handshake ([Connection.Log]). In some things it is
// not quite what a profile says: unless the profile has SignatureSchemes it signs with the
// first scheme of its own that the client has; a handler that closes a connection ends it
// without close_notify; and exported keying material is not to be had.
func OpenSSLOn(h OpenSSLHost) Backend { return opensslBackend{h} }

type opensslBackend struct{ host OpenSSLHost }

func (b opensslBackend) Name() string { return b.host.Name() }

func (b opensslBackend) Supports(p fixtures.Profile) error {
	ctx, cancel := context.WithTimeout(context.Background(), askTime)
	defer cancel()
	able, err := b.abilities(ctx)
	if err != nil {
		return &UnavailableError{Backend: b.Name(), Reason: err}
	}
	lacks := able.Lacks(p)
	if lacks == "" {
		return nil
	}
	return &UnsupportedError{Profile: p.Name, Backend: b.Name(), Lacks: lacks, Instead: insteadOfOpenSSL(able, p)}
}

// insteadOfOpenSSL says who plays p, "" for nobody that is known.
func insteadOfOpenSSL(able *sserver.Abilities, p fixtures.Profile) string {
	for _, b := range []Backend{Legacy(), CryptoTLS()} {
		if b.Supports(p) == nil {
			return "backend " + b.Name() + " does"
		}
	}
	if s, lacks := able.LacksSuite(p); lacks {
		return whichOpenSSL(s)
	}
	return ""
}

// OpenSSLVersion returns what the openssl of a backend of [OpenSSLOn] calls itself, such as
// "OpenSSL 3.0.19 27 Jan 2026". The error says why there is none, or that the backend is
// another.
func OpenSSLVersion(ctx context.Context, b Backend) (string, error) {
	of, ok := b.(opensslBackend)
	if !ok {
		return "", fmt.Errorf("backend %s is no OpenSSL", b.Name())
	}
	able, err := of.abilities(ctx)
	if err != nil {
		return "", err
	}
	return able.Version, nil
}

// asked has what each openssl can do, by its identity: it takes a quarter of a second to
// learn, and does not change.
var asked sync.Map // of *askedOpenSSL

type askedOpenSSL struct {
	mu   sync.Mutex
	able *sserver.Abilities
}

// abilities asks the openssl what it can do, if that has not been done. What failed is tried
// again the next time.
func (b opensslBackend) abilities(ctx context.Context) (*sserver.Abilities, error) {
	identity, err := b.host.Identity(ctx)
	if err != nil {
		return nil, err
	}
	value, _ := asked.LoadOrStore(identity, new(askedOpenSSL))
	known := value.(*askedOpenSSL)
	known.mu.Lock()
	defer known.mu.Unlock()
	if known.able == nil {
		known.able, err = b.ask(ctx)
	}
	return known.able, err
}

func (b opensslBackend) ask(ctx context.Context) (*sserver.Abilities, error) {
	p, err := b.host.Launch(ctx)
	if err != nil {
		return nil, err
	}
	defer p.Close()
	able, err := sserver.Ask(ctx, sserver.Supervise(p.Stdin, p.Stdout), p.Listen, p.Addr)
	if err != nil {
		return nil, withLog(err, p)
	}
	return able, nil
}

// withLog adds what a host has said to an error.
func withLog(err error, p *OpenSSLProcess) error {
	if log := p.Log(); log != "" {
		return fmt.Errorf("%w (%s)", err, log)
	}
	return err
}

// Open starts s_server. A port that somebody else has taken meanwhile is another one the
// next time.
func (b opensslBackend) Open(ctx context.Context, s Setup) (Engine, error) {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	able, err := b.abilities(ctx)
	if err != nil {
		return nil, err
	}
	const attempts = 3
	for i := 1; ; i++ {
		e, err := b.start(ctx, able, s)
		if err == nil || i == attempts || ctx.Err() != nil || !addressInUse(err) {
			return e, err
		}
	}
}

func (b opensslBackend) start(ctx context.Context, able *sserver.Abilities, s Setup) (Engine, error) {
	p, err := b.host.Launch(ctx)
	if err != nil {
		return nil, err
	}
	command, err := able.Command(sserver.Setup{
		Profile: s.Profile, Certificate: s.Certificate, ClientRootsPEM: s.ClientRootsPEM, OCSPResponse: s.OCSPResponse, Listen: p.Listen,
		LogKeys: true,
	})
	if err != nil {
		p.Close()
		return nil, err
	}
	e := newOpenSSLEngine(p)
	e.supervisor.LogKeys(s.KeyLog)
	if err = e.supervisor.Start(command); err == nil {
		err = sserver.AwaitReady(ctx, e.supervisor, p.Addr)
	}
	if err != nil {
		err = withLog(err, p)
		p.Close()
		return nil, err
	}
	return e, nil
}

// addressInUse says whether s_server found its port taken.
func addressInUse(err error) bool {
	return strings.Contains(strings.ToLower(err.Error()), "address already in use")
}
