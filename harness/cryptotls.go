package harness

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// An UnsupportedError says that a backend cannot play a profile.
type UnsupportedError struct {
	Profile string // name of the profile
	Backend string // name of the backend
	Lacks   string // what the backend cannot do, as a clause
	Instead string // who can, as a clause; "" if nobody can yet
}

func (e *UnsupportedError) Error() string {
	text := fmt.Sprintf("backend %s cannot play profile %s: %s", e.Backend, e.Profile, e.Lacks)
	if e.Instead != "" {
		text += "; " + e.Instead
	}
	return text
}

// CryptoTLS returns the backend that plays profiles with crypto/tls in this
// process.
//
// Everything that a default of crypto/tls could decide is set explicitly, and
// the suite is chosen by the profile's order, not by that of crypto/tls, so
// that the server is the same under every Go release, go line and GODEBUG
// setting of the program that runs it.
func CryptoTLS() Backend { return cryptoTLS{} }

type cryptoTLS struct{}

func (cryptoTLS) Name() string { return "crypto/tls" }

func (b cryptoTLS) Supports(p fixtures.Profile) error {
	lacks, instead := cryptoTLSLacks(p)
	if lacks == "" {
		return nil
	}
	return &UnsupportedError{Profile: p.Name, Backend: b.Name(), Lacks: lacks, Instead: instead}
}

func (cryptoTLS) Open(_ context.Context, s Setup) (Engine, error) {
	return &cryptoTLSEngine{config: cryptoTLSConfig(s), profile: s.Profile}, nil
}

// cryptoTLSLacks returns what crypto/tls cannot do of p, and who can; both are
// empty if p can be played.
func cryptoTLSLacks(p fixtures.Profile) (lacks, instead string) {
	const engine = "the in-process legacy engine will (it is not there yet)"
	for _, id := range p.Suites {
		if s, _ := fixtures.SuiteByID(id); s.Go == "" {
			return fmt.Sprintf("crypto/tls has no %s (%s, 0x%04X) in any Go release", s.OpenSSL, s.Name, id), engine
		}
	}
	for _, g := range p.Groups {
		if !contains(groupsOfEveryRelease(), g) {
			return fmt.Sprintf("not every crypto/tls since Go 1.21 has the named group %s", wire.GroupName(uint16(g))), engine
		}
	}
	if p.MaxVersion >= tls.VersionTLS13 && !hasAllTLS13Suites(p.Suites) {
		return "crypto/tls always accepts all three TLS 1.3 suites, the profile pins " + strings.Join(p.SuiteNames(), ", "), ""
	}
	if p.MinVersion < tls.VersionTLS10 {
		return "crypto/tls has had no SSL 3.0 since Go 1.14", engine
	}
	if p.Quirks.NoExtendedMasterSecret {
		return "crypto/tls always answers extended master secret since Go 1.21", "a server made by Go 1.20 or older does not (backend go1.20)"
	}
	if quirks := p.Quirks.Set(); len(quirks) > 0 {
		return "crypto/tls has no quirk " + strings.Join(quirks, ", "), engine
	}
	if p.Refusal.Kind != fixtures.RefuseAlert || p.Refusal.Alert != 0 {
		return fmt.Sprintf("crypto/tls chooses its own alert, the profile refuses by %s", p.Refusal), engine
	}
	if fipsMode() {
		return "this process runs in FIPS 140-3 mode (GODEBUG=fips140), where crypto/tls serves no legacy suites", "run the test without it"
	}
	return "", ""
}

func groupsOfEveryRelease() []tls.CurveID {
	return []tls.CurveID{tls.X25519, tls.CurveP256, tls.CurveP384, tls.CurveP521}
}

func hasAllTLS13Suites(ids []uint16) bool {
	has := make(map[uint16]bool)
	for _, id := range ids {
		has[id] = true
	}
	return has[tls.TLS_AES_128_GCM_SHA256] && has[tls.TLS_AES_256_GCM_SHA384] && has[tls.TLS_CHACHA20_POLY1305_SHA256]
}

type cryptoTLSEngine struct {
	config  *tls.Config
	profile fixtures.Profile
}

func (e *cryptoTLSEngine) ServeConn(conn net.Conn, c *Conversation) error {
	tlsConn := tls.Server(&noCertificateConn{Conn: conn}, e.config)
	if err := tlsConn.Handshake(); err != nil {
		return err
	}
	c.Established(stateOf(tlsConn.ConnectionState()))
	c.Answer(tlsConn)
	// Answers that return without closing leave the close_notify to us.
	tlsConn.Close()
	return nil
}

func (e *cryptoTLSEngine) Close() error { return nil }

func stateOf(cs tls.ConnectionState) State {
	return State{
		Version:            cs.Version,
		Suite:              cs.CipherSuite,
		Group:              groupOf(cs),
		ALPN:               cs.NegotiatedProtocol,
		ServerName:         cs.ServerName,
		Resumed:            cs.DidResume,
		ClientCertificates: cs.PeerCertificates,
		Export:             cs.ExportKeyingMaterial,
	}
}
