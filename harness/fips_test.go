package harness_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// fipsChild is a child process of this test under a FIPS 140-3 setting.
func fipsChild(t *testing.T, setting string) *exec.Cmd {
	t.Helper()
	if minorOf() < 24 {
		t.Skip("Go has a FIPS 140-3 mode since 1.24")
	}
	return child(t, t.Name(), "GODEBUG=fips140="+setting)
}

// forAnyClient are the profiles for the engine that a Go client reaches without a
// certificate.
func forAnyClient() []fixtures.Profile {
	var all []fixtures.Profile
	for _, p := range reachable() {
		pinsAlone := p.Family == fixtures.SuitePins || p.Family == fixtures.VersionPins // and nothing that a client may mind
		if pinsAlone && harness.DefaultBackend(p).Name() == harness.Legacy().Name() {
			all = append(all, p)
		}
	}
	return all
}

// The servers are in the child, which has the mode, and the clients here.
func TestInFIPSModeTheEngineServesAllTheSame(t *testing.T) {
	if os.Getenv(childVariable) != "" {
		for _, p := range forAnyClient() {
			fmt.Println(harness.Start(t, p, harness.WithLines(nil)).Addr)
		}
		io.Copy(io.Discard, os.Stdin)
		return
	}
	t.Parallel()
	cmd := fipsChild(t, "on")
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	defer cmd.Process.Kill()
	lines := bufio.NewScanner(out)
	for _, p := range forAnyClient() {
		require.True(t, lines.Scan(), p.Name)
		s := &harness.Server{Addr: lines.Text()}
		config := explicitClient(s)
		config.InsecureSkipVerify = true // the authority is the child's
		_, err = ping(s, config)
		require.NoError(t, err, p.Name)
	}
	stdin.Close()
	for lines.Scan() {
	}
	require.NoError(t, cmd.Wait())
}

func TestInFIPSModeCryptoTLSServesNothingInstead(t *testing.T) {
	if os.Getenv(childVariable) != "" {
		requireLacks(t, fixtures.RSAKeyExchangeOnly(), "FIPS 140-3 mode", harness.WithBackend(harness.CryptoTLS()))
		return
	}
	t.Parallel()
	out, err := fipsChild(t, "on").CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// With that setting Go has no MD5, RC4, DES and X25519, for the engine either.
func TestWithFIPSAlgorithmsAloneTheEngineSaysWhyItDoesNotStart(t *testing.T) {
	if os.Getenv(childVariable) != "" {
		for _, p := range forAnyClient() {
			requireLacks(t, p, "this process runs with GODEBUG=fips140=only")
		}
		return
	}
	t.Parallel()
	out, err := fipsChild(t, "only").CombinedOutput()
	require.NoError(t, err, "%s", out)
}

func requireLacks(t *testing.T, p fixtures.Profile, reason string, opts ...harness.Option) {
	t.Helper()
	_, err := harness.Serve(bg, p, opts...)
	var unsupported *harness.UnsupportedError
	require.True(t, errors.As(err, &unsupported), "%v", err)
	require.Contains(t, unsupported.Lacks, reason)
}
