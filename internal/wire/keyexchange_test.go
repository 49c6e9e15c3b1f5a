package wire_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/wire"
)

var keyExchanges = []struct {
	name           string
	version        uint16
	server, client []string
}{
	{
		"TLS 1.2 DHE", 0x0303, nil,
		[]string{"-tls1_2", "-cipher", "DHE-RSA-AES128-SHA256"},
	},
	{
		"TLS 1.2 ECDHE on P-384", 0x0303, []string{"-groups", "P-384"},
		[]string{"-tls1_2", "-cipher", "ECDHE-RSA-AES128-SHA256"},
	},
	{
		"TLS 1.1 ECDHE on X25519", 0x0302, []string{"-groups", "X25519", "-cipher", "ALL:@SECLEVEL=0"},
		[]string{"-tls1_1", "-cipher", "ECDHE-RSA-AES128-SHA:@SECLEVEL=0"},
	},
	{
		"TLS 1.0 DHE", 0x0301, []string{"-cipher", "ALL:@SECLEVEL=0"},
		[]string{"-tls1", "-cipher", "DHE-RSA-AES128-SHA:@SECLEVEL=0"},
	},
	{
		"TLS 1.2 anonymous DH", 0x0303, []string{"-cipher", "ALL:@SECLEVEL=0"},
		[]string{"-tls1_2", "-cipher", "ADH-AES128-SHA:@SECLEVEL=0"},
	},
	{
		"TLS 1.0 anonymous ECDH", 0x0301, []string{"-groups", "P-521", "-cipher", "ALL:@SECLEVEL=0"},
		[]string{"-tls1", "-cipher", "AECDH-AES128-SHA:@SECLEVEL=0"},
	},
}

func TestAServerKeyExchangeIsComposedToWhatOpenSSLSendsAndReadAsItTells(t *testing.T) {
	for _, tc := range sweep.Some(t, 3, keyExchanges) {
		tc := tc
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, server, printed := overheard(t, startServer(t, tc.server...), append(tc.client, "-trace")...)
			said := tell(t, printed, wire.TypeServerKeyExchange)
			exchange := &wire.ServerKeyExchange{Params: paramsOf(t, said)}
			if schemes := said.numbers(t, "Signature Algorithm: .*", 16); len(schemes) > 0 {
				exchange.Scheme = schemes[0]
			}
			if certificate := messagesOf(server, wire.TypeCertificate); certificate != nil {
				exchange.Signature = said.bytes("Signature")
			}
			require.Equal(t, tc.version >= 0x0303 && exchange.Signature != nil, exchange.Scheme != 0, "the trace must have been understood")
			raw := only(t, server, wire.TypeServerKeyExchange)
			require.Equal(t, raw, exchange.Marshal(tc.version))

			of := wire.KeyExchange{Method: wire.ExchangeDH, Signed: exchange.Signature != nil}
			if len(said.numbers(t, "named_curve: .*", 10)) > 0 {
				of.Method = wire.ExchangeECDH
			}
			read, err := wire.ParseServerKeyExchange(raw, tc.version, of)
			require.NoError(t, err)
			requireParams(t, said, read)
			require.Equal(t, exchange.Params, read.Params)
			require.Equal(t, exchange.Scheme, read.Scheme)
			require.Equal(t, exchange.Signature, read.Signature)
			require.Nil(t, read.Hint)
		})
	}
}

// paramsOf composes the parameters that OpenSSL tells.
func paramsOf(t *testing.T, said told) []byte {
	t.Helper()
	if curve := said.numbers(t, "named_curve: .*", 10); len(curve) > 0 {
		return wire.ECDHParams(curve[0], said.bytes("point"))
	}
	return wire.DHParams(said.bytes("dh_p"), said.bytes("dh_g"), said.bytes("dh_Ys"))
}

func TestTheParamsAreWhatAServerSigns(t *testing.T) {
	client, server, printed := overheard(t, startServer(t, "-sigalgs", "RSA+SHA256"), "-tls1_2", "-cipher", "DHE-RSA-AES128-SHA256", "-trace")
	hello, err := client.ClientHello()
	require.NoError(t, err)
	answer, err := server.ServerHello()
	require.NoError(t, err)
	said := tell(t, printed, wire.TypeServerKeyExchange)

	signed := append(append(hello.Random[:], answer.Random[:]...), paramsOf(t, said)...)
	digest := sha256.Sum256(signed)
	rsaCert, _, _ := certificates(t)
	require.NoError(t, rsa.VerifyPKCS1v15(rsaCert.Leaf.PublicKey.(*rsa.PublicKey), crypto.SHA256, digest[:], said.bytes("Signature")))
}

func TestTheClientsPublicKeyIsTheOneThatOpenSSLTells(t *testing.T) {
	for _, tc := range sweep.Some(t, 3, keyExchanges) {
		tc := tc
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			client, _, printed := overheard(t, startServer(t, tc.server...), append(tc.client, "-trace")...)
			raw := only(t, client, wire.TypeClientKeyExchange)
			if len(tell(t, printed, wire.TypeServerKeyExchange).numbers(t, "named_curve: .*", 10)) > 0 {
				public, err := wire.ParseClientECDHPublic(raw)
				require.NoError(t, err)
				require.Equal(t, tell(t, printed, wire.TypeClientKeyExchange).bytes("ecdh_Yc"), public)
				return
			}
			public, err := wire.ParseClientDHPublic(raw)
			require.NoError(t, err)
			require.Equal(t, tell(t, printed, wire.TypeClientKeyExchange).bytes("dh_Yc"), public)
		})
	}
}

func TestTheEncryptedPremasterSecretOpensWithTheServersKey(t *testing.T) {
	client, _, printed := overheard(t, startServer(t), "-tls1_2", "-cipher", "AES128-SHA256", "-trace")
	raw := only(t, client, wire.TypeClientKeyExchange)
	encrypted, err := wire.ParseEncryptedPremaster(raw, wire.VersionTLS12)
	require.NoError(t, err)
	require.Equal(t, tell(t, printed, wire.TypeClientKeyExchange).bytes("EncryptedPreMasterSecret"), encrypted)

	rsaCert, _, _ := certificates(t)
	premaster, err := rsaCert.PrivateKey.(crypto.Decrypter).Decrypt(nil, encrypted, nil)
	require.NoError(t, err)
	require.Len(t, premaster, 48)
	require.Equal(t, []byte{3, 3}, premaster[:2], "client_version (RFC 5246 section 7.4.7.1)")

	// RFC 6101 section 5.6.7.1 means the secret alone.
	ssl3 := append([]byte{16}, vec(3, encrypted)...)
	without, err := wire.ParseEncryptedPremaster(ssl3, wire.VersionSSL30)
	require.NoError(t, err)
	require.Equal(t, encrypted, without)
	_, err = wire.ParseEncryptedPremaster(raw, wire.VersionTLS10)
	require.NoError(t, err, "TLS 1.0 is the first with the length")
	_, err = wire.ParseEncryptedPremaster(ssl3, wire.VersionTLS10)
	require.Error(t, err, "the secret begins with no length of it")
}
