package harness

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/dissect"
	"github.com/legacytls/legacytls/internal/wire"
)

// No server here sends these, or gets them; their forms are those of the RFCs.
func TestRareMessagesAreNamedAndRead(t *testing.T) {
	t.Parallel()
	hash := strings.Repeat("h", 20)
	for _, tc := range []struct {
		kind    wire.HandshakeType
		body    string
		version uint16
		want    []StepField
	}{
		{wire.TypeNextProtocol, "\x06spdy/3\x03\x00\x00\x00", wire.VersionTLS12, []StepField{{"protocol", []string{"spdy/3"}}, {"padding", []string{"3 bytes"}}}},
		{wire.TypeSupplementalData, "\x00\x00\x05\x00\x07\x00\x01x", wire.VersionTLS12, []StepField{{"type 7", []string{"1 byte"}}}},
		{wire.TypeCertificateURL, "\x00\x00\x1f\x00\x08http://a\x01" + hash, wire.VersionTLS12, []StepField{{"URL", []string{"http://a"}}}},
		{wire.TypeCompressedCertificate, "\x00\x02\x00\x01\x00\x00\x00\x02zz", wire.VersionTLS13, []StepField{{"compression", []string{"brotli"}}, {"uncompressed", []string{"256 bytes"}}}},
		{wire.TypeKeyUpdate, "\x01", wire.VersionTLS13, []StepField{{"asks", []string{"for the other side's keys to be updated too"}}}},
		{99, "ab", wire.VersionTLS12, []StepField{{"content", []string{"6162"}}}},
	} {
		raw := wire.MarshalMessage(tc.kind, []byte(tc.body))
		step := stepOf(dissect.Step{
			Type: wire.Handshake, Length: len(raw), Negotiated: tc.version,
			Message: &wire.Message{Type: tc.kind, Raw: raw, Body: raw[4:]},
		})
		require.Equal(t, tc.kind.String(), step.Name)
		require.Equal(t, tc.want, step.Fields, step.Name)
		require.Empty(t, step.Problem, step.Name)
	}
}
