package wire_test

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

func TestAStapledResponseIsComposedToWhatAServerSends(t *testing.T) {
	rsaCert, _, _ := certificates(t)
	rsaCert.OCSPStaple = []byte("an answer of an authority")
	c := converse(t, &tls.Config{MaxVersion: tls.VersionTLS12}, &tls.Config{Certificates: []tls.Certificate{rsaCert}})
	require.Equal(t, rsaCert.OCSPStaple, c.client.OCSPResponse)
	raw := only(t, wire.DecodeFlow(c.serverSent), wire.TypeCertificateStatus)
	require.Equal(t, raw, wire.MarshalCertificateStatus(rsaCert.OCSPStaple))
}
