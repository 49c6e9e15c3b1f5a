package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/needs"
)

// connectSClient connects openssl s_client and returns what it printed and whether
// it ended well.
func connectSClient(t *testing.T, addr, roots string, args ...string) (string, error) {
	t.Helper()
	return runSClient(t, append([]string{"-connect", addr, "-CAfile", roots, "-verify_return_error"}, args...)...)
}

func runSClient(t *testing.T, args ...string) (string, error) {
	t.Helper()
	return runSClientWith(t, bytes.NewReader(nil), args...) // the end of its input ends it
}

// connectStayingSClient is connectSClient with a client that stays until the connection
// ends, and so sees what comes after the handshake.
func connectStayingSClient(t *testing.T, addr, roots string, args ...string) (string, error) {
	t.Helper()
	input, open, err := os.Pipe()
	require.NoError(t, err)
	defer input.Close()
	defer open.Close()
	return runSClientWith(t, input, append([]string{"-connect", addr, "-CAfile", roots, "-verify_return_error"}, args...)...)
}

func runSClientWith(t *testing.T, input io.Reader, args ...string) (string, error) {
	t.Helper()
	openssl := needs.Command(t, needs.OpenSSL)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, openssl, append([]string{"s_client"}, args...)...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.Stdin = input
	err := cmd.Run()
	require.NoError(t, ctx.Err(), "s_client does not end; so far: %s", out.String())
	return out.String(), err
}

func TestOpenSSLGetsThePinnedSuiteOfAServedProfile(t *testing.T) {
	// OpenSSL prints the lowest version of the suite first, then the protocol's.
	for profile, suite := range map[string]string{
		"aes128-sha-only":        "SSLv3, Cipher is AES128-SHA\n",
		"aes128-gcm-sha256-only": "TLSv1.2, Cipher is AES128-GCM-SHA256\n",
		"aes256-sha256-only":     "TLSv1.2, Cipher is AES256-SHA256\n",
	} {
		s := serve(t, profile)
		addr, _, roots := s.listening()
		out, err := connectSClient(t, addr, roots)
		require.NoError(t, err, out)
		require.Contains(t, out, "New, "+suite)
		require.Contains(t, out, "Protocol  : TLSv1.2\n")
		require.Contains(t, out, "Verify return code: 0 (ok)")
		require.Contains(t, s.line(), profile+" connection 1: TLS 1.2 AES")
	}
}

func TestOpenSSLIsRefusedWithoutThePinnedSuite(t *testing.T) {
	for profile, ciphers := range map[string]string{
		"aes128-sha-only":    "ALL:!AES128-SHA",
		"aes256-sha256-only": "ALL:-AES256-SHA256",
	} {
		s := serve(t, profile)
		addr, _, roots := s.listening()
		out, err := connectSClient(t, addr, roots, "-cipher", ciphers)
		require.Error(t, err, out)
		require.Contains(t, out, "alert handshake failure")
		require.Contains(t, out, "SSL alert number 40")
		require.Contains(t, out, "Cipher is (NONE)")
		require.Contains(t, s.line(), profile+" connection 1: refused: ")
	}
}

func TestCurlGetsThePageOfAServedProfile(t *testing.T) {
	s := serve(t, "aes256-sha256-only")
	addr, _, roots := s.listening()
	page, err := exec.Command(needs.Command(t, needs.Curl), "--silent", "--show-error", "--fail", "--max-time", "20", "--cacert", roots, "https://"+addr).CombinedOutput()
	require.NoError(t, err, string(page))
	require.NotEmpty(t, page)
	require.Equal(t, "aes256-sha256-only connection 1: TLS 1.2 AES256-SHA256", s.line())
}

func TestOpenSSLSeesWhatTheExampleSays(t *testing.T) {
	s := serve(t, filepath.Join("..", "..", "examples", "profiles", "old-appliance.yaml"))
	addr, _, roots := s.listening()
	out, err := connectSClient(t, addr, roots, "-legacy_server_connect", "-cipher", "ALL:@SECLEVEL=0", "-status")
	require.NoError(t, err, out)
	for _, want := range []string{
		"Cipher is DHE-RSA-AES256-SHA\n",
		"Server Temp Key: DH, 1024 bits\n",
		"Peer signing digest: SHA1\n",
		"Cert Status: good\n",
		"Acceptable client certificate CA names\nCN = Partner Device CA 1\nCN = Partner Device CA 2\n",
		"Requested Signature Algorithms: RSA+SHA256:RSA+SHA1\n",
		"Secure Renegotiation IS NOT supported\n",
		"Extended master secret: no\n",
	} {
		require.Contains(t, out, want)
	}
	require.Regexp(t, `Session-ID: [0-9A-F]{64}\n`, out)
	require.NotContains(t, out, "TLS session ticket")
}
