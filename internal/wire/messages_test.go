package wire_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

// message composes a handshake message.
func message(kind wire.HandshakeType, body ...[]byte) []byte {
	return append([]byte{byte(kind)}, vec(3, body...)...)
}

// ticket13 is the NewSessionTicket of RFC 8448, section 3, with other bytes in the ticket.
func ticket13() []byte {
	return message(wire.TypeNewSessionTicket, []byte{0, 0, 0, 0x1e, 0xfa, 0xd6, 0xaa, 0xc5}, vec(1, []byte{0, 0}),
		vec(2, make([]byte, 0xb2)), vec(2, extension(wire.ExtEarlyData, []byte{0, 0, 4, 0})))
}

// explicitPrime are ServerECDHParams in the form of RFC 4492, section 5.4, not of any real curve.
func explicitPrime() []byte {
	field := append([]byte{0x7f}, make([]byte, 31)...) // 255 bits
	return bytes.Join([][]byte{{1}, vec(1, field), vec(1, field), vec(1, field), vec(1, make([]byte, 65)), vec(1, field), vec(1, []byte{1}), vec(1, []byte("point"))}, nil)
}

func explicitChar2(basis []byte, terms ...[]byte) []byte {
	all := [][]byte{{2}, u16(233), basis}
	for _, k := range terms {
		all = append(all, vec(1, k))
	}
	for i := 0; i < 5; i++ { // a, b, base, order, cofactor
		all = append(all, vec(1, []byte{1}))
	}
	return bytes.Join(append(all, vec(1, []byte("point"))), nil)
}

func signature() []byte { return append(u16(0x0401), vec(2, []byte("signed"))...) }

// composedMessages are those that no peer here sends in the clear, in the form of their RFCs.
func composedMessages() []parsedMessage {
	server := func(of wire.KeyExchange) func([]byte) error {
		return func(raw []byte) error {
			_, err := wire.ParseServerKeyExchange(raw, wire.VersionTLS12, of)
			return err
		}
	}
	ske := func(parts ...[]byte) []byte { return message(wire.TypeServerKeyExchange, parts...) }
	ec := wire.KeyExchange{Method: wire.ExchangeECDH, Signed: true}
	number := vec(2, []byte{9, 9})
	return []parsedMessage{
		{"ServerKeyExchange", ske(number, number, number, signature()), server(wire.KeyExchange{Method: wire.ExchangeDH, Signed: true})},
		{"ServerKeyExchange", ske(wire.ECDHParams(23, []byte("point")), signature()), server(ec)},
		{"ServerKeyExchange", ske(explicitPrime(), signature()), server(ec)},
		{"ServerKeyExchange", ske(explicitChar2([]byte{1}, []byte{74}), signature()), server(ec)},
		{"ServerKeyExchange", ske(number, number, signature()), server(wire.KeyExchange{Method: wire.ExchangeRSA, Signed: true})},
		{"ServerKeyExchange", ske(number, number, vec(1, []byte("salt")), number, signature()), server(wire.KeyExchange{Method: wire.ExchangeSRP, Signed: true})},
		{"ServerKeyExchange", ske(number, number, number, number), server(wire.KeyExchange{Method: wire.ExchangeDH, PSK: true})},
		{"ClientKeyExchange", message(wire.TypeClientKeyExchange, vec(2, []byte("name")), vec(1, []byte("point"))), func(raw []byte) error {
			_, err := wire.ParseClientKeyExchange(raw, wire.VersionTLS12, wire.KeyExchange{Method: wire.ExchangeECDH, PSK: true})
			return err
		}},
		{"NewSessionTicket", wire.MarshalNewSessionTicket(300, []byte("ticket")), func(raw []byte) error {
			_, err := wire.ParseNewSessionTicket(raw)
			return err
		}},
		{"NewSessionTicket", ticket13(), func(raw []byte) error {
			_, err := wire.ParseNewSessionTicket13(raw)
			return err
		}},
		{"CertificateRequest", []byte(certificateRequest13), func(raw []byte) error {
			_, err := wire.ParseCertificateRequest13(raw)
			return err
		}},
		{"CertificateStatus", wire.MarshalCertificateStatus([]byte(malformedRequest)), func(raw []byte) error {
			_, err := wire.ParseCertificateStatus(raw)
			return err
		}},
		{"CertificateStatus", statusMulti(), func(raw []byte) error {
			_, err := wire.ParseCertificateStatus(raw)
			return err
		}},
		{"CertificateURL", certificateURL(), func(raw []byte) error {
			_, err := wire.ParseCertificateURL(raw)
			return err
		}},
		{"SupplementalData", message(wire.TypeSupplementalData, vec(3, u16(0), vec(2, []byte("who")), u16(16386), vec(2))), func(raw []byte) error {
			_, err := wire.ParseSupplementalData(raw)
			return err
		}},
		{"CompressedCertificate", message(wire.TypeCompressedCertificate, u16(2), []byte{1, 0, 0}, vec(3, []byte("short"))), func(raw []byte) error {
			_, err := wire.ParseCompressedCertificate(raw)
			return err
		}},
		{"NextProtocol", message(wire.TypeNextProtocol, vec(1, []byte("h2")), vec(1, make([]byte, 28))), func(raw []byte) error {
			_, err := wire.ParseNextProtocol(raw)
			return err
		}},
		{"KeyUpdate", message(wire.TypeKeyUpdate, []byte{1}), func(raw []byte) error {
			_, err := wire.ParseKeyUpdate(raw)
			return err
		}},
		{"ServerHelloDone", message(wire.TypeServerHelloDone), func(raw []byte) error {
			return wire.ParseEmptyMessage(wire.TypeServerHelloDone, raw)
		}},
	}
}

func statusMulti() []byte {
	return message(wire.TypeCertificateStatus, []byte{2}, vec(3, vec(3, []byte("leaf")), vec(3), vec(3, []byte("root"))))
}

func certificateURL() []byte {
	return message(wire.TypeCertificateURL, []byte{0}, vec(2,
		vec(2, []byte("http://a.test/leaf")), []byte{1}, bytes.Repeat([]byte{7}, 20)))
}

func TestTheTicketOfRFC8448IsRead(t *testing.T) {
	t.Parallel()
	ticket, err := wire.ParseNewSessionTicket13(ticket13())
	require.NoError(t, err)
	require.Len(t, ticket13(), 0xc9+4, "as long as in the RFC")
	require.Equal(t, uint32(30), ticket.Lifetime)
	require.Equal(t, uint32(0xfad6aac5), ticket.AgeAdd)
	require.Equal(t, []byte{0, 0}, ticket.Nonce)
	require.Len(t, ticket.Ticket, 0xb2)
	require.Equal(t, uint32(1024), ticket.MaxEarlyData)
}

func TestACurveThatIsSpelledOutHasItsSizeRead(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		kind   uint8
		bits   int
		params []byte
	}{
		{wire.CurveExplicitPrime, 255, explicitPrime()},
		{wire.CurveExplicitChar2, 233, explicitChar2([]byte{1}, []byte{74})},
		{wire.CurveExplicitChar2, 233, explicitChar2([]byte{2}, []byte{1}, []byte{2}, []byte{3})},
	} {
		raw := message(wire.TypeServerKeyExchange, tc.params, vec(2, []byte("signed")))
		k, err := wire.ParseServerKeyExchange(raw, wire.VersionTLS11, wire.KeyExchange{Method: wire.ExchangeECDH, Signed: true})
		require.NoError(t, err)
		require.Equal(t, &wire.ServerECDH{CurveType: tc.kind, FieldBits: tc.bits, Public: []byte("point")}, k.ECDH)
		require.Equal(t, tc.params, k.Params)
		require.Equal(t, "signed", string(k.Signature))
		require.Zero(t, k.Scheme, "TLS 1.1 names none")
	}
	for want, params := range map[string][]byte{
		"curve_type at byte 4: 1 to 3 expected, got 9": {9, 0, 23, 0},
		"basis at byte 7: 1 or 2 expected, got 3":      explicitChar2([]byte{3}),
	} {
		_, err := wire.ParseServerKeyExchange(message(wire.TypeServerKeyExchange, params), wire.VersionTLS10, wire.KeyExchange{Method: wire.ExchangeECDH})
		require.EqualError(t, err, "ServerKeyExchange: "+want)
	}
}

func TestTheTemporaryKeyOfAnExportSuiteIsRead(t *testing.T) {
	t.Parallel()
	modulus := append([]byte{0, 0x80}, make([]byte, 63)...) // 512 bits behind a zero
	raw := message(wire.TypeServerKeyExchange, vec(2, modulus), vec(2, []byte{1, 0, 1}), vec(2, []byte("signed")))
	k, err := wire.ParseServerKeyExchange(raw, wire.VersionSSL30, wire.KeyExchange{Method: wire.ExchangeRSA, Signed: true})
	require.NoError(t, err)
	require.Equal(t, &wire.ServerRSA{Modulus: modulus, Exponent: []byte{1, 0, 1}}, k.RSA)
	require.Equal(t, 512, k.RSA.Bits())
	require.Equal(t, raw, k.Marshal(wire.VersionSSL30))
}

func TestTheParametersOfARemotePasswordAreRead(t *testing.T) {
	t.Parallel()
	raw := message(wire.TypeServerKeyExchange, vec(2, []byte{5, 1}), vec(2, []byte{2}), vec(1, []byte("salt")), vec(2, []byte{3, 3}))
	k, err := wire.ParseServerKeyExchange(raw, wire.VersionTLS12, wire.KeyExchange{Method: wire.ExchangeSRP})
	require.NoError(t, err)
	require.Equal(t, &wire.ServerSRP{Prime: []byte{5, 1}, Generator: []byte{2}, Salt: []byte("salt"), Public: []byte{3, 3}}, k.SRP)
	require.Equal(t, 11, k.SRP.Bits())
	require.Empty(t, k.Signature)
	c, err := wire.ParseClientKeyExchange(message(wire.TypeClientKeyExchange, vec(2, []byte{4, 4})), wire.VersionTLS12, wire.KeyExchange{Method: wire.ExchangeSRP})
	require.NoError(t, err)
	require.Equal(t, []byte{4, 4}, c.Public)
}

func TestAServerKeyExchangeThatIsCutOffKeepsItsParameters(t *testing.T) {
	t.Parallel()
	params := wire.DHParams([]byte{1, 0}, []byte{2}, []byte{7})
	k, err := wire.ParseServerKeyExchange(message(wire.TypeServerKeyExchange, params, []byte{4, 1, 0, 9, 0}), wire.VersionTLS12, wire.KeyExchange{Method: wire.ExchangeDH, Signed: true})
	require.EqualError(t, err, "ServerKeyExchange: signature at byte 16: length says 9 bytes, 1 left in the message")
	require.Equal(t, params, k.Params)
	require.Equal(t, 9, k.DH.Bits())
	require.Equal(t, uint16(0x0401), k.Scheme)
}

func TestTheOtherMessagesAreReadAsTheirRFCsHaveThem(t *testing.T) {
	t.Parallel()
	status, err := wire.ParseCertificateStatus(statusMulti())
	require.NoError(t, err)
	require.Equal(t, &wire.CertificateStatus{Type: 2, Responses: [][]byte{[]byte("leaf"), {}, []byte("root")}}, status)
	status, err = wire.ParseCertificateStatus(message(wire.TypeCertificateStatus, []byte{9, 1, 2}))
	require.NoError(t, err)
	require.Equal(t, &wire.CertificateStatus{Type: 9}, status)

	urls, err := wire.ParseCertificateURL(certificateURL())
	require.NoError(t, err)
	require.Equal(t, []wire.URLAndHash{{URL: "http://a.test/leaf", Hash: bytes.Repeat([]byte{7}, 20)}}, urls.URLs)
	urls, err = wire.ParseCertificateURL(message(wire.TypeCertificateURL, []byte{1}, vec(2, vec(2, []byte("http://a.test")), []byte{0})))
	require.NoError(t, err)
	require.Equal(t, &wire.CertificateURL{ChainType: 1, URLs: []wire.URLAndHash{{URL: "http://a.test"}}}, urls)

	data, err := wire.ParseSupplementalData(message(wire.TypeSupplementalData, vec(3, u16(0), vec(2, []byte("who")), u16(16386), vec(2))))
	require.NoError(t, err)
	require.Equal(t, []wire.SupplementalDataEntry{{Type: 0, Data: []byte("who")}, {Type: 16386, Data: []byte{}}}, data)

	compressed, err := wire.ParseCompressedCertificate(message(wire.TypeCompressedCertificate, u16(2), []byte{1, 0, 0}, vec(3, []byte("short"))))
	require.NoError(t, err)
	require.Equal(t, &wire.CompressedCertificate{Algorithm: 2, UncompressedLength: 65536, Compressed: []byte("short")}, compressed)
	require.Equal(t, "brotli", wire.CertificateCompressionName(compressed.Algorithm))

	for request, want := range []bool{false, true} {
		requested, err := wire.ParseKeyUpdate(message(wire.TypeKeyUpdate, []byte{byte(request)}))
		require.NoError(t, err)
		require.Equal(t, want, requested)
	}
	_, err = wire.ParseKeyUpdate(message(wire.TypeKeyUpdate, []byte{2}))
	require.EqualError(t, err, "KeyUpdate: request_update at byte 4: 0 or 1 expected, got 2")

	for _, kind := range []wire.HandshakeType{wire.TypeHelloRequest, wire.TypeServerHelloDone, wire.TypeEndOfEarlyData} {
		require.NoError(t, wire.ParseEmptyMessage(kind, message(kind)))
		require.EqualError(t, wire.ParseEmptyMessage(kind, message(kind, []byte{0})), kind.String()+": end at byte 4: end of the message expected, 1 byte more came")
	}
}

func TestAChangeCipherSpecIsOneByteOfValueOne(t *testing.T) {
	t.Parallel()
	require.NoError(t, wire.ParseChangeCipherSpec([]byte{1}))
	require.EqualError(t, wire.ParseChangeCipherSpec(nil), "change_cipher_spec: type at byte 0: 1 byte expected, 0 left in the message")
	require.EqualError(t, wire.ParseChangeCipherSpec([]byte{2}), "change_cipher_spec: type at byte 0: 1 expected, got 2")
	require.EqualError(t, wire.ParseChangeCipherSpec([]byte{1, 1}), "change_cipher_spec: end at byte 1: end of the message expected, 1 byte more came")
}

func TestAHeartbeatThatLiesAboutItsLengthIsAnError(t *testing.T) {
	t.Parallel()
	beat, err := wire.ParseHeartbeat(append([]byte{1, 0, 4, 'p', 'i', 'n', 'g'}, make([]byte, 16)...))
	require.NoError(t, err)
	require.Equal(t, &wire.HeartbeatMessage{Type: 1, PayloadLength: 4, Payload: []byte("ping"), Padding: 16}, beat)
	beat, err = wire.ParseHeartbeat([]byte{1, 0x40, 0}) // the Heartbleed probe
	require.EqualError(t, err, "heartbeat: payload at byte 3: 16384 bytes expected, 0 left in the message")
	require.Equal(t, &wire.HeartbeatMessage{Type: 1, PayloadLength: 16384}, beat)
}

func TestRecordsAreSplitWithWhatTheyCarry(t *testing.T) {
	t.Parallel()
	b := []byte("\x16\x03\x01\x00\x04\x0e\x00\x00\x00" + "\x14\x03\x03\x00\x01\x01" + "\x17\x03\x03\x00\x05abc")
	records, err := wire.SplitRecords(b)
	require.EqualError(t, err, "record 2: fragment of application_data at byte 20: 5 bytes expected, 3 left in the flow")
	require.Equal(t, []wire.RawRecord{
		{Record: wire.Record{Type: wire.Handshake, Version: wire.VersionTLS10, Length: 4}, Offset: 0, Fragment: []byte{14, 0, 0, 0}},
		{Record: wire.Record{Type: wire.ChangeCipherSpec, Version: wire.VersionTLS12, Length: 1}, Offset: 9, Fragment: []byte{1}},
		{Record: wire.Record{Type: wire.ApplicationData, Version: wire.VersionTLS12, Length: 5}, Offset: 15, Fragment: []byte("abc")},
	}, records)
	require.Same(t, &b[5], &records[0].Fragment[0], "shared")

	for sent, want := range map[string]wire.ForeignKind{"": wire.Nothing, "HTTP/1.1 400 Bad Request": wire.HTTP} {
		records, err = wire.SplitRecords([]byte(sent))
		require.Empty(t, records)
		var foreign *wire.ForeignError
		require.ErrorAs(t, err, &foreign)
		require.Equal(t, want, foreign.Kind)
	}
}

func TestAReassemblerGivesEachMessageWhenItIsComplete(t *testing.T) {
	t.Parallel()
	var r wire.Reassembler
	require.NoError(t, r.Err())
	require.Empty(t, r.Add(3, []byte{11, 0, 0}))
	require.Equal(t, []byte{11, 0, 0}, r.Rest())
	require.EqualError(t, r.Err(), "Certificate: body at byte 1: 3 bytes expected, 2 left in the message")
	fragment := []byte{1, 7, 14, 0, 0, 0, 20, 0}
	require.Equal(t, []wire.Message{
		{Type: 11, Raw: []byte{11, 0, 0, 1, 7}, Body: []byte{7}, FirstRecord: 3, LastRecord: 5},
		{Type: 14, Raw: []byte{14, 0, 0, 0}, Body: []byte{}, FirstRecord: 5, LastRecord: 5},
	}, r.Add(5, fragment))
	fragment[6] = 99
	require.Equal(t, []byte{20, 0}, r.Rest(), "it is a copy")
	require.Equal(t, []wire.Message{{Type: 20, Raw: []byte{20, 0, 0, 0}, Body: []byte{}, FirstRecord: 5, LastRecord: 6}}, r.Add(6, []byte{0, 0}))
	require.Empty(t, r.Rest())
	require.NoError(t, r.Err())
}
