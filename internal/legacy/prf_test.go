package legacy

import (
	"crypto"
	"encoding/hex"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/needs"
)

// unhex decodes hex with spaces in it.
func unhex(tb testing.TB, s string) []byte {
	tb.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	require.NoError(tb, err)
	return b
}

func TestThePRFOfTLS12GivesThePublishedVectors(t *testing.T) {
	t.Parallel()
	// https://www.ietf.org/mail-archive/web/tls/current/msg03416.html
	for _, v := range []struct {
		hash               crypto.Hash
		secret, seed, want string
	}{
		{
			crypto.SHA256, "9bbe436ba940f017b17652849a71db35", "a0ba9f936cda311827a6f796ffd5198c",
			`e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a
			6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17abfd3797c0564bab
			4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff701
			87347b66`,
		},
		{
			crypto.SHA384, "b80b733d6ceefcdc71566ea48e5567df", "cd665cf6a8447dd6ff8b27555edb7465",
			`7b0c18e9ced410ed1804f2cfa34a336a1c14dffb4900bb5fd7942107e81c83cd
			e9ca0faa60be9fe34f82b1233c9146a0e534cb400fed2700884f9dc236f80edd
			8bfa961144c9e8d792eca722a7b32fc3d416d473ebc2c5fd4abfdad05d918425
			9b5bf8cd4d90fa0d31e2dec479e4f1a26066f2eea9a69236a3e52655c9e9aee6
			91c8f3a26854308d5eaa3be85e0990703d73e56f`,
		},
	} {
		want := unhex(t, v.want)
		got := prf12(v.hash, unhex(t, v.secret), "test label", unhex(t, v.seed), len(want))
		require.Equal(t, want, got, v.hash)
	}
}

// opensslPRF asks OpenSSL for the PRF. MD5-SHA1 is that of TLS 1.0 and 1.1.
func opensslPRF(t *testing.T, digest string, secret, seed []byte, length int) []byte {
	t.Helper()
	out, err := exec.Command(needs.Command(t, needs.OpenSSL), "kdf", "-keylen", strconv.Itoa(length),
		"-kdfopt", "digest:"+digest, "-kdfopt", "hexsecret:"+hex.EncodeToString(secret),
		"-kdfopt", "hexseed:"+hex.EncodeToString(seed), "TLS1-PRF").CombinedOutput()
	require.NoError(t, err, string(out))
	return unhex(t, strings.ReplaceAll(string(out), ":", ""))
}

func TestThePRFsAreThoseOfOpenSSL(t *testing.T) {
	t.Parallel()
	for _, length := range []int{1, 12, 16, 48, 104, 136} { // of secret and output
		secret, seed := counted(length), counted(64)
		labelled := concat([]byte("key expansion"), seed)
		require.Equal(t, opensslPRF(t, "MD5-SHA1", secret, labelled, length), prf10(secret, "key expansion", seed, length))
		require.Equal(t, opensslPRF(t, "SHA256", secret, labelled, length), prf12(crypto.SHA256, secret, "key expansion", seed, length))
		require.Equal(t, opensslPRF(t, "SHA384", secret, labelled, length), prf12(crypto.SHA384, secret, "key expansion", seed, length))
	}
}

func TestHalvesOfAnOddSecretShareAByte(t *testing.T) {
	t.Parallel()
	secret, seed := counted(47), counted(32)
	want := opensslPRF(t, "MD5-SHA1", secret, concat([]byte("master secret"), seed), 48)
	require.Equal(t, want, prf10(secret, "master secret", seed, 48))
}

// counted returns n bytes that differ.
func counted(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i*7 + 1)
	}
	return b
}
