package scenarios_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/toolchain"
	"github.com/legacytls/legacytls/scenarios"
)

// A server never depends on the Go release or the GODEBUG setting of the program
// that runs it. This test binary, built by other releases and run under other
// settings, says what each server does with each hello.

const invarianceVariable = "LEGACYTLS_TEST_INVARIANCE"

// servers are the catalogue, and what the tables make of it. What the zoo's
// certificates do is for package certs.
func servers(t *testing.T) []fixtures.Profile {
	t.Helper()
	candidates := fixtures.Catalogue()
	for _, s := range scenarios.All() {
		if s.GoServer == nil && s.Backend == nil && s.PeerGo == "" && s.Server.Certificate.Name == "" {
			candidates = append(candidates, s.Server)
		}
	}
	var all []fixtures.Profile
	seen := make(map[string]bool)
	for _, p := range candidates {
		if !seen[p.Name] && !takesItsTime(p.Quirks) {
			seen[p.Name] = true
			all = append(all, p)
		}
	}
	return sweep.Some(t, 10, all)
}

// takesItsTime says whether there is nothing to be seen of a server but that it waits.
func takesItsTime(q fixtures.Quirks) bool {
	return q.NeverAnswer || q.DelayHandshake > 0 || q.WriteDelay > 0 || q.NoServerHelloDone
}

// recite prints a line for each server and hello. Servers that crypto/tls plays
// are not there in FIPS mode, and it says so.
func recite(t *testing.T) {
	for _, p := range servers(t) {
		server, err := harness.Serve(context.Background(), p)
		if err != nil {
			require.ErrorContains(t, err, "FIPS 140-3 mode")
			continue
		}
		for _, h := range hellos() {
			fmt.Printf("= %s: %s, %s: %s\n", server.Backend, p.Name, h.name, answerTo(t, server, h.hello))
		}
		require.NoError(t, server.Close())
	}
}

// settingsOf are GODEBUG settings that a release knows. The old values of settings
// that Go 1.27 removed would end the process.
func settingsOf(v toolchain.Version) []string {
	all := []string{
		"",
		"tlsrsakex=0,tls3des=0,tls10server=0,tlsunsafeekm=0,tlssha1=0,rsa1024min=1,tlsmaxrsasize=1024",
		"tlssha1=1,rsa1024min=0,tlsmlkem=0,tlssecpmlkem=0,x509negativeserial=1",
	}
	if v.Minor() < 27 {
		all = append(all, "tlsrsakex=1,tls3des=1,tls10server=1,tlsunsafeekm=1,x509sha1=1,x509keypairleaf=0")
	}
	if v.Minor() >= 24 {
		all = append(all, fipsOn)
	}
	return all
}

const fipsOn = "fips140=on"

func TestAServerDependsNeitherOnTheReleaseNorOnTheSettingsOfItsProgram(t *testing.T) {
	if os.Getenv(invarianceVariable) != "" {
		recite(t)
		return
	}
	if testing.Short() {
		t.Skip("builds this test with other Go releases: not with -short")
	}
	sweep.AllOrSkip(t, "builds this test with other Go releases")
	t.Parallel()
	want := recited(t, testBinary(t), "")
	require.Len(t, want, len(servers(t))*len(hellos()))
	releases := toolchain.Releases()
	for _, v := range []toolchain.Version{version(t, "1.21.13"), releases[len(releases)-1].Version} {
		v := v
		t.Run("go"+v.String(), func(t *testing.T) {
			t.Parallel()
			binary := builtBy(t, v)
			for _, settings := range settingsOf(v) {
				expected := want
				if settings == fipsOn {
					expected = onlyLegacy(want)
				}
				requireSameLines(t, expected, recited(t, binary, settings), settings)
			}
		})
	}
}

// requireSameLines stops at the first that differs: all of them are too many to read.
func requireSameLines(t *testing.T, want, got []string, settings string) {
	t.Helper()
	require.Len(t, got, len(want), "GODEBUG=%s", settings)
	for i := range want {
		require.Equal(t, want[i], got[i], "GODEBUG=%s", settings)
	}
}

func version(t *testing.T, text string) toolchain.Version {
	t.Helper()
	v, err := toolchain.ParseVersion(text)
	require.NoError(t, err)
	return v
}

func testBinary(t *testing.T) string {
	t.Helper()
	exe, err := os.Executable()
	require.NoError(t, err)
	return exe
}

// builtBy builds this test with another release.
func builtBy(t *testing.T, v toolchain.Version) string {
	t.Helper()
	store, err := toolchain.NewStore(toolchain.Options{})
	require.NoError(t, err)
	tc, err := store.Toolchain(context.Background(), v)
	if err != nil {
		needs.Missing(t, needs.Toolchains, err.Error())
	}
	binary := filepath.Join(t.TempDir(), "scenarios.test")
	build := exec.Command(tc.Command(), "test", "-c", "-o", binary, ".")
	build.Env = append(withoutVariable(os.Environ(), "GOROOT", "GODEBUG", "GOFLAGS"), "GOTOOLCHAIN=local")
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return binary
}

// recited returns the lines of a child, each of which is of one server and hello.
func recited(t *testing.T, binary, settings string) []string {
	t.Helper()
	child := exec.Command(binary, "-test.run=^TestAServerDependsNeitherOnTheReleaseNorOnTheSettingsOfItsProgram$", "-test.count=1")
	child.Env = append(withoutVariable(os.Environ(), "GODEBUG"), invarianceVariable+"=1", "GODEBUG="+settings)
	out, err := child.CombinedOutput()
	require.NoError(t, err, "%s", out)
	var lines []string
	for _, line := range strings.Split(string(out), "\n") {
		if strings.HasPrefix(line, "= ") {
			lines = append(lines, line)
		}
	}
	return lines
}

func onlyLegacy(lines []string) []string {
	var kept []string
	for _, line := range lines {
		if strings.HasPrefix(line, "= legacy: ") {
			kept = append(kept, line)
		}
	}
	return kept
}

func withoutVariable(env []string, names ...string) []string {
	var kept []string
	for _, kv := range env {
		name, _, _ := strings.Cut(kv, "=")
		drop := false
		for _, n := range names {
			drop = drop || n == name
		}
		if !drop {
			kept = append(kept, kv)
		}
	}
	return kept
}
