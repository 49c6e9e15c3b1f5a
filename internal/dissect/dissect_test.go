package dissect_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/dissect"
	"github.com/legacytls/legacytls/internal/wire"
)

// said returns what a side has sent as application data.
func (s seen) said(from dissect.Side) string {
	var b strings.Builder
	for _, step := range s.Steps {
		if step.From == from && step.Type == wire.ApplicationData {
			b.Write(step.Content)
		}
	}
	return b.String()
}

// messages returns the handshake messages in their order, those of the server in brackets.
func (s seen) messages() string {
	var names []string
	for _, step := range s.Steps {
		switch {
		case step.Message == nil:
		case step.From == dissect.Server:
			names = append(names, "["+step.Message.Type.String()+"]")
		default:
			names = append(names, step.Message.Type.String())
		}
	}
	return strings.Join(names, " ")
}

// requireOpen checks that nothing stayed closed, and that each Finished is what it is to be.
func (s seen) requireOpen(t *testing.T) {
	t.Helper()
	finished := 0
	for _, step := range s.Steps {
		require.NoError(t, step.Err, "%s %s", step.From, step.Type)
		require.Equal(t, step.Encrypted, step.Opened)
		if step.Message != nil && step.Message.Type == wire.TypeFinished {
			require.True(t, step.Encrypted)
			require.Equal(t, step.Message.Body, step.VerifyData)
			finished++
		}
	}
	require.Equal(t, 2*len(s.Handshakes), finished)
}

// OpenSSL is both sides, and its own words for what it agreed on are compared. CBC suites have
// encrypt-then-MAC with it, unless -no_etm is given.
func TestEveryCipherOfOpenSSLIsOpened(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	const (
		ecdhe = "ClientHello [ServerHello] [Certificate] [ServerKeyExchange] [ServerHelloDone] ClientKeyExchange Finished [NewSessionTicket] [Finished]"
		rsa   = "ClientHello [ServerHello] [Certificate] [ServerHelloDone] ClientKeyExchange Finished [NewSessionTicket] [Finished]"
		tls13 = "ClientHello [ServerHello] [EncryptedExtensions] [Certificate] [CertificateVerify] [Finished] Finished [NewSessionTicket] [NewSessionTicket]"
	)
	for _, tc := range []struct {
		args     string
		suite    string // as s_client says
		messages string
	}{
		{"-tls1_2 -cipher AES128-SHA", "AES128-SHA", rsa},
		{"-tls1_2 -cipher AES128-SHA -no_etm", "AES128-SHA", rsa},
		{"-tls1_2 -cipher AES256-SHA256", "AES256-SHA256", rsa},
		{"-tls1_2 -cipher NULL-SHA:@SECLEVEL=0", "NULL-SHA", rsa},
		{"-tls1_2 -cipher AES128-CCM8", "AES128-CCM8", rsa},
		{"-tls1_2 -cipher ECDHE-RSA-AES256-SHA384", "ECDHE-RSA-AES256-SHA384", ecdhe},
		{"-tls1_2 -cipher ECDHE-RSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305", ecdhe},
		{"-tls1_2 -cipher DHE-RSA-AES256-GCM-SHA384", "DHE-RSA-AES256-GCM-SHA384", ecdhe},
		{"-tls1_1 -cipher AES256-SHA:@SECLEVEL=0", "AES256-SHA", rsa},
		{"-tls1 -cipher ECDHE-RSA-AES128-SHA:@SECLEVEL=0", "ECDHE-RSA-AES128-SHA", ecdhe},
		{"-tls1 -no_etm -cipher ECDHE-RSA-AES128-SHA:@SECLEVEL=0", "ECDHE-RSA-AES128-SHA", ecdhe},
		{"-tls1_3 -ciphersuites TLS_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256", tls13},
		{"-tls1_3 -record_padding 100 -ciphersuites TLS_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256", tls13},
		{"-tls1_3 -ciphersuites TLS_AES_256_GCM_SHA384", "TLS_AES_256_GCM_SHA384", tls13},
		{"-tls1_3 -ciphersuites TLS_CHACHA20_POLY1305_SHA256", "TLS_CHACHA20_POLY1305_SHA256", tls13},
		{"-tls1_3 -ciphersuites TLS_AES_128_CCM_SHA256", "TLS_AES_128_CCM_SHA256", tls13},
		{"-tls1_3 -ciphersuites TLS_AES_128_CCM_8_SHA256 -cipher @SECLEVEL=0:ALL", "TLS_AES_128_CCM_8_SHA256", tls13},
	} {
		seen := s.connect([]string{"a line", "another one"}, strings.Fields(tc.args)...)
		require.Contains(t, seen.printed, "Cipher is "+tc.suite+"\n", tc.args)
		seen.requireOpen(t)
		require.Equal(t, tc.messages, seen.messages(), tc.args)
		require.Equal(t, "a line\nanother one\n", seen.said(dissect.Client), tc.args)
		require.Equal(t, "enil a\neno rehtona\n", seen.said(dissect.Server), tc.args)
	}
}

func TestAnotherHandshakeIsOpenedAsTheFirst(t *testing.T) {
	t.Parallel()
	seen := startServer(t, "-client_renegotiation").connect([]string{"a line", "R", "another one"}, "-tls1_2", "-cipher", "AES128-SHA")
	seen.requireOpen(t)
	require.Len(t, seen.Handshakes, 2)
	require.NotEqual(t, seen.Handshakes[0].ClientRandom, seen.Handshakes[1].ClientRandom)
	require.Equal(t, "a line\nanother one\n", seen.said(dissect.Client))
	require.Equal(t, "enil a\neno rehtona\n", seen.said(dissect.Server))
}

// K asks the server to update its keys as well.
func TestKeyUpdatesAreFollowedOnBothSides(t *testing.T) {
	t.Parallel()
	seen := startServer(t).connect([]string{"a line", "K", "another one", "K", "the last"}, "-tls1_3")
	seen.requireOpen(t)
	require.Equal(t, 2, strings.Count(seen.messages(), " KeyUpdate"))
	require.Equal(t, 2, strings.Count(seen.messages(), " [KeyUpdate]"))
	require.Equal(t, "a line\nanother one\nthe last\n", seen.said(dissect.Client))
	require.Equal(t, "enil a\neno rehtona\ntsal eht\n", seen.said(dissect.Server))
}

// The server has no share of the first group, and asks for another one.
func TestAHelloRetryRequestIsInTheTranscript(t *testing.T) {
	t.Parallel()
	seen := startServer(t, "-groups", "P-384").connect([]string{"a line"}, "-tls1_3", "-groups", "X25519:P-384")
	seen.requireOpen(t)
	require.True(t, strings.HasPrefix(seen.messages(), "ClientHello [ServerHello] ClientHello [ServerHello] [EncryptedExtensions]"), seen.messages())
	require.Len(t, seen.Handshakes, 1)
}

func TestACertificateOfTheClientIsOpened(t *testing.T) {
	t.Parallel()
	for version, messages := range map[string]string{
		"-tls1_2": "ClientHello [ServerHello] [Certificate] [ServerKeyExchange] [CertificateRequest] [ServerHelloDone] Certificate ClientKeyExchange CertificateVerify Finished ",
		"-tls1_3": "ClientHello [ServerHello] [EncryptedExtensions] [CertificateRequest] [Certificate] [CertificateVerify] [Finished] Certificate CertificateVerify Finished",
	} {
		s := startServer(t, "-verify", "1")
		seen := s.connect([]string{"a line"}, version, "-cert", s.chain)
		seen.requireOpen(t)
		require.True(t, strings.HasPrefix(seen.messages(), messages), seen.messages())
	}
}

// Cipher and secrets are two things that can be missing.
func TestWhatCannotBeOpenedSaysWhyAndTheRestIsThere(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	seen := s.connect([]string{"a line"}, "-tls1_2", "-cipher", "CAMELLIA128-SHA")
	closed := 0
	for _, step := range seen.Steps {
		if step.Encrypted {
			closed++
			require.False(t, step.Opened)
			require.EqualError(t, step.Err, "encrypted with CAMELLIA128-SHA: the records cannot be opened: no cipher CAMELLIA-128-CBC")
		}
	}
	require.Greater(t, closed, 3)
	require.Contains(t, seen.messages(), "ClientHello [ServerHello] [Certificate] [ServerHelloDone] ClientKeyExchange")
}
