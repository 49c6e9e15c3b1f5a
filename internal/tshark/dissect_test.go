package tshark_test

import (
	"context"
	"crypto/tls"
	"encoding/hex"
	"fmt"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/pcapng"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/tshark"
)

func said(messages []tshark.Message) (all []string) {
	for _, m := range messages {
		line := fmt.Sprintf("client %s %d", m.Layer, m.Type)
		if m.FromServer {
			line = "server" + line[len("client"):]
		}
		if m.Opaque {
			line += " opaque"
		}
		all = append(all, line)
	}
	return all
}

var (
	said12 = []string{
		"client handshake 1",
		"server handshake 2", "server handshake 11", "server handshake 12", "server handshake 14",
		"client handshake 16", "client change_cipher_spec 0", "client handshake 20",
		"server change_cipher_spec 0", "server handshake 20",
		"client application_data 0", "client http 0",
		"server application_data 0", "server http 0", "server alert 0",
	}
	said13 = []string{
		"client handshake 1",
		"server handshake 2", "server change_cipher_spec 0", "server handshake 8",
		"server handshake 11", "server handshake 15", "server handshake 20",
		"client change_cipher_spec 0", "client handshake 20",
		"server handshake 4",
		"client application_data 0", "client http 0",
		"server application_data 0", "server http 0", "server alert 0",
	}
)

func config12() *tls.Config {
	return &tls.Config{MaxVersion: tls.VersionTLS12, SessionTicketsDisabled: true, NextProtos: []string{"http/1.1"}}
}

func config13() *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS13, NextProtos: []string{"http/1.1", "other"},
		ClientSessionCache: tls.NewLRUClientSessionCache(1), // for a ticket to be sent
	}
}

func TestAConnectionIsItsMessages(t *testing.T) {
	t.Parallel()
	tls12, tls13 := converse(t, config12(), 1), converse(t, config13(), 1)
	streams := dissect(t, tls12.Connection, tls13.Connection)
	require.Equal(t, said12, said(streams[0].Messages))
	require.ElementsMatch(t, said13, said(streams[1].Messages), "the ticket comes before or after the question")
	for i, c := range []*conversation{tls12, tls13} {
		requireAgrees(t, c, streams[i])
	}
}

// requireAgrees compares with crypto/tls what tshark read.
func requireAgrees(t testing.TB, c *conversation, s tshark.Stream) {
	t.Helper()
	require.Equal(t, "[2001:db8::1]:50001", s.Client)
	require.Equal(t, "[2001:db8::2]:50002", s.Server)

	hello := s.Messages[0]
	require.Equal(t, hexes(c.hello.CipherSuites), hello.Get("tls.handshake.ciphersuite"))
	require.Equal(t, hexes(c.hello.SupportedCurves), hello.Get("tls.handshake.extensions_supported_group"))
	require.Equal(t, []string{"example.com"}, hello.Get("tls.handshake.extensions_server_name"))
	require.Equal(t, c.hello.SupportedProtos, hello.Get("tls.handshake.extensions_alpn_str"))
	require.Equal(t, hexes([]uint16{c.client.CipherSuite}), s.Messages[1].Get("tls.handshake.ciphersuite"))

	first := c.Chunks[0].Data // the ClientHello, in one record and one write
	require.Equal(t, tshark.Record{Type: 22, Version: int(first[1])<<8 | int(first[2]), Length: len(first) - 5}, s.Records[0])
	require.Equal(t, len(first)-9, hello.Length)
	require.Equal(t, first[5:], hello.Bytes)
	require.Contains(t, []int{4, 19}, hello.Frame, "after the three that open the connection")

	for _, m := range s.Messages {
		switch {
		case m.Layer == "handshake" && m.Type == 11:
			require.Equal(t, c.client.PeerCertificates[0].Raw, field(t, m, "tls.handshake.certificate").Bytes)
		case m.Layer == "handshake" && m.Type == 20:
			require.Len(t, field(t, m, "tls.handshake.verify_data").Bytes, m.Length)
			require.Equal(t, field(t, m, "tls.handshake.verify_data").Bytes, m.Bytes[4:], "decrypted")
		case m.Layer == "alert":
			require.Equal(t, []string{"1"}, m.Get("tls.alert_message.level"))
		case m.Layer == "http" && !m.FromServer:
			require.Equal(t, []string{"/the/question"}, m.Get("http.request.uri"))
		}
	}
}

func hexes[T ~uint16](numbers []T) (all []string) {
	for _, n := range numbers {
		all = append(all, fmt.Sprintf("0x%04x", uint16(n)))
	}
	return all
}

func field(t testing.TB, m tshark.Message, name string) tshark.Field {
	t.Helper()
	for _, f := range m.Fields {
		if f.Name == name {
			return f
		}
	}
	require.FailNow(t, "no such field", "%s in %s", name, m)
	return tshark.Field{}
}

func TestHowAConnectionIsCutDoesNotMatter(t *testing.T) {
	t.Parallel()
	tls12, tls13 := converse(t, config12(), 1).Connection, converse(t, config13(), 1).Connection
	streams := dissect(t, tls12, cut(tls12, 100), tls13, cut(tls13, 100))
	for i := 0; i < len(streams); i += 2 {
		whole, cut := streams[i], streams[i+1]
		require.Equal(t, whole.Records, cut.Records)
		require.Equal(t, said(whole.Messages), said(cut.Messages))
		for j, m := range whole.Messages {
			if m.Layer != "http" { // its fields have the numbers of other packets
				require.Equal(t, m.Fields, cut.Messages[j].Fields, m)
			}
		}
	}
}

func TestAMessageOfSeveralRecordsIsOne(t *testing.T) {
	sweep.AllOrSkip(t, "starts TShark, as others here do")
	t.Parallel()
	const certificates = 100 // some 28 KB, and a record has 16 at most
	tls12, tls13 := converse(t, config12(), certificates), converse(t, config13(), certificates)
	streams := dissect(t, tls12.Connection, tls13.Connection)
	require.Equal(t, said12, said(streams[0].Messages))
	require.ElementsMatch(t, said13, said(streams[1].Messages))
	for _, s := range streams {
		for _, m := range s.Messages {
			if m.Layer == "handshake" && m.Type == 11 {
				require.Len(t, m.Get("tls.handshake.certificate"), certificates)
			}
		}
	}
}

func TestWithoutKeysMessagesAreOpaque(t *testing.T) {
	sweep.AllOrSkip(t, "starts TShark, as others here do")
	t.Parallel()
	tls12, tls13 := converse(t, config12(), 1).Connection, converse(t, config13(), 1).Connection
	tls12.KeyLog, tls13.KeyLog = nil, nil
	streams := dissect(t, tls12, tls13)
	require.Equal(t, []string{
		"client handshake 1",
		"server handshake 2", "server handshake 11", "server handshake 12", "server handshake 14",
		"client handshake 16", "client change_cipher_spec 0", "client handshake 0 opaque",
		"server change_cipher_spec 0", "server handshake 0 opaque",
		"client application_data 0", "server application_data 0", "server alert 0 opaque",
	}, said(streams[0].Messages))
	require.Equal(t, []string{"client handshake 1", "server handshake 2", "server change_cipher_spec 0", "server application_data 0"}, said(streams[1].Messages)[:4])
}

func TestAPortOfAnotherProtocolIsOfNoMatter(t *testing.T) {
	t.Parallel()
	c := converse(t, config12(), 1).Connection
	c.Client = netip.AddrPortFrom(c.Client.Addr(), 44818) // EtherNet/IP
	require.Equal(t, said12, said(dissect(t, c)[0].Messages))
}

func TestMessagesInTheClearAreRead(t *testing.T) {
	t.Parallel()
	at := time.Now()
	c := pcapng.Connection{
		Client: netip.MustParseAddrPort("192.0.2.1:50001"), Server: netip.MustParseAddrPort("192.0.2.2:50002"), Started: at,
		Chunks: []pcapng.Chunk{
			{FromClient: true, At: at, Data: unhex(t, "16030100 2d 01000029 0303", hex.EncodeToString(make([]byte, 32)), "00 0002 002f 01 00")},
			{FromClient: true, At: at, Data: unhex(t, "180303 0016 01 0003 616263", hex.EncodeToString(make([]byte, 16)))},
			{At: at, Data: unhex(t, "150301 0002 02 28")},
		},
	}
	messages := dissect(t, c)[0].Messages
	require.Equal(t, []string{"client handshake 1", "client heartbeat 0", "server alert 40"}, said(messages))
	require.Equal(t, []string{"3"}, messages[1].Get("tls.heartbeat_message.payload_length"))
	require.Equal(t, []string{"2"}, messages[2].Get("tls.alert_message.level"))
}

// unhex returns the bytes of parts that may have spaces.
func unhex(t testing.TB, parts ...string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(strings.Join(parts, ""), " ", ""))
	require.NoError(t, err)
	return b
}

func TestAnErrorSaysWhatTSharkSaid(t *testing.T) {
	t.Parallel()
	command := needs.Command(t, needs.TShark)
	_, err := tshark.Dissect(context.Background(), command, filepath.Join(t.TempDir(), "missing.pcapng"))
	require.ErrorContains(t, err, "missing.pcapng")
	require.ErrorContains(t, err, "doesn't exist")

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = tshark.Dissect(ctx, command, "any")
	require.ErrorIs(t, err, context.Canceled)
}
