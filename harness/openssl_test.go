package harness_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
)

// An openssl is the openssl command, a client that knows nothing of Go.
type openssl struct {
	path string
	dir  string
}

func newOpenSSL(t *testing.T) openssl {
	t.Helper()
	return openssl{needs.Command(t, "openssl"), t.TempDir()}
}

func (o openssl) run(stdin string, args ...string) string {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, o.path, args...)
	cmd.Stdin = strings.NewReader(stdin)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		out.WriteString("\n" + err.Error())
	}
	return out.String()
}

// sClient connects `openssl s_client` to s and returns all that it prints.
func (o openssl) sClient(t *testing.T, s *harness.Server, args ...string) string {
	t.Helper()
	authority, err := certs.Shared()
	require.NoError(t, err)
	roots := filepath.Join(t.TempDir(), "roots.pem")
	require.NoError(t, os.WriteFile(roots, s.RootsPEM, 0o600))
	// A certificate that is its own root is no authority, which -partial_chain lets pass.
	args = append([]string{"s_client", "-connect", s.Addr, "-CAfile", roots, "-servername", "localhost",
		"-verify_return_error", "-partial_chain", "-legacy_server_connect"}, args...)
	if s.Profile.ClientAuth != tls.NoClientCert {
		cert, err := authority.Issue(certs.Spec{CommonName: "openssl", ForClient: true})
		require.NoError(t, err)
		chain, key, err := cert.WriteFiles(o.dir, "client")
		require.NoError(t, err)
		args = append(args, "-cert", chain, "-key", key)
	}
	return o.run("", args...)
}

// suites are the names of those that this openssl was built with.
func (o openssl) suites() []string {
	return strings.Split(strings.TrimSpace(o.run("", "ciphers", "ALL:COMPLEMENTOFALL:@SECLEVEL=0")), ":")
}

// suiteFlags make s_client offer the suite alone, in the newest version of p
// that has it.
func suiteFlags(p fixtures.Profile, suite fixtures.Suite) []string {
	if suite.TLS13() {
		return []string{"-tls1_3", "-ciphersuites", suite.Name}
	}
	v := p.MaxVersion
	for !suite.UsableIn(v) {
		v--
	}
	return []string{versionFlag(v), "-cipher", suite.OpenSSL + ":@SECLEVEL=0"}
}

func versionFlag(v uint16) string {
	return map[uint16]string{
		tls.VersionTLS10: "-tls1",
		tls.VersionTLS11: "-tls1_1",
		tls.VersionTLS12: "-tls1_2",
		tls.VersionTLS13: "-tls1_3",
	}[v]
}

func TestOpenSSLConnectsWithEachPinnedSuiteThatItHas(t *testing.T) {
	t.Parallel()
	command := newOpenSSL(t)
	built := command.suites()
	eachOrSome(t, func(t *testing.T, s *harness.Server, over <-chan harness.Connection) {
		for _, id := range s.Profile.Suites {
			suite, _ := fixtures.SuiteByID(id)
			if !slices.Contains(built, suite.OpenSSL) || suite.KeyExchange == "DHE" && s.Profile.DHGroup.Bits() < 1024 {
				t.Logf("this openssl has no %s, or finds the group too small", suite.OpenSSL)
				continue
			}
			out := command.sClient(t, s, suiteFlags(s.Profile, suite)...)
			require.Contains(t, out, "Cipher is "+suite.OpenSSL+"\n")
			require.Contains(t, out, "Verify return code: 0 (ok)")
			require.Equal(t, id, next(t, over).State.Suite)
		}
	})
}

func TestOpenSSLWithoutThePinnedSuitesIsRefusedForThat(t *testing.T) {
	t.Parallel()
	command := newOpenSSL(t)
	eachOrSome(t, func(t *testing.T, s *harness.Server, over <-chan harness.Connection) {
		if s.Profile.MinVersion > tls.VersionTLS12 || insists(s.Profile) {
			return // it has no suite to leave out that s would not take, or s selects one all the same
		}
		list := "ALL"
		for _, name := range s.Profile.SuiteNames() {
			list += ":!" + name
		}
		v := s.Profile.MaxVersion
		if v > tls.VersionTLS12 || v < tls.VersionTLS10 { // the openssl of today has no SSL 3.0
			v = tls.VersionTLS12
		}
		out := command.sClient(t, s, versionFlag(v), "-cipher", list+":@SECLEVEL=0")
		require.Contains(t, out, "Cipher is (NONE)")
		switch s.Profile.Refusal.Kind {
		case fixtures.RefuseReset:
			require.Contains(t, out, fmt.Sprintf("errno=%d", syscall.ECONNRESET))
		case fixtures.RefuseClose, fixtures.RefuseWarning:
			require.Contains(t, out, "unexpected eof while reading")
		default:
			require.Contains(t, out, fmt.Sprintf("SSL alert number %d", refusalCode(s.Profile, harness.HandshakeFailure)))
		}
		require.Regexp(t, "no cipher suite|cipher suites, none of them", next(t, over).Err.Error())
	})
}

func TestOpenSSLOutsideTheVersionsIsRefusedByAlert70(t *testing.T) {
	t.Parallel()
	command := newOpenSSL(t)
	eachOrSome(t, func(t *testing.T, s *harness.Server, over <-chan harness.Connection) {
		for v := uint16(tls.VersionTLS10); v <= tls.VersionTLS13; v++ {
			if v >= s.Profile.MinVersion && v <= s.Profile.MaxVersion || s.Profile.Refusal.Kind != fixtures.RefuseAlert {
				continue
			}
			out := command.sClient(t, s, versionFlag(v), "-cipher", "ALL:@SECLEVEL=0")
			require.Contains(t, out, "Cipher is (NONE)")
			c := next(t, over)
			require.NotNil(t, c.Alert, versionFlag(v))
			if answers(s.Profile, v) && len(without(s.Profile.Suites, c.Hello.CipherSuites)) == len(s.Profile.Suites) {
				require.Equal(t, refusalCode(s.Profile, harness.HandshakeFailure), c.Alert.Code, "it knows no newer version, and looks at the suites")
				continue
			}
			require.Equal(t, harness.ProtocolVersion, c.Alert.Code, versionFlag(v))
			// A client without supported_versions, which OpenSSL sends with TLS
			// 1.3 only, is answered with the server's newest version, and it is
			// the client that refuses first (RFC 5246, appendix E.1).
			if v < s.Profile.MinVersion || v == tls.VersionTLS13 {
				require.Contains(t, out, "SSL alert number 70", versionFlag(v))
				require.Equal(t, harness.ServerSide, c.Alert.From)
			}
		}
	})
}
