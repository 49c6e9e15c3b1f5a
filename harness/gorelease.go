package harness

import (
	"context"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/agent"
	"github.com/legacytls/legacytls/internal/agent/protocol"
	"github.com/legacytls/legacytls/internal/toolchain"
)

// GoRelease returns the backend that plays profiles with the crypto/tls of a
// Go release, in a process of its own that r compiles and starts. It is how
// servers are made that only an old Go can be: one of Go 1.20 or older, for
// example, never answers extended master secret.
//
// Release is what [Runner.Resolve] takes. Profiles of TLS 1.2 and below must
// pin a single suite, because the order of several is the release's own.
func (r *Runner) GoRelease(release string) Backend { return goRelease{r, release} }

// emsSince are the releases that answer extended master secret (release notes
// of Go 1.21, crypto/tls).
const emsSince = ">=1.21"

type goRelease struct {
	runner  *Runner
	release string
}

func (b goRelease) Name() string { return "go" + b.release }

func (b goRelease) Supports(p fixtures.Profile) error {
	lacks := b.lacks(p)
	if lacks == "" {
		return nil
	}
	return &UnsupportedError{Profile: p.Name, Backend: b.Name(), Lacks: lacks}
}

func (b goRelease) lacks(p fixtures.Profile) string {
	v, err := b.version(context.Background())
	if err != nil {
		return err.Error()
	}
	if answersEMS := Go(emsSince).Matches(Build{Go: v.String()}); answersEMS == p.Quirks.NoExtendedMasterSecret && p.MinVersion < tls.VersionTLS13 {
		if answersEMS {
			return "Go 1.21 and later always answer extended master secret"
		}
		return "Go before 1.21 never answers extended master secret, and the profile does not say so"
	}
	if p.MaxVersion < tls.VersionTLS13 && len(p.Suites) != 1 {
		return fmt.Sprintf("the order of its %d suites is the release's own", len(p.Suites))
	}
	if p.StapleOCSP {
		return "the program that serves staples no OCSP response"
	}
	p.Quirks.NoExtendedMasterSecret = false
	p.Groups = withoutGroupsOf(v, p.Groups)
	lacks, _ := cryptoTLSLacks(p)
	return lacks
}

// someGroups are the named groups that crypto/tls has in these releases alone
// (release notes of Go 1.23, 1.24, 1.26 and 1.27, crypto/tls).
func someGroups() map[tls.CurveID]string {
	return map[tls.CurveID]string{
		0x6399: "1.23",   // X25519Kyber768Draft00
		0x11ec: ">=1.24", // X25519MLKEM768
		0x11eb: ">=1.26", // SecP256r1MLKEM768
		0x11ed: ">=1.26", // SecP384r1MLKEM1024
		0x0202: ">=1.27", // MLKEM1024
	}
}

// withoutGroupsOf returns groups without those of someGroups that the release
// has.
func withoutGroupsOf(v toolchain.Version, groups []tls.CurveID) []tls.CurveID {
	var rest []tls.CurveID
	for _, g := range groups {
		if since := someGroups()[g]; since == "" || !Go(since).Matches(Build{Go: v.String()}) {
			rest = append(rest, g)
		}
	}
	return rest
}

func (b goRelease) version(ctx context.Context) (toolchain.Version, error) {
	return b.runner.store.Resolve(ctx, b.release)
}

func (b goRelease) Open(ctx context.Context, s Setup) (Engine, error) {
	v, err := b.version(ctx)
	if err != nil {
		return nil, err
	}
	of := variant{Build: Build{Go: v.String()}}
	process, err := b.runner.process(ctx, of)
	if err != nil {
		return nil, err
	}
	release := func() { b.runner.release(of) }
	listen, err := b.listen(s)
	if err != nil {
		release()
		return nil, err
	}
	e := &goReleaseEngine{open: make(map[string]relayed), secrets: s.KeyLog, timeout: b.runner.opts.Timeout, release: release}
	e.listener, err = process.Listen(ctx, listen, e.deliver)
	if err != nil {
		release()
		return nil, err
	}
	return e, nil
}

func (b goRelease) listen(s Setup) (protocol.Listen, error) {
	pair, err := keyPair(s.Certificate)
	return protocol.Listen{
		Config: protocol.Config{
			MinVersion:       s.Profile.MinVersion,
			MaxVersion:       s.Profile.MaxVersion,
			CipherSuites:     suitesBelowTLS13(s.Profile.Suites),
			Groups:           groupIDs(groupsOf(s.Profile)),
			ALPN:             s.Profile.ALPN,
			Certificates:     []protocol.KeyPair{pair},
			ClientAuth:       int(s.Profile.ClientAuth),
			ClientRoots:      s.ClientRootsPEM,
			NoSessionTickets: s.Profile.NoSessionTickets,
		},
		TimeoutMS: int(b.runner.opts.Timeout / time.Millisecond),
		Export:    true,
		Announce:  true,
		KeyLog:    true,
	}, err
}

// A goReleaseEngine is a front before the listener of an agent. The agent
// echoes lines by itself.
type goReleaseEngine struct {
	listener *agent.Listener
	secrets  io.Writer
	timeout  time.Duration
	release  func() // ends the use of the agent

	mu   sync.Mutex
	open map[string]relayed // by the front's own address
}

// A relayed connection waits for what the agent reports of it.
type relayed struct {
	conversation *Conversation
	over         chan protocol.Result // has room for the one final report
}

// deliver hands a report to the connection that it is about.
func (e *goReleaseEngine) deliver(result protocol.Result) {
	if result.Stage == protocol.StageSecret {
		_, _ = io.WriteString(e.secrets, result.KeyLog)
		return
	}
	e.mu.Lock()
	r, ok := e.open[result.Remote]
	e.mu.Unlock()
	switch {
	case !ok: // it was given up
	case result.Stage == protocol.StageEstablished:
		r.conversation.Established(reportedState(result))
	default:
		r.over <- result
	}
}

func (e *goReleaseEngine) ServeConn(conn net.Conn, c *Conversation) error {
	upstream, err := net.DialTimeout("tcp", e.listener.Addr, e.timeout)
	if err != nil {
		return err
	}
	addr := upstream.LocalAddr().String()
	r := relayed{c, make(chan protocol.Result, 1)}
	e.mu.Lock()
	e.open[addr] = r // before the ClientHello passes, so before any report
	e.mu.Unlock()
	defer e.forget(addr)
	Relay(conn, upstream)

	late := time.NewTimer(e.timeout)
	defer late.Stop()
	select {
	case result := <-r.over:
		if result.Version == 0 {
			return errors.New(result.Error)
		}
		return nil
	case <-late.C:
		return errors.New("the agent did not report the connection")
	}
}

func (e *goReleaseEngine) forget(addr string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.open, addr)
}

// reportedState is the state of a handshake that the agent completed.
func reportedState(result protocol.Result) State {
	return State{
		Version: result.Version,
		Suite:   result.Suite,
		Group:   tls.CurveID(result.Group),
		ALPN:    result.ALPN,
		Resumed: result.Resumed,
		Export: func(label string, context []byte, length int) ([]byte, error) {
			if label != protocol.ExportLabel || context != nil || length != protocol.ExportLength {
				return nil, errors.New("the agent exports for one label only")
			}
			if result.ExportError != "" {
				return nil, errors.New(result.ExportError)
			}
			return hex.DecodeString(result.Export)
		},
	}
}

func (e *goReleaseEngine) Close() error {
	e.listener.Close() // fails if the agent is gone, and then there is nothing to close
	e.release()
	return nil
}
