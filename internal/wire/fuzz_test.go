package wire_test

import (
	"bytes"
	"crypto/tls"
	"errors"
	"testing"

	"github.com/legacytls/legacytls/internal/wire"
	"github.com/stretchr/testify/require"
)

func FuzzDecodeFlow(f *testing.F) {
	for i := range handshakes {
		c := converse(f, &handshakes[i].client, &handshakes[i].server)
		f.Add(c.clientSent)
		f.Add(c.serverSent)
	}
	f.Add([]byte("HTTP/1.1 400 Bad Request\r\n"))
	f.Add([]byte("\x80\x2e\x01\x00\x02\x00\x15\x00\x00\x00\x10"))
	f.Add([]byte("\x15\x00\x00\x00\x02\x02\x28"))
	f.Fuzz(func(t *testing.T, b []byte) {
		flow := wire.DecodeFlow(b)
		require.Equal(t, len(b), flow.Bytes)
		requireBounded(t, flow)
		requireKnownError(t, flow.Err, len(b))
		for _, m := range flow.Messages {
			require.LessOrEqual(t, m.FirstRecord, m.LastRecord)
			require.Less(t, m.LastRecord, len(flow.Records))
		}
		records, err := wire.SplitRecords(b)
		requireKnownError(t, err, len(b))
		require.GreaterOrEqual(t, len(records), len(flow.Records), "an alert may end the flow earlier")
		at := 0
		for i, r := range records {
			require.Equal(t, at, r.Offset)
			require.LessOrEqual(t, len(r.Fragment), r.Length)
			at += 5 + len(r.Fragment)
			if i < len(flow.Records) {
				require.Equal(t, flow.Records[i], r.Record)
			}
		}
		if err == nil {
			require.Equal(t, len(b), at)
		}
		client, err := flow.ClientHello()
		require.False(t, client == nil && err == nil)
		server, err := flow.ServerHello()
		require.False(t, server == nil && err == nil)
		flow.Group()

		// More bytes never change what the first ones said.
		half := wire.DecodeFlow(b[:len(b)/2])
		require.Equal(t, sameLength(flow.Messages[:len(half.Messages)]), sameLength(half.Messages))
		require.Equal(t, sameLength(flow.Alerts[:len(half.Alerts)]), sameLength(half.Alerts))
	})
}

func requireBounded(t *testing.T, flow *wire.Flow) {
	t.Helper()
	kept := 0
	for _, m := range flow.Messages {
		kept += len(m.Raw)
	}
	require.LessOrEqual(t, kept, flow.Bytes)
	require.LessOrEqual(t, 5*len(flow.Records)+2*len(flow.Alerts), flow.Bytes)
}

func requireKnownError(t *testing.T, err error, bytes int) {
	t.Helper()
	if err == nil {
		return
	}
	var where *wire.Error
	var foreign *wire.ForeignError
	switch {
	case errors.As(err, &where):
		require.LessOrEqual(t, where.Offset, bytes)
	case errors.As(err, &foreign):
		require.LessOrEqual(t, foreign.Offset, bytes)
	default:
		t.Errorf("unknown kind of error: %v", err)
	}
}

// Whatever hello crypto/tls accepts, we must read, and read the same out of it.
func FuzzParseClientHello(f *testing.F) {
	for i := range handshakes {
		c := converse(f, &handshakes[i].client, &handshakes[i].server)
		f.Add(wire.DecodeFlow(c.clientSent).Messages[0].Raw)
	}
	f.Add(browserHello())
	f.Add(clientHello(0x0300, u16(0x000a)))
	f.Fuzz(func(t *testing.T, raw []byte) {
		hello, err := wire.ParseClientHello(raw)
		requireKnownError(t, err, len(raw))
		require.LessOrEqual(t, 2*len(hello.CipherSuites)+4*len(hello.Extensions), len(raw))
		hello.Versions()
		if !wholeMessage(raw) {
			require.Error(t, err)
			return
		}
		if info := readByCryptoTLS(framed(raw, 16384)); info != nil {
			require.NoError(t, err, "crypto/tls accepts it")
			requireAgreement(t, info, hello)
		}
	})
}

// crypto/tls does not show its view of a ServerHello, but it must not go on after
// one that we cannot read.
func FuzzParseServerHello(f *testing.F) {
	for i := range handshakes {
		c := converse(f, &handshakes[i].client, &handshakes[i].server)
		f.Add(wire.DecodeFlow(c.serverSent).Messages[0].Raw)
	}
	f.Add(serverHello(0x0303, vec(2, extension(16, vec(2, vec(1, []byte("h2")))))))
	f.Fuzz(func(t *testing.T, raw []byte) {
		hello, err := wire.ParseServerHello(raw)
		requireKnownError(t, err, len(raw))
		require.LessOrEqual(t, 4*len(hello.Extensions), len(raw))
		require.LessOrEqual(t, len(hello.ALPN), len(raw))
		if !wholeMessage(raw) {
			require.Error(t, err)
			return
		}
		if err == nil {
			return
		}
		conn := tls.Client(&replay{Reader: bytes.NewReader(framed(raw, 16384))}, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}})
		handshake := conn.Handshake()
		require.Error(t, handshake)
		require.NotEqual(t, "EOF", handshake.Error(), "crypto/tls waits for the next message: %v", err)
	})
}

// What is read out of a message makes the same message again. The fuzzer chooses
// the version, as the handshake before would have.
func FuzzParseClientCertificateMessages(f *testing.F) {
	cert, _, roots := certificates(f)
	for _, version := range []uint16{wire.VersionTLS10, wire.VersionTLS12} {
		c := converse(f, &tls.Config{MinVersion: version, MaxVersion: version, Certificates: []tls.Certificate{cert}},
			&tls.Config{MinVersion: version, ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: roots})
		for _, m := range append(wire.DecodeFlow(c.clientSent).Messages, wire.DecodeFlow(c.serverSent).Messages...) {
			f.Add(m.Raw, version)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte, version uint16) {
		chain, err := wire.ParseCertificate(raw)
		requireKnownError(t, err, len(raw))
		if err == nil {
			require.Equal(t, raw, wire.MarshalCertificate(chain))
		}
		request, err := wire.ParseCertificateRequest(raw, version)
		requireKnownError(t, err, len(raw))
		if err == nil {
			require.Equal(t, raw, request.Marshal(version))
		}
		verify, err := wire.ParseCertificateVerify(raw, version)
		requireKnownError(t, err, len(raw))
		require.LessOrEqual(t, len(verify.Signature), len(raw))
	})
}

func FuzzParseClientKeyExchange(f *testing.F) {
	for i := range handshakes {
		c := converse(f, &handshakes[i].client, &handshakes[i].server)
		for _, m := range messagesOf(wire.DecodeFlow(c.clientSent), wire.TypeClientKeyExchange) {
			f.Add(m.Raw, c.client.Version)
			f.Add(m.Raw, wire.VersionSSL30)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte, version uint16) {
		premaster, err := wire.ParseEncryptedPremaster(raw, version)
		requireKnownError(t, err, len(raw))
		if err == nil && version > wire.VersionSSL30 {
			require.Equal(t, raw, append([]byte{16}, vec(3, vec(2, premaster))...))
		}
		public, err := wire.ParseClientDHPublic(raw)
		requireKnownError(t, err, len(raw))
		if err == nil {
			require.Equal(t, raw, append([]byte{16}, vec(3, vec(2, public))...))
		}
		point, err := wire.ParseClientECDHPublic(raw)
		requireKnownError(t, err, len(raw))
		if err == nil {
			require.Equal(t, raw, append([]byte{16}, vec(3, vec(1, point))...))
		}
	})
}

func FuzzParseMessagesOfTLS13(f *testing.F) {
	f.Add([]byte(encryptedExtensions))
	f.Add(encryptedExtensionsOf(extension(wire.ExtALPN, vec(2, vec(1, []byte("h2"))))))
	f.Add(certificate13(nil, entry("leaf", extension(wire.ExtStatusRequest, []byte{1})), entry("issuer")))
	f.Add(certificate13([]byte("context")))
	f.Fuzz(func(t *testing.T, raw []byte) {
		e, err := wire.ParseEncryptedExtensions(raw)
		requireKnownError(t, err, len(raw))
		require.LessOrEqual(t, 4*len(e.Extensions), len(raw))
		require.LessOrEqual(t, len(e.ALPN), len(raw))
		message, err := wire.ParseCertificate13(raw)
		requireKnownError(t, err, len(raw))
		if err != nil {
			return
		}
		var entries [][]byte
		for _, e := range message.Entries {
			var extensions [][]byte
			for _, x := range e.Extensions {
				extensions = append(extensions, extension(x.ID, x.Data))
			}
			entries = append(entries, entry(string(e.DER), extensions...))
		}
		require.Equal(t, raw, certificate13(message.Context, entries...))
	})
}

// Every parser reads every message: it must end without a panic, with what is in the message.
func FuzzParseEveryMessage(f *testing.F) {
	for _, m := range append(parsedMessages(f), composedMessages()...) {
		for _, version := range []uint16{wire.VersionSSL30, wire.VersionTLS12, wire.VersionTLS13} {
			f.Add(m.raw, version, uint8(wire.ExchangeECDH), false, true)
			f.Add(m.raw, version, uint8(wire.ExchangeDH), true, false)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte, version uint16, method uint8, psk, signed bool) {
		of := wire.KeyExchange{Method: wire.ExchangeMethod(method), PSK: psk, Signed: signed}
		server, err := wire.ParseServerKeyExchange(raw, version, of)
		requireKnownError(t, err, len(raw))
		require.LessOrEqual(t, len(server.Params)+len(server.Signature), len(raw))
		if err == nil && signed == (len(server.Signature) > 0) {
			require.Equal(t, raw, server.Marshal(version))
		}
		client, err := wire.ParseClientKeyExchange(raw, version, of)
		requireKnownError(t, err, len(raw))
		require.LessOrEqual(t, len(client.Identity)+len(client.EncryptedPremaster)+len(client.Public), len(raw))
		ticket, err := wire.ParseNewSessionTicket(raw)
		requireKnownError(t, err, len(raw))
		if err == nil {
			require.Equal(t, raw, wire.MarshalNewSessionTicket(ticket.Lifetime, ticket.Ticket))
		}
		ticket13, err := wire.ParseNewSessionTicket13(raw)
		requireKnownError(t, err, len(raw))
		require.LessOrEqual(t, len(ticket13.Nonce)+len(ticket13.Ticket)+4*len(ticket13.Extensions), len(raw))
		status, err := wire.ParseCertificateStatus(raw)
		requireKnownError(t, err, len(raw))
		require.LessOrEqual(t, 3*len(status.Responses), len(raw))
		request, err := wire.ParseCertificateRequest13(raw)
		requireKnownError(t, err, len(raw))
		if err == nil {
			require.Equal(t, raw, request.Marshal())
		}
		urls, err := wire.ParseCertificateURL(raw)
		requireKnownError(t, err, len(raw))
		require.LessOrEqual(t, 3*len(urls.URLs), len(raw))
		data, err := wire.ParseSupplementalData(raw)
		requireKnownError(t, err, len(raw))
		require.LessOrEqual(t, 4*len(data), len(raw))
		compressed, err := wire.ParseCompressedCertificate(raw)
		requireKnownError(t, err, len(raw))
		require.LessOrEqual(t, len(compressed.Compressed), len(raw))
		next, err := wire.ParseNextProtocol(raw)
		requireKnownError(t, err, len(raw))
		require.LessOrEqual(t, len(next.Protocol)+next.Padding, len(raw))
		_, err = wire.ParseKeyUpdate(raw)
		requireKnownError(t, err, len(raw))
		finished, err := wire.ParseFinished(raw)
		requireKnownError(t, err, len(raw))
		if err == nil {
			require.Equal(t, raw[4:], finished)
		}
		requireKnownError(t, wire.ParseEmptyMessage(wire.TypeServerHelloDone, raw), len(raw))
		requireKnownError(t, wire.ParseChangeCipherSpec(raw), len(raw))
		beat, err := wire.ParseHeartbeat(raw)
		requireKnownError(t, err, len(raw))
		require.LessOrEqual(t, len(beat.Payload)+beat.Padding, len(raw))
	})
}

// Whatever the bytes are cut into, the messages are the same, and nothing is lost.
func FuzzReassembler(f *testing.F) {
	f.Add(append(serverHello(0x0303), 14, 0, 0, 0), uint8(3))
	f.Add([]byte{11, 0, 0, 9, 1}, uint8(1))
	f.Fuzz(func(t *testing.T, stream []byte, size uint8) {
		var whole, cut wire.Reassembler
		want := whole.Add(0, stream)
		var got []wire.Message
		for i, rest := 0, stream; len(rest) > 0; i++ {
			n := min(int(size)+1, len(rest))
			got = append(got, cut.Add(i, rest[:n])...)
			rest = rest[n:]
		}
		require.Equal(t, whole.Rest(), cut.Rest())
		require.Equal(t, whole.Err(), cut.Err())
		require.Len(t, got, len(want))
		var all []byte
		for i, m := range got {
			require.Equal(t, want[i].Raw, m.Raw)
			all = append(all, m.Raw...)
		}
		require.Equal(t, string(stream), string(append(all, cut.Rest()...)))
	})
}

// wholeMessage reports whether the length in the header is right.
func wholeMessage(raw []byte) bool {
	return len(raw) >= 4 && int(raw[1])<<16|int(raw[2])<<8|int(raw[3]) == len(raw)-4
}
