package harness_test

import (
	"context"
	"crypto/tls"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
)

// The releases of these tests. What each does is known from the release notes
// and from its source, not from this library.
const (
	go112 = "1.12.17" // the oldest
	go120 = "1.20.14" // no extended master secret
	go122 = "1.22.12" // no RSA key exchange by default
	go127 = "1.27.4"  // no tlsrsakex
)

// shared is the runner of all tests that do not disturb each other.
var shared struct {
	sync.Mutex
	runner *harness.Runner
}

func TestMain(m *testing.M) {
	code := m.Run()
	if shared.runner != nil {
		if err := shared.runner.Close(); err != nil && code == 0 {
			println("closing the shared runner:", err.Error())
			code = 1
		}
	}
	os.Exit(code)
}

// runnerWith returns the shared runner, after it has shown that it can have
// the releases.
func runnerWith(t testing.TB, releases ...string) *harness.Runner {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.runner == nil {
		shared.runner = newRunner(t, harness.RunnerOptions{})
	}
	demand(t, shared.runner, releases...)
	return shared.runner
}

// newRunner returns a runner with the user's own cache.
func newRunner(t testing.TB, o harness.RunnerOptions) *harness.Runner {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: this compiles programs with other Go toolchains")
	}
	r, err := harness.NewRunner(o)
	require.NoError(t, err)
	return r
}

// ownRunner is one that the test may treat badly.
func ownRunner(t testing.TB, o harness.RunnerOptions, releases ...string) *harness.Runner {
	t.Helper()
	r := newRunner(t, o)
	t.Cleanup(func() { require.NoError(t, r.Close()) })
	demand(t, r, releases...)
	return r
}

func demand(t testing.TB, r *harness.Runner, releases ...string) {
	t.Helper()
	s := harness.Start(t, fixtures.Modern(), harness.WithLines(nil))
	for _, release := range releases {
		o, err := r.Connect(bg, build(release, harness.Settings{}), harness.Client{}, harness.TargetOf(s))
		require.NoError(t, err)
		if o.Stage == harness.StageToolchain {
			needs.Missing(t, needs.Toolchains, o.Error)
		}
		require.True(t, o.OK(), "%s: %s", release, o)
	}
}

// connect connects a build to a profile.
func connect(t *testing.T, r *harness.Runner, b harness.Build, c harness.Client, p fixtures.Profile, opts ...harness.Option) harness.Outcome {
	t.Helper()
	s, _ := watch(t, p, opts...)
	o, err := r.Connect(bg, b, c, harness.TargetOf(s))
	require.NoError(t, err)
	require.Equal(t, b, o.Build)
	require.Equal(t, harness.ClientSide, o.Role)
	require.Equal(t, p.Name, o.Target)
	return o
}

func TestReleasesAreResolved(t *testing.T) {
	t.Parallel()
	r := runnerWith(t)
	got, err := r.Resolve(bg, []string{"1.22", "go1.27.4", "1.22.12", "1.12"})
	require.NoError(t, err)
	require.Equal(t, []string{go122, go127, "1.12.17"}, got)
	all, err := r.Resolve(bg, []string{"all"})
	require.NoError(t, err)
	require.Len(t, all, len(harness.GoReleases()))
	_, err = r.Resolve(bg, []string{"1.22", "1.99", "one"})
	require.ErrorContains(t, err, "1.99")
	require.ErrorContains(t, err, "one")
}

func TestUnknownSettingsAreWarnedOf(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go122)
	warnings := r.UnknownSettings(bg, []string{go122}, []harness.Settings{{GODEBUG: "tlsrsakey=1,tlsrsakex=1"}, {GODEBUG: "x509ignoreCN=0"}})
	require.Len(t, warnings, 1)
	require.Contains(t, warnings[0], `"tlsrsakey"`)
	require.Contains(t, warnings[0], "tlsrsakex")
}

func TestACompileIsTracedAndToldOnce(t *testing.T) {
	t.Parallel()
	var commands, slow []string
	r := ownRunner(t, harness.RunnerOptions{
		CacheDir: t.TempDir(),
		Trace:    func(c string) { commands = append(commands, c) },
		Progress: func(p harness.Progress) {
			if p.Slow {
				slow = append(slow, p.Text)
			}
		},
	}, go122)
	n := 0
	for _, c := range commands {
		if strings.Contains(c, " build ") {
			n++
		}
	}
	require.Equal(t, 1, n, "%q", commands)
	demand(t, r, go122)
	_, err := r.Connect(context.Background(), build(go122, harness.Settings{GODEBUG: "tlsrsakex=1"}), harness.Client{}, harness.Target{Addr: "127.0.0.1:1"})
	require.NoError(t, err)
	for _, c := range commands {
		if strings.Contains(c, " build ") {
			n--
		}
	}
	require.Zero(t, n, "GODEBUG in the environment needs no second build")
	require.Equal(t, []string{"building with go1.22.12, go line 1.22"}, slow)
}

// Changed copies of a profile often keep its name.
func TestTwoProfilesOfOneNameHaveAServerEach(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go122)
	one, other := modernClient("as-it-is"), modernClient("without-tls13")
	one.Server, other.Server = fixtures.Modern(), fixtures.Modern()
	other.Server.MaxVersion, other.Server.Suites = tls.VersionTLS12, []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}
	one.Rules[0].Want, other.Rules[0].Want = harness.ConnectsWith(harness.In(tls.VersionTLS13)), harness.ConnectsWith(harness.In(tls.VersionTLS12))
	other.Backend = harness.CryptoTLS()
	report, err := r.Run(bg, []harness.Scenario{one, other}, harness.Matrix{Go: []string{go122}})
	require.NoError(t, err)
	for _, c := range report.Cells {
		require.Equal(t, harness.AsExpected, c.Verdict, "%s: %s", c.Scenario.Name, c.Problem)
	}
}
