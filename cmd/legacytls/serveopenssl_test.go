package main

import (
	"bytes"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/needs"
)

// sClient connects openssl s_client and returns what it printed and whether it
// ended well.
func sClient(t *testing.T, addr, roots string, args ...string) (string, error) {
	t.Helper()
	openssl := needs.Command(t, needs.OpenSSL)
	cmd := exec.Command(openssl, append([]string{"s_client", "-connect", addr, "-CAfile", roots, "-verify_return_error"}, args...)...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.Stdin = bytes.NewReader(nil) // the end of its input ends it
	err := cmd.Run()
	return out.String(), err
}

func TestOpenSSLGetsThePinnedSuiteOfAServedProfile(t *testing.T) {
	// OpenSSL prints the lowest version of the suite first, then the protocol's.
	for profile, suite := range map[string]string{
		"aes128-sha-only":        "SSLv3, Cipher is AES128-SHA\n",
		"aes128-gcm-sha256-only": "TLSv1.2, Cipher is AES128-GCM-SHA256\n",
	} {
		s := serve(t, profile)
		addr, _, roots := s.listening()
		out, err := sClient(t, addr, roots)
		require.NoError(t, err, out)
		require.Contains(t, out, "New, "+suite)
		require.Contains(t, out, "Protocol  : TLSv1.2\n")
		require.Contains(t, out, "Verify return code: 0 (ok)")
		require.Contains(t, s.line(), profile+" connection 1: TLS 1.2 AES128-")
	}
}

func TestOpenSSLIsRefusedWithoutThePinnedSuite(t *testing.T) {
	s := serve(t, "aes128-sha-only")
	addr, _, roots := s.listening()
	out, err := sClient(t, addr, roots, "-cipher", "ALL:!AES128-SHA")
	require.Error(t, err, out)
	require.Contains(t, out, "alert handshake failure")
	require.Contains(t, out, "Cipher is (NONE)")
	require.Contains(t, s.line(), "connection 1: refused: ")
}
