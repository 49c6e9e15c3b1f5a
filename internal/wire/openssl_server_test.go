package wire_test

import (
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/wire"
	"github.com/stretchr/testify/require"
)

func TestFlightsOfOpenSSL(t *testing.T) {
	ecdhe := []string{"ServerHello", "Certificate", "ServerKeyExchange", "ServerHelloDone"}
	for _, tc := range sweep.Some(t, 3, []struct {
		name           string
		server, client []string
		version, suite uint16
		group          uint16
		messages       []string
	}{
		{
			"TLS 1.2 on P-384", []string{"-groups", "P-384"}, []string{"-tls1_2", "-cipher", "ECDHE-RSA-AES128-SHA256"},
			0x0303, 0xc027, 24, ecdhe,
		},
		{
			"TLS 1.1 on P-384", []string{"-groups", "P-384", "-cipher", "ALL:@SECLEVEL=0"}, []string{"-tls1_1", "-cipher", "ECDHE-RSA-AES256-SHA:@SECLEVEL=0"},
			0x0302, 0xc014, 24, ecdhe, // no signature scheme in the ServerKeyExchange
		},
		{
			"TLS 1.0 without certificate", []string{"-groups", "P-384", "-cipher", "ALL:@SECLEVEL=0"}, []string{"-tls1", "-cipher", "AECDH-AES128-SHA:@SECLEVEL=0"},
			0x0301, 0xc018, 24, []string{"ServerHello", "ServerKeyExchange", "ServerHelloDone"},
		},
		{
			"TLS 1.2 in small records", []string{"-groups", "P-384", "-max_send_frag", "512"}, []string{"-tls1_2", "-max_send_frag", "512", "-cipher", "ECDHE-RSA-AES128-SHA256"},
			0x0303, 0xc027, 24, ecdhe,
		},
		{
			"TLS 1.3 after a HelloRetryRequest", []string{"-groups", "P-384"}, []string{"-tls1_3", "-ciphersuites", "TLS_AES_128_GCM_SHA256"},
			0x0304, 0x1301, 24, []string{"ServerHello", "ServerHello"},
		},
		{
			"TLS 1.3 on ffdhe2048", []string{"-groups", "ffdhe2048"}, []string{"-tls1_3", "-groups", "ffdhe2048"},
			0x0304, 0x1302, 256, []string{"ServerHello"},
		},
		{
			"TLS 1.2 DHE", nil, []string{"-tls1_2", "-cipher", "DHE-RSA-AES128-SHA256"},
			0x0303, 0x0067, 0, ecdhe,
		},
		{
			"TLS 1.2 RSA key exchange", nil, []string{"-tls1_2", "-cipher", "AES256-SHA256"},
			0x0303, 0x003d, 0, []string{"ServerHello", "Certificate", "ServerHelloDone"},
		},
	}) {
		tc := tc
		t.Run(tc.name, func(t *testing.T) {
			client, server := between(t, startServer(t, tc.server...), tc.client...)
			require.NoError(t, client.Err)
			require.NoError(t, server.Err)
			hello, err := server.ServerHello()
			require.NoError(t, err)
			require.Equal(t, tc.version, hello.Version)
			require.Equal(t, tc.suite, hello.CipherSuite)
			require.Equal(t, tc.group, server.Group())
			require.Empty(t, server.Alerts)
			names := messageNames(server)
			if n := len(names); names[n-1] == "NewSessionTicket" {
				names = names[:n-1]
			}
			require.Equal(t, tc.messages, names)
		})
	}
}

func TestPrimeThatBeginsLikeANamedCurveIsNotTakenForOne(t *testing.T) {
	// 6144 bits are 0x0300 bytes, and named_curve is 3.
	params := filepath.Join(t.TempDir(), "dh.pem")
	out, err := exec.Command(needs.Command(t, needs.OpenSSL), "genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:ffdhe6144", "-out", params).CombinedOutput()
	require.NoError(t, err, string(out))
	_, server := between(t, startServer(t, "-dhparam", params), "-tls1_2", "-cipher", "DHE-RSA-AES128-SHA256")
	exchange := messagesOf(server, wire.TypeServerKeyExchange)
	require.Len(t, exchange, 1)
	require.Equal(t, []byte{3, 0}, exchange[0].Body[:2], "the trap must be there")
	require.Zero(t, server.Group())
}

func TestSecondHelloAfterARetryIsReadBehindTheChangeCipherSpec(t *testing.T) {
	client, _ := between(t, startServer(t, "-groups", "P-384"), "-tls1_3")
	require.Equal(t, []string{"ClientHello", "ClientHello"}, messageNames(client))
	second, err := wire.ParseClientHello(client.Messages[1].Raw)
	require.NoError(t, err)
	require.Equal(t, []wire.KeyShare{{Group: 24, Length: 97}}, second.KeyShares)
	first, err := client.ClientHello()
	require.NoError(t, err)
	require.NotEqual(t, first.KeyShares, second.KeyShares)
	require.Equal(t, first.Random, second.Random)
}

func TestTheSchemeOfAServersSignatureIsTheOneItWasToldToUse(t *testing.T) {
	for name, scheme := range map[string]uint16{"RSA+SHA256": 0x0401, "RSA-PSS+SHA384": 0x0805} {
		_, server := between(t, startServer(t, "-sigalgs", name), "-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256")
		require.Equal(t, scheme, server.SignatureScheme(), name)
	}
	_, server := between(t, startServer(t), "-tls1_2", "-cipher", "AES256-SHA256")
	require.Zero(t, server.SignatureScheme(), "RSA key exchange is not signed")
}
