package scenarios_test

import (
	"bytes"
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/front"
	"github.com/legacytls/legacytls/internal/wire"
)

// The hellos of this file are composed byte by byte, so that no TLS library has a
// say in them.

// hellos are clients of all kinds, by name and in their order.
func hellos() []namedHello {
	every := belowTLS13(func(fixtures.Suite) bool { return true })
	modern := append(everyExtension(), wire.SupportedVersions(wire.VersionTLS13, wire.VersionTLS12),
		wire.KeyShareOf(uint16(tls.X25519), append([]byte{9}, make([]byte, 31)...)))
	return []namedHello{
		{"everything", hello(wire.VersionTLS12, every, everyExtension()...)},
		{"backwards", hello(wire.VersionTLS12, backwards(every), everyExtension()...)},
		{"tls11", hello(wire.VersionTLS11, every, everyExtension()...)},
		{"tls10", hello(wire.VersionTLS10, every, everyExtension()...)},
		{"ssl30", hello(wire.VersionSSL30, every)},
		{"no extensions", hello(wire.VersionTLS12, every)},
		{"tls13", hello(wire.VersionTLS12, append([]uint16{tls.TLS_AES_128_GCM_SHA256}, every...), modern...)},
		{"tls13 alone", hello(wire.VersionTLS12, []uint16{tls.TLS_AES_128_GCM_SHA256}, modern...)},
		{"ecdhe", hello(wire.VersionTLS12, belowTLS13(func(s fixtures.Suite) bool { return s.KeyExchange == "ECDHE" }), everyExtension()...)},
		{"3des", hello(wire.VersionTLS12, belowTLS13(func(s fixtures.Suite) bool { return strings.HasPrefix(s.Cipher, "3DES") }), everyExtension()...)},
		{"sha1", hello(wire.VersionTLS12, every, wire.SupportedGroups(uint16(tls.CurveP521)),
			wire.SignatureAlgorithms(uint16(tls.PKCS1WithSHA1), uint16(tls.ECDSAWithSHA1)))},
		{"fallback", hello(wire.VersionTLS11, append([]uint16{wire.FallbackSCSV}, every...), everyExtension()...)},
		{"nothing", hello(wire.VersionTLS12, []uint16{0x5a5a}, everyExtension()...)},
	}
}

type namedHello struct {
	name  string
	hello *wire.ClientHello
}

func hello(version uint16, suites []uint16, extensions ...wire.Extension) *wire.ClientHello {
	return &wire.ClientHello{
		Version: version, CipherSuites: suites, CompressionMethods: []uint8{0}, Extensions: extensions,
		SessionID: bytes.Repeat([]byte{7}, 32),
	}
}

// belowTLS13 are suites of the registry.
func belowTLS13(keep func(fixtures.Suite) bool) []uint16 {
	var ids []uint16
	for _, s := range fixtures.Suites() {
		if !s.SCSV() && !s.TLS13() && keep(s) {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

func backwards(ids []uint16) []uint16 {
	var turned []uint16
	for i := len(ids) - 1; i >= 0; i-- {
		turned = append(turned, ids[i])
	}
	return turned
}

func everyExtension() []wire.Extension {
	return []wire.Extension{
		wire.ServerName("localhost"),
		wire.SupportedGroups(uint16(tls.CurveP521), uint16(tls.CurveP384), uint16(tls.CurveP256), uint16(tls.X25519)),
		wire.PointFormats(0),
		wire.SignatureAlgorithms(uint16(tls.PKCS1WithSHA512), uint16(tls.PSSWithSHA256), uint16(tls.ECDSAWithP384AndSHA384),
			uint16(tls.PKCS1WithSHA256), uint16(tls.PKCS1WithSHA1), uint16(tls.ECDSAWithSHA1), uint16(tls.Ed25519)),
		wire.EmptyExtension(wire.ExtExtendedMasterSecret),
		wire.EmptyExtension(wire.ExtSessionTicket),
		wire.RenegotiationInfo(nil),
	}
}

// answerTo is what a server does with a hello, without what is another each time.
func answerTo(t *testing.T, s *harness.Server, hello *wire.ClientHello) string {
	t.Helper()
	conn, err := net.Dial("tcp", s.Addr)
	require.NoError(t, err)
	defer conn.Close()
	patience := 20 * time.Second
	if isSilent(s.Profile, hello) {
		patience = 100 * time.Millisecond // it has nothing to say, however long one waits
	}
	require.NoError(t, conn.SetDeadline(time.Now().Add(patience)))
	_, err = conn.Write(wire.MarshalRecord(wire.Handshake, wire.VersionTLS10, hello.Marshal()))
	require.NoError(t, err)
	var received []byte
	for buf := make([]byte, 16<<10); ; {
		n, err := conn.Read(buf)
		received = append(received, buf[:n]...)
		flow := wire.DecodeFlow(received)
		if err != nil || len(flow.Alerts) > 0 || isComplete(flow) {
			return described(s, flow, err)
		}
	}
}

// isSilent says whether the server does not answer the hello.
func isSilent(p fixtures.Profile, hello *wire.ClientHello) bool {
	if p.Refusal.Kind == fixtures.RefuseSilence {
		return true
	}
	parsed, err := wire.ParseClientHello(hello.Marshal())
	return err == nil && p.Quirks.Intolerance.Kind == fixtures.RefuseSilence && front.Objection(p, parsed) != ""
}

// isComplete says that it is the client's turn, or that the server speaks something
// else.
func isComplete(flow *wire.Flow) bool {
	if errors.As(flow.Err, new(*wire.ForeignError)) {
		return true
	}
	for _, m := range flow.Messages {
		if m.Type == wire.TypeServerHelloDone {
			return true
		}
	}
	answer, err := flow.ServerHello()
	return err == nil && answer.Version >= wire.VersionTLS13
}

func described(s *harness.Server, flow *wire.Flow, err error) string {
	var b strings.Builder
	for _, m := range flow.Messages {
		fmt.Fprintf(&b, "%s ", m.Type)
		switch m.Type {
		case wire.TypeServerHello:
			describeHello(&b, flow)
		case wire.TypeServerKeyExchange:
			describeExchange(&b, flow, m.Body)
		case wire.TypeCertificateRequest:
			if s.Backend == harness.CryptoTLS().Name() {
				continue // its list of signature schemes is that of the release and its settings
			}
			fmt.Fprintf(&b, "%x ", sha256.Sum256(m.Body[:len(m.Body)/2])) // the names of authorities are at the end
		}
	}
	for _, alert := range flow.Alerts {
		fmt.Fprintf(&b, "%s ", alert)
	}
	var timeout net.Error
	switch {
	case errors.Is(err, syscall.ECONNRESET):
		b.WriteString("reset")
	case errors.As(err, &timeout) && timeout.Timeout():
		b.WriteString("silence")
	case err != nil:
		b.WriteString(err.Error())
	}
	return strings.TrimSpace(b.String())
}

func describeHello(b *strings.Builder, flow *wire.Flow) {
	hello, err := flow.ServerHello()
	fmt.Fprintf(b, "%s %04x session id of %d compression %d %v ", wire.VersionName(hello.Version), hello.CipherSuite, len(hello.SessionID), hello.CompressionMethod, err)
	for _, e := range hello.Extensions {
		switch e.ID {
		case wire.ExtServerName: // crypto/tls acknowledges it since Go 1.25 (scenario server-name-acknowledged)
		case wire.ExtKeyShare:
			fmt.Fprintf(b, "%d:%x ", e.ID, e.Data[:2])
		default:
			fmt.Fprintf(b, "%d:%x ", e.ID, e.Data)
		}
	}
}

// describeExchange tells the group, by its id or by prime and generator, and the
// signature scheme.
func describeExchange(b *strings.Builder, flow *wire.Flow, body []byte) {
	if group := flow.Group(); group != 0 {
		fmt.Fprintf(b, "group %04x scheme %04x ", group, flow.SignatureScheme())
		return
	}
	hello, _ := flow.ServerHello()
	if suite, _ := fixtures.SuiteByID(hello.CipherSuite); suite.Elliptic() { // a curve that is described, or a group without a name
		fmt.Fprintf(b, "curve %x ", body[:2])
		return
	}
	vector := func(b []byte) int { return 2 + int(b[0])<<8 + int(b[1]) }
	prime := vector(body)
	generator := prime + vector(body[prime:])
	fmt.Fprintf(b, "group %x ", sha256.Sum256(body[:generator]))
	public := generator + vector(body[generator:])
	if hello.Version == wire.VersionTLS12 && len(body) > public {
		fmt.Fprintf(b, "scheme %x ", body[public:public+2])
	}
}
