package front_test

import (
	"crypto/tls"
	"io"
	"net"
	"reflect"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/front"
	"github.com/legacytls/legacytls/internal/wire"
)

// frontOf is the front of a server of TLS 1.2 with these quirks, whose certificate is
// for localhost.
func frontOf(t testing.TB, q fixtures.Quirks) *front.Front {
	t.Helper()
	p := fixtures.TLS12Only()
	p.Quirks = q
	authority, err := certs.Shared()
	require.NoError(t, err)
	cert, err := authority.Issue(p.Certificate)
	require.NoError(t, err)
	return front.New(p, cert)
}

// A visit is what came of a client that sent something over TCP and then its FIN.
type visit struct {
	served []byte // what the backend reads
	err    error  // of Accept
	answer []byte // what the client gets from the front
	end    error  // of the client's reading, nil for a FIN
}

func visitOf(t testing.TB, f *front.Front, sent []byte) visit {
	t.Helper()
	near, far := tcpPair(t)
	_, err := near.Write(sent)
	require.NoError(t, err)
	require.NoError(t, near.CloseWrite())
	var v visit
	conn, err := f.Accept(far)
	if v.err = err; err == nil {
		v.served, err = io.ReadAll(conn)
		require.NoError(t, err)
	}
	require.NoError(t, ignoreClosed(far.Close()))
	v.answer, v.end = io.ReadAll(near)
	return v
}

// ignoreClosed takes it well that a reset has closed a connection already.
func ignoreClosed(err error) error {
	if err != nil && strings.Contains(err.Error(), net.ErrClosed.Error()) {
		return nil
	}
	return err
}

func tcpPair(t testing.TB) (near, far *net.TCPConn) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	dialed, err := net.Dial("tcp", listener.Addr().String())
	require.NoError(t, err)
	accepted, err := listener.Accept()
	require.NoError(t, err)
	for _, conn := range []net.Conn{dialed, accepted} {
		conn := conn
		t.Cleanup(func() { conn.Close() })
		require.NoError(t, conn.SetDeadline(time.Now().Add(time.Minute)), "a bound against hanging, never reached")
	}
	return dialed.(*net.TCPConn), accepted.(*net.TCPConn)
}

// hello is a ClientHello of TLS 1.2 with one suite and these extensions.
func hello(extensions ...wire.Extension) *wire.ClientHello {
	return &wire.ClientHello{
		Version: wire.VersionTLS12, CipherSuites: []uint16{0xC02F}, CompressionMethods: []uint8{0}, Extensions: extensions,
	}
}

// helloOf is a ClientHello of so many bytes, with their header, by a padding extension
// (RFC 7685, section 3).
func helloOf(size int) *wire.ClientHello {
	const padding = 21
	h := hello(wire.Extension{ID: padding})
	h.Extensions[0].Data = make([]byte, size-len(h.Marshal()))
	return h
}

func schemesForCertificates(schemes ...uint16) wire.Extension {
	e := wire.SignatureAlgorithms(schemes...)
	e.ID = wire.ExtSignatureAlgorithmsCert
	return e
}

func changed(h *wire.ClientHello, change func(*wire.ClientHello)) *wire.ClientHello {
	change(h)
	return h
}

// cut puts a message into records of at most so many bytes.
func cut(message []byte, size int) []byte {
	var records []byte
	for len(message) > size {
		records = append(records, wire.MarshalRecord(wire.Handshake, wire.VersionTLS10, message[:size])...)
		message = message[size:]
	}
	return append(records, wire.MarshalRecord(wire.Handshake, wire.VersionTLS10, message)...)
}

func sent(h *wire.ClientHello) []byte { return cut(h.Marshal(), 1<<14) }

// An intolerance is a quirk with hellos that a server takes, one that it does not, and
// what its witness says of that.
type intolerance struct {
	quirk    fixtures.Quirks
	takes    []*wire.ClientHello
	refuses  *wire.ClientHello
	says     string
	answered byte // by this alert
}

func intolerances() []intolerance {
	const ed25519, sha1 = 0x0807, 0x0201
	empty := wire.EmptyExtension(wire.ExtExtendedMasterSecret)
	named := func(name string) *wire.ClientHello { return hello(wire.ServerName(name)) }
	suites := func(n int) *wire.ClientHello {
		return changed(hello(), func(h *wire.ClientHello) { h.CipherSuites = make([]uint16, n) })
	}
	version := func(v uint16) *wire.ClientHello {
		return changed(hello(wire.SupportedVersions(0x0304)), func(h *wire.ClientHello) { h.Version = v })
	}
	return []intolerance{
		{fixtures.Quirks{RefuseHelloOver: 1443}, []*wire.ClientHello{hello(), helloOf(1443)}, helloOf(1444),
			"the ClientHello has 1444 bytes, this server takes 1443", 40},
		{fixtures.Quirks{RefuseHelloOf256To511: true}, []*wire.ClientHello{helloOf(255), helloOf(512)}, helloOf(256),
			"the ClientHello has 256 bytes, this server takes none of 256 to 511", 40},
		{fixtures.Quirks{RefuseHelloOf256To511: true}, nil, helloOf(511),
			"the ClientHello has 511 bytes, this server takes none of 256 to 511", 40},
		{fixtures.Quirks{RefuseHelloOf10Mod256: true}, []*wire.ClientHello{helloOf(521), helloOf(523)}, helloOf(522),
			"the ClientHello has 522 bytes, this server takes none of 10 more than a multiple of 256", 40},
		{fixtures.Quirks{RefuseHelloInRecords: true}, []*wire.ClientHello{helloOf(1 << 14)}, helloOf(1<<14 + 1),
			"the ClientHello comes in 2 records, this server takes one", 40},
		{fixtures.Quirks{RefuseVersionOver: 0x0302}, []*wire.ClientHello{version(0x0302)}, version(0x0303),
			"the legacy_version of the ClientHello is TLS 1.2, this server takes none over TLS 1.1", 40},
		{fixtures.Quirks{RefuseOfferedVersions: []uint16{0x0304}}, []*wire.ClientHello{hello(), hello(wire.SupportedVersions(0x0303))}, hello(wire.SupportedVersions(0x0304, 0x0303)),
			"the client offers TLS 1.3 in supported_versions, which this server does not take", 40},
		{fixtures.Quirks{RefuseExtensions: []uint16{5, 23}}, []*wire.ClientHello{hello(), hello(wire.PointFormats(0))}, hello(wire.PointFormats(0), empty),
			"the ClientHello has the extension extended_master_secret, which this server does not take", 40},
		{fixtures.Quirks{RefuseEmptyLastExtension: true}, []*wire.ClientHello{hello(), hello(empty, wire.PointFormats(0))}, hello(wire.PointFormats(0), empty),
			"the last extension of the ClientHello, extended_master_secret, is empty, which this server does not take", 40},
		{fixtures.Quirks{RequireSecondExtension: 23}, []*wire.ClientHello{hello(wire.PointFormats(0), empty)}, hello(empty, wire.PointFormats(0)),
			"the second extension of the ClientHello is ec_point_formats, this server wants extended_master_secret there", 40},
		{fixtures.Quirks{RequireSecondExtension: 23}, nil, hello(empty),
			"the ClientHello has no second extension, this server wants extended_master_secret there", 40},
		{fixtures.Quirks{RefuseUnknownFirstGroup: true}, []*wire.ClientHello{hello(), hello(wire.SupportedGroups(29, 0x11EC))}, hello(wire.SupportedGroups(0x11EC, 29)),
			"the client's first group is X25519MLKEM768, this server wants one of its own there", 40},
		{fixtures.Quirks{RefuseGroups: []tls.CurveID{0x11EC}}, []*wire.ClientHello{hello(), hello(wire.SupportedGroups(29))}, hello(wire.SupportedGroups(29, 0x11EC)),
			"the client offers X25519MLKEM768 in supported_groups, which this server does not take", 40},
		{fixtures.Quirks{RefuseSchemes: []tls.SignatureScheme{ed25519}}, []*wire.ClientHello{hello(wire.SignatureAlgorithms(sha1)), hello(schemesForCertificates(ed25519))}, hello(wire.SignatureAlgorithms(sha1, ed25519)),
			"the client offers ed25519 in signature_algorithms, which this server does not take", 40},
		{fixtures.Quirks{RefuseCertificateSchemes: []tls.SignatureScheme{ed25519}}, []*wire.ClientHello{hello(schemesForCertificates(sha1)), hello(wire.SignatureAlgorithms(ed25519))}, hello(schemesForCertificates(sha1, ed25519)),
			"the client offers ed25519 in signature_algorithms_cert, which this server does not take", 40},
		{fixtures.Quirks{RequireScheme: sha1}, []*wire.ClientHello{hello(wire.SignatureAlgorithms(ed25519, sha1)), version(0x0302)}, hello(wire.SignatureAlgorithms(ed25519), schemesForCertificates(sha1)),
			"signature_algorithms is without rsa_pkcs1_sha1, which this server insists on", 40},
		{fixtures.Quirks{RefuseSessionID: true}, []*wire.ClientHello{hello()}, changed(hello(), func(h *wire.ClientHello) { h.SessionID = make([]byte, 32) }),
			"the ClientHello has a session id of 32 bytes, this server takes none", 40},
		{fixtures.Quirks{RefuseSuitesOver: 128}, []*wire.ClientHello{suites(128)}, suites(129),
			"the client offers 129 cipher suites, this server takes 128", 40},
		{fixtures.Quirks{RequireServerName: true}, []*wire.ClientHello{named("any.test")}, hello(),
			"the client sends no server_name, which this server insists on", 112},
		{fixtures.Quirks{RefuseUnknownServerName: true}, []*wire.ClientHello{hello(), named("localhost"), named("LOCALHOST.")}, named("other.test"),
			`the client asks for "other.test", this server is localhost`, 112},
	}
}

func TestAServerTakesAllButWhatItCannotStand(t *testing.T) {
	t.Parallel()
	for _, i := range intolerances() {
		f := frontOf(t, i.quirk)
		for _, h := range i.takes {
			v := visitOf(t, f, sent(h))
			require.NoError(t, v.err)
			require.Equal(t, sent(h), v.served)
			require.Empty(t, v.answer)
		}
		v := visitOf(t, f, sent(i.refuses))
		require.Equal(t, &front.Error{Quirk: i.quirk.Set()[0], Reason: i.says}, v.err)
		version := byte(min(i.refuses.Version, wire.VersionTLS12))
		require.Equal(t, []byte{21, 3, version, 0, 2, 2, i.answered}, v.answer, i.says)
		require.NoError(t, v.end, "a FIN")
	}
}

func TestEveryQuirkAboutAHelloIsTried(t *testing.T) {
	t.Parallel()
	tried := make(map[string]bool)
	for _, i := range intolerances() {
		require.Len(t, i.quirk.Set(), 1)
		tried[i.quirk.Set()[0]] = true
	}
	for _, f := range reflect.VisibleFields(reflect.TypeOf(fixtures.Quirks{})) {
		if strings.HasPrefix(f.Name, "Refuse") || strings.HasPrefix(f.Name, "Require") {
			require.True(t, tried[f.Name], f.Name)
			require.Equal(t, "front", f.Tag.Get("play"), f.Name)
		}
	}
}

func TestAHelloIsRefusedAsTheProfileSays(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		how    fixtures.Refusal
		answer []byte
		end    error
	}{
		{fixtures.Refusal{Alert: 80}, []byte{21, 3, 3, 0, 2, 2, 80}, nil},
		{fixtures.Refusal{Kind: fixtures.RefuseClose}, []byte{}, nil},
		{fixtures.Refusal{Kind: fixtures.RefuseSilence}, []byte{}, nil}, // until the client has gone
		{fixtures.Refusal{Kind: fixtures.RefuseReset}, []byte{}, syscall.ECONNRESET},
		{fixtures.Refusal{Kind: fixtures.RefuseWarning}, []byte{21, 3, 3, 0, 2, 1, 40}, nil},
		{fixtures.Refusal{Kind: fixtures.RefuseWarning, Alert: 90}, []byte{21, 3, 3, 0, 2, 1, 90}, nil},
		{fixtures.Refusal{Kind: fixtures.RefuseCloseNotify}, []byte{21, 3, 3, 0, 2, 1, 0}, nil},
	} {
		v := visitOf(t, frontOf(t, fixtures.Quirks{RefuseSessionID: true, RequireServerName: true, Intolerance: test.how}),
			sent(changed(hello(), func(h *wire.ClientHello) { h.SessionID = []byte{1} })))
		require.ErrorContains(t, v.err, "session id")
		require.Equal(t, test.answer, v.answer, test.how)
		if test.end == nil {
			require.NoError(t, v.end, test.how)
		} else {
			require.ErrorIs(t, v.end, test.end, test.how)
		}
	}
}

// Where a reset discards what has come and was not read, the client gets to no alert.
func TestAnAlertMayBeFollowedByAReset(t *testing.T) {
	t.Parallel()
	v := visitOf(t, frontOf(t, fixtures.Quirks{RequireServerName: true, Intolerance: fixtures.Refusal{Kind: fixtures.RefuseAlertThenReset}}), sent(hello()))
	require.ErrorContains(t, v.err, "no server_name")
	require.ErrorIs(t, v.end, syscall.ECONNRESET)
	if runtime.GOOS == "linux" || len(v.answer) > 0 {
		require.Equal(t, []byte{21, 3, 3, 0, 2, 2, 112}, v.answer)
	}
}

func TestTheAlertHasTheVersionOfTheServer(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ client, server, alert uint16 }{
		{0x0303, 0x0304, 0x0303}, {0x0303, 0x0301, 0x0301}, {0x0301, 0x0303, 0x0301}, {0x0304, 0x0304, 0x0303},
	} {
		f := front.New(fixtures.Profile{MaxVersion: test.server, Quirks: fixtures.Quirks{RequireServerName: true}}, nil)
		v := visitOf(t, f, sent(changed(hello(), func(h *wire.ClientHello) { h.Version = test.client })))
		require.Equal(t, wire.MarshalRecord(wire.AlertRecord, test.alert, []byte{2, 112}), v.answer, test)
	}
}
