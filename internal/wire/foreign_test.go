package wire_test

import (
	"strings"
	"testing"

	"github.com/legacytls/legacytls/internal/wire"
	"github.com/stretchr/testify/require"
)

func TestBytesThatAreNotTLSAreRecognised(t *testing.T) {
	cases := []struct {
		name, sent string
		kind       wire.ForeignKind
		want       string
	}{
		{"nothing", "", wire.Nothing, "nothing was sent"},
		{
			"HTTP response", "HTTP/1.1 400 Bad Request\r\nServer: x\r\n", wire.HTTP,
			`TLS record expected at byte 0, got what looks like plaintext HTTP ("HTTP/1.1 400 Bad Request"); the sender speaks HTTP without TLS`,
		},
		{
			"HTTP request", "GET /very/long/path/that/does/not/end/soon HTTP/1.1\r\n", wire.HTTP,
			`TLS record expected at byte 0, got what looks like plaintext HTTP ("GET /very/long/path/that/does/not/end/soon HTTP/"); the sender speaks HTTP without TLS`,
		},
		{"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", wire.HTTP, ""},
		{
			"SMTP banner", "220 mail.test ESMTP\r\n", wire.PlainText,
			`TLS record expected at byte 0, got what looks like plain text ("220 mail.test ESMTP"); the sender speaks without TLS, at least until STARTTLS or the like`,
		},
		{"SSH banner", "SSH-2.0-OpenSSH_9.2\n", wire.PlainText, ""},
		{
			"SSLv2 CLIENT-HELLO", "\x80\x2e\x01\x00\x02\x00\x15\x00\x00\x00\x10", wire.SSLv2Hello,
			"TLS record expected at byte 0, got what looks like an SSLv2 hello (80 2e 01 00 02); turn SSLv2 off in the sender",
		},
		{"SSLv2 CLIENT-HELLO that offers TLS", "\x80\x2e\x01\x03\x01\x00\x15\x00\x00\x00\x10", wire.SSLv2Hello, ""},
		{"SSLv2 SERVER-HELLO", "\x83\x2e\x04\x00\x01\x00\x02\x02\xf0", wire.SSLv2Hello, ""},
		{
			"MySQL greeting", "\x4a\x00\x00\x00\x0a5.7.33\x00", wire.UnknownData,
			"TLS record expected at byte 0, got what looks like no known protocol (4a 00 00 00 0a 35 2e 37 2e 33 33 00)",
		},
		{"record type with a version that no TLS has", "\x16\x05\x01\x02\x00\x01\x00", wire.UnknownData, ""},
	}
	for _, tc := range cases {
		tc := tc
		t.Run(tc.name, func(t *testing.T) {
			flow := wire.DecodeFlow([]byte(tc.sent))
			var foreign *wire.ForeignError
			require.ErrorAs(t, flow.Err, &foreign)
			require.Equal(t, tc.kind, foreign.Kind)
			require.Equal(t, 0, foreign.Offset)
			require.True(t, strings.HasPrefix(tc.sent, string(foreign.First)))
			require.Empty(t, flow.Records)
			require.Equal(t, len(tc.sent), flow.Bytes)
			if tc.want != "" {
				require.EqualError(t, flow.Err, tc.want)
			}
			_, err := flow.ClientHello()
			require.ErrorIs(t, err, foreign, "the hello is missing for that reason")
		})
	}
}

func TestPlainTextAfterTLSIsToldWithItsPlace(t *testing.T) {
	flow := wire.DecodeFlow([]byte("\x15\x03\x01\x00\x02\x01\x00" + "HTTP/1.1 400 Bad Request\r\n"))
	require.Equal(t, []wire.Alert{{Level: 1, Code: 0}}, flow.Alerts)
	var foreign *wire.ForeignError
	require.ErrorAs(t, flow.Err, &foreign)
	require.Equal(t, wire.HTTP, foreign.Kind)
	require.Equal(t, 7, foreign.Offset)
}

func TestMissingHelloSaysWhatCameInstead(t *testing.T) {
	_, err := wire.DecodeFlow([]byte("\x15\x03\x01\x00\x02\x02\x28")).ServerHello()
	require.EqualError(t, err, "no ServerHello: the alert fatal handshake_failure (40) came instead")

	_, err = wire.DecodeFlow([]byte("\x17\x03\x01\x00\x02\x02\x28")).ServerHello()
	require.EqualError(t, err, "no ServerHello: no handshake message came in the clear in 1 record")

	_, err = wire.DecodeFlow([]byte("\x16\x03\x01\x00\x08\x00\x00\x00\x00\x0e\x00\x00\x00")).ClientHello()
	require.EqualError(t, err, "no ClientHello: the handshake messages sent are HelloRequest, ServerHelloDone; is it the flow of the other side?")
}
