package wire_test

import (
	"bufio"
	"encoding/hex"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/wire"
)

// startTelling is startServer for one connection, and returns what gives the handshake
// messages of it, decrypted, when it has ended.
func startTelling(t testing.TB, args ...string) (address string, messages func() []wire.Message) {
	t.Helper()
	certFile, keyFile := writeCertificate(t)
	cmd := exec.Command(needs.Command(t, needs.OpenSSL),
		append([]string{"s_server", "-accept", "127.0.0.1:0", "-naccept", "1", "-msg", "-cert", certFile, "-key", keyFile}, args...)...)
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		stdin.Close()
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // killed, if it has not ended by itself
	})
	reader := bufio.NewReader(stdout)
	for {
		line, err := reader.ReadString('\n')
		require.NoError(t, err, "%s did not listen", cmd)
		if addr, ok := strings.CutPrefix(strings.TrimSpace(line), "ACCEPT "); ok {
			return addr, func() []wire.Message {
				t.Helper()
				printed, err := io.ReadAll(reader)
				require.NoError(t, err)
				return dumped(t, string(printed))
			}
		}
	}
}

// dumped reads the handshake messages out of what -msg prints.
func dumped(t testing.TB, printed string) []wire.Message {
	t.Helper()
	var messages []wire.Message
	for _, dump := range regexp.MustCompile(`(?m)^[<>]{3} [^,]*, Handshake \[length (\w+)\].*\n((?:    (?: ?[0-9a-f]{2})+ *\n)+)`).FindAllStringSubmatch(printed, -1) {
		raw, err := hex.DecodeString(strings.Join(strings.Fields(dump[2]), ""))
		require.NoError(t, err)
		length, err := strconv.ParseInt(dump[1], 16, 32)
		require.NoError(t, err)
		require.Len(t, raw, int(length))
		messages = append(messages, wire.Message{Type: wire.HandshakeType(raw[0]), Raw: raw})
	}
	return messages
}

// ocspFile writes an OCSPResponse that says malformedRequest (RFC 6960 section 4.2.1).
func ocspFile(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ocsp.der")
	require.NoError(t, os.WriteFile(path, []byte(malformedRequest), 0o600))
	return path
}

const malformedRequest = "\x30\x03\x0a\x01\x01"

func of(messages []wire.Message, kind wire.HandshakeType) [][]byte {
	var raws [][]byte
	for _, m := range messages {
		if m.Type == kind {
			raws = append(raws, m.Raw)
		}
	}
	return raws
}

func TestTheEncryptedMessagesOfTLS13AreReadAsOpenSSLTellsThem(t *testing.T) {
	t.Parallel()
	certFile, keyFile := writeCertificate(t)
	rsaCert, _, _ := certificates(t)
	server, told := startTelling(t, "-status_file", ocspFile(t), "-Verify", "1", "-CAfile", certFile,
		"-early_data", "-max_early_data", "1000", "-alpn", "h2", "-sigalgs", "RSA-PSS+SHA256:RSA-PSS+SHA512")
	_, _, printed := overheard(t, server, "-tls1_3", "-cert", certFile, "-key", keyFile, "-status", "-alpn", "h2", "-trace")
	messages := told()

	encrypted, err := wire.ParseEncryptedExtensions(of(messages, wire.TypeEncryptedExtensions)[0])
	require.NoError(t, err)
	require.Equal(t, "h2", encrypted.ALPN)
	content, err := encrypted.Extensions[0].Content(wire.TypeEncryptedExtensions)
	require.NoError(t, err)
	require.Equal(t, "h2", content)

	request, err := wire.ParseCertificateRequest13(of(messages, wire.TypeCertificateRequest)[0])
	require.NoError(t, err)
	found := map[uint16]any{}
	for _, e := range request.Extensions {
		found[e.ID], err = e.Content(wire.TypeCertificateRequest)
		require.NoError(t, err)
	}
	require.Equal(t, []wire.ID{{ID: 0x0804, Name: "rsa_pss_rsae_sha256"}, {ID: 0x0806, Name: "rsa_pss_rsae_sha512"}}, found[wire.ExtSignatureAlgorithms])
	require.Equal(t, []string{hex.EncodeToString(rsaCert.Leaf.RawSubject)}, found[47])

	chains := of(messages, wire.TypeCertificate)
	require.Len(t, chains, 2, "the server's and the client's")
	for i, wantOCSP := range [][]byte{[]byte(malformedRequest), nil} {
		chain, err := wire.ParseCertificate13(chains[i])
		require.NoError(t, err)
		require.Empty(t, chain.Context)
		require.Equal(t, rsaCert.Certificate, chain.Chain())
		require.Equal(t, wantOCSP, chain.Entries[0].OCSPResponse)
		verify, err := wire.ParseCertificateVerify(of(messages, wire.TypeCertificateVerify)[i], wire.VersionTLS13)
		require.NoError(t, err)
		require.Contains(t, []uint16{0x0804, 0x0806}, verify.Scheme)
		require.Contains(t, printed, strings.ToUpper(hex.EncodeToString(verify.Signature)))
		finished, err := wire.ParseFinished(of(messages, wire.TypeFinished)[i])
		require.NoError(t, err)
		require.Contains(t, printed, "verify_data (len=48): "+strings.ToUpper(hex.EncodeToString(finished)))
	}

	// OpenSSL counts its tickets in the nonce, and with early data keeps the sessions itself.
	for i, raw := range of(messages, wire.TypeNewSessionTicket) {
		ticket, err := wire.ParseNewSessionTicket13(raw)
		require.NoError(t, err)
		require.Equal(t, uint32(7200), ticket.Lifetime)
		require.Equal(t, []byte{0, 0, 0, 0, 0, 0, 0, byte(i)}, ticket.Nonce)
		require.Len(t, ticket.Ticket, 32)
		require.Equal(t, uint32(1000), ticket.MaxEarlyData)
		content, err = ticket.Extensions[0].Content(wire.TypeNewSessionTicket)
		require.NoError(t, err)
		require.Equal(t, uint32(1000), content)
	}
	require.NotEmpty(t, of(messages, wire.TypeNewSessionTicket))
}

func TestTheMessagesOfTLS12AreReadAsOpenSSLTellsThem(t *testing.T) {
	t.Parallel()
	server, told := startTelling(t, "-status_file", ocspFile(t), "-nextprotoneg", "h2,http/1.1")
	client, answer, printed := overheard(t, server, "-tls1_2", "-nextprotoneg", "http/1.1", "-status", "-trace")
	messages := told()

	status, err := wire.ParseCertificateStatus(of(messages, wire.TypeCertificateStatus)[0])
	require.NoError(t, err)
	require.Equal(t, &wire.CertificateStatus{Type: 1, Responses: [][]byte{[]byte(malformedRequest)}}, status)

	ticket, err := wire.ParseNewSessionTicket(only(t, answer, wire.TypeNewSessionTicket))
	require.NoError(t, err)
	said := tell(t, printed, wire.TypeNewSessionTicket)
	require.Equal(t, said.number("ticket_lifetime_hint"), ticket.Lifetime)
	require.Equal(t, said.bytes("ticket"), ticket.Ticket)

	hello, err := answer.ServerHello()
	require.NoError(t, err)
	offered, ok := hello.Extension(0x3374)
	require.True(t, ok)
	protocols, err := offered.Content(wire.TypeServerHello)
	require.NoError(t, err)
	require.Equal(t, []string{"h2", "http/1.1"}, protocols)
	next, err := wire.ParseNextProtocol(of(messages, wire.TypeNextProtocol)[0])
	require.NoError(t, err)
	require.Contains(t, printed, "Next protocol: (1) "+next.Protocol)
	require.Zero(t, (len(next.Protocol)+2+next.Padding)%32, "what the padding is for")

	finished := of(messages, wire.TypeFinished)
	require.Len(t, finished, 2)
	for _, raw := range finished {
		data, err := wire.ParseFinished(raw)
		require.NoError(t, err)
		require.Contains(t, printed, "verify_data (len=12): "+strings.ToUpper(hex.EncodeToString(data)))
	}
	require.NoError(t, wire.ParseEmptyMessage(wire.TypeServerHelloDone, only(t, answer, wire.TypeServerHelloDone)))
	require.NoError(t, client.Err)
}

func TestTheKeyExchangesWithAPreSharedKeyAreReadAsOpenSSLTellsThem(t *testing.T) {
	for suite, exchange := range map[string]wire.KeyExchange{
		"PSK-AES128-CBC-SHA":       {Method: wire.ExchangeNone, PSK: true},
		"DHE-PSK-AES128-CBC-SHA":   {Method: wire.ExchangeDH, PSK: true},
		"ECDHE-PSK-AES128-CBC-SHA": {Method: wire.ExchangeECDH, PSK: true},
		"RSA-PSK-AES128-CBC-SHA":   {Method: wire.ExchangeRSA, PSK: true},
	} {
		suite, exchange := suite, exchange
		t.Run(suite, func(t *testing.T) {
			t.Parallel()
			server := startServer(t, "-psk", "1a2b", "-psk_hint", "a hint", "-cipher", "ALL:@SECLEVEL=0")
			client, answer, printed := overheard(t, server, "-tls1_2", "-psk", "1a2b", "-psk_identity", "its name", "-cipher", suite+":@SECLEVEL=0", "-trace")
			raw := only(t, answer, wire.TypeServerKeyExchange)
			k, err := wire.ParseServerKeyExchange(raw, wire.VersionTLS12, exchange)
			require.NoError(t, err)
			require.Equal(t, "a hint", string(k.Hint))
			require.Equal(t, raw, k.Marshal(wire.VersionTLS12))
			requireParams(t, tell(t, printed, wire.TypeServerKeyExchange), k)

			said := tell(t, printed, wire.TypeClientKeyExchange)
			c, err := wire.ParseClientKeyExchange(only(t, client, wire.TypeClientKeyExchange), wire.VersionTLS12, exchange)
			require.NoError(t, err)
			require.Equal(t, "its name", string(c.Identity))
			switch exchange.Method {
			case wire.ExchangeDH:
				require.Equal(t, said.bytes("dh_Yc"), c.Public)
			case wire.ExchangeECDH:
				require.Equal(t, said.bytes("ecdh_Yc"), c.Public)
			case wire.ExchangeRSA:
				require.Equal(t, said.bytes("EncryptedPreMasterSecret"), c.EncryptedPremaster)
			}
		})
	}
}

// requireParams compares with what OpenSSL tells of parameters.
func requireParams(t *testing.T, said told, k *wire.ServerKeyExchange) {
	t.Helper()
	switch {
	case k.DH != nil:
		require.Equal(t, said.bytes("dh_p"), k.DH.Prime)
		require.Equal(t, said.bytes("dh_g"), k.DH.Generator)
		require.Equal(t, said.bytes("dh_Ys"), k.DH.Public)
		require.Equal(t, 8*len(k.DH.Prime), k.DH.Bits(), "a prime of a round size")
	case k.ECDH != nil:
		require.Equal(t, wire.CurveNamed, k.ECDH.CurveType)
		require.Equal(t, said.numbers(t, "named_curve: .*", 10), []uint16{k.ECDH.Group})
		require.Equal(t, said.bytes("point"), k.ECDH.Public)
		require.Zero(t, k.ECDH.FieldBits)
	}
}
