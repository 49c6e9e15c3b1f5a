package foreign_test

import (
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/foreign"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/wire"
)

func TestOpenSSLOffersWhatItsOwnListHas(t *testing.T) {
	t.Parallel()
	command, c := needs.Command(t, needs.OpenSSL), foreign.OpenSSL(t)
	for flag, version := range map[string]uint16{"-tls1": wire.VersionTLS10, "-tls1_1": wire.VersionTLS11, "-tls1_2": wire.VersionTLS12} {
		out, err := exec.Command(command, "ciphers", "-s", flag, "-V", "ALL:COMPLEMENTOFALL:@SECLEVEL=0").Output()
		require.NoError(t, err)
		require.ElementsMatch(t, suiteIDs(t, `(?m)^\s*0x(..),0x(..) `, out), c.Suites(version), flag)
	}
}

func TestGnuTLSOffersNothingThatItsOwnListLacks(t *testing.T) {
	t.Parallel()
	out, err := exec.Command(needs.CommandOf(t, needs.GnuTLS, "gnutls-cli"), "--list").Output()
	require.NoError(t, err)
	c := foreign.GnuTLS(t)
	require.Subset(t, suiteIDs(t, `(?m)^TLS_\S+\s+0x(..), 0x(..)\s+TLS1\.0$`, out), c.Suites(wire.VersionTLS10))
	require.Subset(t, suiteIDs(t, `(?m)^TLS_\S+\s+0x(..), 0x(..)\s+TLS1\.[02]$`, out), c.Suites(wire.VersionTLS12))
}

func suiteIDs(t *testing.T, row string, list []byte) (ids []uint16) {
	t.Helper()
	for _, m := range regexp.MustCompile(row).FindAllSubmatch(list, -1) {
		id, err := strconv.ParseUint(fmt.Sprintf("%s%s", m[1], m[2]), 16, 16)
		require.NoError(t, err)
		ids = append(ids, uint16(id))
	}
	require.NotEmpty(t, ids, string(list))
	return ids
}

func TestAClientSaysWhyItLacksASuite(t *testing.T) {
	sweep.AllOrSkip(t, "starts Java")
	t.Parallel()
	openssl, gnutls, java, curl := foreign.OpenSSL(t), foreign.GnuTLS(t), foreign.Java(t), foreign.Curl(t)
	require.Empty(t, openssl.Lacks(wire.VersionTLS10, aes128SHA))
	require.Equal(t, "openssl offers no TLS_RSA_WITH_AES_256_CBC_SHA256 in TLS 1.1", openssl.Lacks(wire.VersionTLS11, aes256SHA256))
	require.Empty(t, openssl.Lacks(wire.VersionTLS12, aes256SHA256))
	require.Empty(t, gnutls.Lacks(wire.VersionTLS12, rc4MD5))
	require.Contains(t, gnutls.Lacks(wire.VersionSSL30, rc4MD5), "gnutls sends no ClientHello of SSL 3.0: ")
	require.Empty(t, java.Lacks(wire.VersionSSL30, rc4MD5))
	require.Contains(t, curl.Lacks(wire.VersionSSL30, rc4MD5), "version SSL 3.0")
}
