package wire_test

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

func TestTheMessagesAboutAClientCertificateAreThoseThatOpenSSLTells(t *testing.T) {
	for _, tc := range []struct {
		name, flag, cipher string
		version            uint16
	}{
		{"TLS 1.0", "-tls1", "ECDHE-RSA-AES128-SHA:@SECLEVEL=0", wire.VersionTLS10},
		{"TLS 1.2", "-tls1_2", "ECDHE-RSA-AES128-SHA256", wire.VersionTLS12},
	} {
		tc := tc
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			certFile, keyFile := writeCertificate(t)
			rsaCert, _, _ := certificates(t)
			server := startServer(t, "-Verify", "1", "-CAfile", certFile, "-cipher", "ALL:@SECLEVEL=0")
			client, answer, printed := overheard(t, server, tc.flag, "-cipher", tc.cipher, "-cert", certFile, "-key", keyFile, "-trace")

			raw := only(t, answer, wire.TypeCertificateRequest)
			request, err := wire.ParseCertificateRequest(raw, tc.version)
			require.NoError(t, err)
			said := tell(t, printed, wire.TypeCertificateRequest)
			require.Equal(t, said.numbers(t, `\w+_sign`, 10), widened(request.Types))
			require.Equal(t, said.numbers(t, `\w+`, 16)[len(request.Types):], sameLength(request.Schemes))
			require.Equal(t, tc.version == wire.VersionTLS12, request.Schemes != nil)
			require.Equal(t, [][]byte{rsaCert.Leaf.RawSubject}, request.Authorities)
			require.Equal(t, raw, request.Marshal(tc.version))

			chain, err := wire.ParseCertificate(only(t, client, wire.TypeCertificate))
			require.NoError(t, err)
			require.Equal(t, rsaCert.Certificate, chain)

			verify, err := wire.ParseCertificateVerify(only(t, client, wire.TypeCertificateVerify), tc.version)
			require.NoError(t, err)
			said = tell(t, printed, wire.TypeCertificateVerify)
			require.Equal(t, said.bytes("Signature"), verify.Signature)
			require.Equal(t, said.numbers(t, "Signature Algorithm: .*", 16), nonzero(verify.Scheme))
		})
	}
}

func TestACryptoTLSClientSignsAllMessagesUpToItsCertificateVerify(t *testing.T) {
	_, ecdsaCert, roots := certificates(t)
	c := converse(t,
		&tls.Config{MaxVersion: tls.VersionTLS12, Certificates: []tls.Certificate{ecdsaCert}},
		&tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: roots})
	require.NoError(t, c.serverErr)
	require.NoError(t, c.clientErr)
	client, server := wire.DecodeFlow(c.clientSent), wire.DecodeFlow(c.serverSent)
	verify, err := wire.ParseCertificateVerify(only(t, client, wire.TypeCertificateVerify), wire.VersionTLS12)
	require.NoError(t, err)
	require.Equal(t, uint16(tls.ECDSAWithP256AndSHA256), verify.Scheme)

	transcript := append([]byte(nil), client.Messages[0].Raw...)
	for _, m := range server.Messages {
		if m.Type != wire.TypeNewSessionTicket { // it comes after
			transcript = append(transcript, m.Raw...)
		}
	}
	transcript = append(transcript, only(t, client, wire.TypeCertificate)...)
	transcript = append(transcript, only(t, client, wire.TypeClientKeyExchange)...)
	digest := sha256.Sum256(transcript)
	require.True(t, ecdsa.VerifyASN1(ecdsaCert.Leaf.PublicKey.(*ecdsa.PublicKey), digest[:], verify.Signature))
}

func TestAClientReadsTheRequestThatWeCompose(t *testing.T) {
	_, ecdsaCert, roots := certificates(t)
	var seen *tls.CertificateRequestInfo
	c := converse(t,
		&tls.Config{MaxVersion: tls.VersionTLS12, GetClientCertificate: func(info *tls.CertificateRequestInfo) (*tls.Certificate, error) {
			seen = info
			return &ecdsaCert, nil
		}},
		&tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: roots})
	require.NoError(t, c.serverErr)
	raw := only(t, wire.DecodeFlow(c.serverSent), wire.TypeCertificateRequest)
	request, err := wire.ParseCertificateRequest(raw, wire.VersionTLS12)
	require.NoError(t, err)
	require.Equal(t, numbers(seen.SignatureSchemes), request.Schemes)
	require.Equal(t, seen.AcceptableCAs, request.Authorities)
	require.Len(t, request.Authorities, 2)
	require.Equal(t, raw, request.Marshal(wire.VersionTLS12))
}

func TestAClientWithoutACertificateSendsAnEmptyList(t *testing.T) {
	c := converse(t, &tls.Config{MaxVersion: tls.VersionTLS12}, &tls.Config{ClientAuth: tls.RequestClientCert})
	require.NoError(t, c.serverErr)
	raw := only(t, wire.DecodeFlow(c.clientSent), wire.TypeCertificate)
	chain, err := wire.ParseCertificate(raw)
	require.NoError(t, err)
	require.Empty(t, chain)
	require.Equal(t, raw, wire.MarshalCertificate(nil))
}

func TestAChainIsReadInOrder(t *testing.T) {
	rsaCert, ecdsaCert, _ := certificates(t)
	sent := tls.Certificate{Certificate: [][]byte{ecdsaCert.Certificate[0], rsaCert.Certificate[0]}, PrivateKey: ecdsaCert.PrivateKey}
	c := converse(t, &tls.Config{MaxVersion: tls.VersionTLS12}, &tls.Config{Certificates: []tls.Certificate{sent}})
	require.NoError(t, c.clientErr)
	chain, err := wire.ParseCertificate(only(t, wire.DecodeFlow(c.serverSent), wire.TypeCertificate))
	require.NoError(t, err)
	require.Len(t, c.client.PeerCertificates, 2)
	require.Equal(t, raws(c.client.PeerCertificates), chain)
}

func raws(certs []*x509.Certificate) [][]byte {
	var all [][]byte
	for _, cert := range certs {
		all = append(all, cert.Raw)
	}
	return all
}

func widened(values []uint8) []uint16 {
	wide := []uint16{}
	for _, v := range values {
		wide = append(wide, uint16(v))
	}
	return wide
}

// nonzero makes 0 none.
func nonzero(id uint16) []uint16 {
	if id == 0 {
		return []uint16{}
	}
	return []uint16{id}
}
