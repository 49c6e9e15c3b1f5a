package legacy

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// A saidAll is a connection whose client has said all that it will say: reads end
// with io.EOF. What the server writes is kept.
type saidAll struct {
	memoryConn // for what a net.Conn has besides
	in         *bytes.Reader
	out        bytes.Buffer
}

func (r *saidAll) Read(p []byte) (int, error)  { return r.in.Read(p) }
func (r *saidAll) Write(p []byte) (int, error) { return r.out.Write(p) }
func (r *saidAll) CloseWrite() error           { return nil }
func (r *saidAll) Close() error                { return nil }

// A prey is a server to be fuzzed, with what a valid client would say first.
type prey struct {
	server *Server
	prefix []byte
}

// preys are servers of each kind of key exchange and version, with and without a
// certificate to ask for, each with a valid ClientHello, and at last one that resumes
// a session. The keys are small.
func preys(tb testing.TB) []prey {
	tb.Helper()
	client := issue(tb, certs.Spec{Key: certs.RSA1024, ForClient: true})
	wholesale := func(p *fixtures.Profile) {
		p.ALPN, p.StapleOCSP, p.Renegotiation = []string{"h2"}, true, fixtures.LegacyRenegotiation
	}
	of := func(version, suite uint16, changes ...func(*fixtures.Profile)) prey {
		p := playing([]uint16{suite, rsaCBC, ecdheCBC, anonCBC}, append(changes, wholesale)...)
		p.DHGroup = mustDHGroup("dh512")
		hello := offering(version, suite, withEMS, offeringTicket(nil))
		hello.Random = [32]byte{}
		return prey{serverFor(tb, p), record(wire.Handshake, min(version, wire.VersionTLS10), hello.Marshal())}
	}
	var all []prey
	for _, version := range []uint16{wire.VersionTLS12, wire.VersionTLS10, wire.VersionSSL30} {
		verifying := of(version, rsaCBC, asking(tls.RequireAndVerifyClientCert))
		verifying.prefix = append(verifying.prefix, record(wire.Handshake, version, wire.MarshalCertificate(client.Chain))...)
		all = append(all, of(version, rsaCBC), of(version, dheCBC), verifying, of(version, rsaCBC, asking(tls.RequestClientCert)))
	}
	return append(all, of(wire.VersionTLS12, ecdheGCM), of(wire.VersionTLS10, ecdheCBC), resuming(tb))
}

// resuming is a server with a session, and a hello that asks for it.
func resuming(tb testing.TB) prey {
	tb.Helper()
	s := serverFor(tb, playing([]uint16{rsaCBC}))
	id := counted(sessionIDLength)
	played, _ := suiteByID(rsaCBC)
	s.sessionIDs.put(id, &session{version: wire.VersionTLS12, suite: played, master: counted(masterSecretLength)})
	hello := offering(wire.VersionTLS12, rsaCBC)
	hello.SessionID = id
	return prey{s, record(wire.Handshake, wire.VersionTLS10, hello.Marshal())}
}

// feed gives the server all of input, reads until it has had enough, and says what
// must hold whatever the client sends.
func feed(t *testing.T, s *Server, input []byte) {
	t.Helper()
	defer requireLittleMemory(t, len(input))()
	wires := &saidAll{in: bytes.NewReader(input)}
	conn := s.Conn(wires, nil)
	err := readAll(conn, len(input))
	conn.Close()
	requireTLS(t, wires.out.Bytes())
	requireLastWord(t, err, wires.out.Bytes())
}

// requireLittleMemory returns a function that says that what was allocated meanwhile
// has a bound for the bytes that a client sent. It is far above what is in use.
func requireLittleMemory(t *testing.T, input int) func() {
	t.Helper()
	const handshake, perByte = 1 << 24, 1 << 9
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	return func() {
		runtime.ReadMemStats(&after)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(handshake+perByte*input))
	}
}

// readAll reads until there is no more. Each Read takes something off the input, so
// that there is a number of them that is never reached.
func readAll(conn *Conn, input int) error {
	b := make([]byte, 1024)
	for i := 0; i <= input; i++ {
		if _, err := conn.Read(b); err != nil {
			return err
		}
	}
	return errors.New("more reads than there were bytes")
}

// requireTLS says that all that was sent are whole records of TLS, as far as they can be
// read without keys.
func requireTLS(t *testing.T, sent []byte) {
	t.Helper()
	if len(sent) > 0 {
		flow := wire.DecodeFlow(sent)
		require.NoError(t, flow.Err, "%x", sent)
	}
}

// requireLastWord says that a server that has found a fault tells the client, as the
// last thing.
func requireLastWord(t *testing.T, err error, sent []byte) {
	t.Helper()
	require.Error(t, err)
	require.NotErrorIs(t, err, errClosed)
	var own *Error
	if !errors.As(err, &own) {
		require.True(t, ofTheClient(err), "%v", err)
		return
	}
	records := wire.DecodeFlow(sent).Records
	require.NotEmpty(t, records, "%v", err)
	require.Equal(t, wire.AlertRecord, records[len(records)-1].Type, "%v", err)
}

// ofTheClient says whether the client was the one who ended.
func ofTheClient(err error) bool {
	var alert *RemoteAlert
	var foreign *wire.ForeignError
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &alert) || errors.As(err, &foreign)
}

// FuzzClientHello gives the body of a ClientHello to the server, up to its answer.
func FuzzClientHello(f *testing.F) {
	for _, version := range []uint16{wire.VersionSSL30, wire.VersionTLS10, wire.VersionTLS12} {
		f.Add(offering(version, rsaCBC).Marshal()[messageHeader:])
	}
	f.Add(offering(wire.VersionTLS12, ecdheCBC, withEMS, offeringTicket(&resumable{ticket: []byte("ticket")}), extended(
		wire.ALPN("h2", "http/1.1"), wire.ServerName("localhost"), wire.SupportedVersions(0x0304, 0x0303),
		wire.Extension{ID: wire.ExtStatusRequest, Data: []byte{1, 0, 0, 0, 0}},
	)).Marshal()[messageHeader:])
	all := preys(f)
	server := all[len(all)-3].server // with everything on, and ECDHE
	f.Fuzz(func(t *testing.T, body []byte) {
		var input []byte
		for message := wire.MarshalMessage(wire.TypeClientHello, body); len(message) > 0; {
			n := min(len(message), maxFragment)
			input = append(input, record(wire.Handshake, wire.VersionTLS10, message[:n])...)
			message = message[n:]
		}
		feed(t, server, input)
	})
}

// FuzzServer gives the server any bytes.
func FuzzServer(f *testing.F) {
	all := preys(f)
	for _, p := range all {
		f.Add(p.prefix)
	}
	f.Add([]byte("GET / HTTP/1.1\r\n\r\n"))
	f.Add([]byte{0x80, 0x2e, 1, 0, 2}) // a hello of SSL 2.0
	f.Add([]byte{22, 3, 1, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, input []byte) { feed(t, all[0].server, input) })
}

// FuzzServerAfterPrefix gives it any bytes after a valid ClientHello, and with a
// Certificate as well.
func FuzzServerAfterPrefix(f *testing.F) {
	all := preys(f)
	for which := range all {
		f.Add(uint8(which), record(wire.Handshake, wire.VersionTLS12, wire.MarshalMessage(wire.TypeClientKeyExchange, vector16(counted(128)))))
		f.Add(uint8(which), record(wire.Handshake, wire.VersionTLS12, wire.MarshalMessage(wire.TypeClientKeyExchange, append([]byte{32}, counted(32)...))))
		f.Add(uint8(which), concat(
			record(wire.Handshake, wire.VersionTLS12, wire.MarshalMessage(wire.TypeClientKeyExchange, vector16(counted(64)))),
			record(wire.ChangeCipherSpec, wire.VersionTLS12, []byte{1}),
			record(wire.Handshake, wire.VersionTLS12, counted(64)),
		))
		f.Add(uint8(which), record(wire.AlertRecord, wire.VersionTLS12, []byte{2, 40}))
		f.Add(uint8(which), concat(
			record(wire.AlertRecord, wire.VersionSSL30, []byte{levelWarning, alertNoCertificate}),
			record(wire.Handshake, wire.VersionSSL30, wire.MarshalMessage(wire.TypeClientKeyExchange, counted(128))),
			record(wire.ChangeCipherSpec, wire.VersionSSL30, []byte{1}),
			record(wire.Handshake, wire.VersionSSL30, counted(64)),
		))
	}
	f.Fuzz(func(t *testing.T, which uint8, input []byte) {
		p := all[int(which)%len(all)]
		feed(t, p.server, concat(p.prefix, input))
	})
}

// FuzzServerAfterHandshake has a client that completes a handshake, and then sends
// records of any type with any content under the right keys. In script, a record is
// its type, two bytes of length, and what is in it.
func FuzzServerAfterHandshake(f *testing.F) {
	script := func(kind wire.ContentType, content []byte) []byte {
		return append([]byte{byte(kind)}, vector16(content)...)
	}
	hello := offering(wire.VersionTLS12, rsaCBC, lacking(wire.ExtRenegotiationInfo))
	late := func(p *fixtures.Profile) { p.ClientAuth, p.LateClientAuth = tls.RequestClientCert, true }
	servers := []*Server{
		serverFor(f, playing([]uint16{rsaCBC}, renegotiating(fixtures.RefuseRenegotiation))),
		serverFor(f, playing([]uint16{rsaCBC}, renegotiating(fixtures.LegacyRenegotiation))),
		serverFor(f, playing([]uint16{rsaCBC}, late)),
	}
	versions := []uint16{wire.VersionTLS12, wire.VersionTLS10, wire.VersionSSL30}
	for which := 0; which < len(servers)*len(versions); which++ {
		f.Add(uint8(which), script(wire.ApplicationData, []byte("hello")))
		f.Add(uint8(which), script(wire.Handshake, hello.Marshal()))
		f.Add(uint8(which), concat(script(wire.ApplicationData, []byte("hello")), script(wire.AlertRecord, []byte{1, 100}), script(wire.ApplicationData, []byte("hello"))))
		f.Add(uint8(which), concat(script(wire.ApplicationData, []byte("hello")), script(wire.Handshake, hello.Marshal()), script(wire.Handshake, wire.MarshalCertificate(nil))))
	}
	f.Fuzz(func(t *testing.T, which uint8, input []byte) {
		feedProtected(t, servers[int(which)%len(servers)], versions[int(which)/len(servers)%len(versions)], input)
	})
}

func feedProtected(t *testing.T, s *Server, version uint16, input []byte) {
	t.Helper()
	before := runtime.NumGoroutine()
	defer requireLittleMemory(t, len(input))()
	c := meetHandler(t, s, func(conn *Conn) error { return readAll(conn, len(input)) })
	c.handshake(offering(version, rsaCBC, lacking(wire.ExtRenegotiationInfo)))
	for len(input) > 3 {
		n := min(int(input[1])<<8|int(input[2]), len(input)-3)
		c.record(wire.ContentType(input[0]), input[3:3+n])
		input = input[3+n:]
	}
	c.conn.(*memoryConn).CloseWrite()
	err := <-c.served.result
	require.Error(t, err)
	if errors.As(err, new(*Error)) {
		seen := c.served.seen()
		require.Contains(t, seen[len(seen)-1], "> alert fatal")
	}
	requireGoroutines(t, before)
}

var _ net.Conn = (*saidAll)(nil)
