package wire_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

// From RFC 8446, section 4.3.2: an empty context, signature_algorithms with
// ecdsa_secp256r1_sha256, and an empty status_request.
const certificateRequest13 = "\x0d\x00\x00\x0f\x00\x00\x0c\x00\x0d\x00\x04\x00\x02\x04\x03\x00\x05\x00\x00"

func TestACertificateRequestOfTLS13IsReadAndComposed(t *testing.T) {
	t.Parallel()
	request, err := wire.ParseCertificateRequest13([]byte(certificateRequest13))
	require.NoError(t, err)
	require.Empty(t, request.Context)
	require.Equal(t, []wire.Extension{
		{ID: 13, Data: []byte{0, 2, 4, 3}},
		{ID: wire.ExtStatusRequest, Data: []byte{}},
	}, request.Extensions)
	require.Equal(t, certificateRequest13, string(request.Marshal()))
}

func TestACertificateRequestOfTLS13ThatIsCutOffIsNamed(t *testing.T) {
	t.Parallel()
	_, err := wire.ParseCertificateRequest13([]byte("\x0d\x00\x00\x05\x00\x00\x0c\x00\x0d"))
	require.ErrorContains(t, err, "CertificateRequest: extension")
	_, err = wire.ParseCertificateRequest13([]byte("\x02\x00\x00\x00"))
	require.Error(t, err)
}
