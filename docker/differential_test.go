package docker_test

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/docker"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/scenarios/differential"
)

var update = flag.Bool("update", false, "write docs/backends.md anew")

const backendsPage = "../docs/backends.md"

// The differential: every backend is the same server. What differs is known, or a fault.
func TestDifferential(t *testing.T) {
	if testing.Short() {
		t.Skip("plays the catalogue on every backend, a quarter of an hour: not with -short")
	}
	d := comparison(t)
	backends := []harness.Backend{harness.Legacy(), harness.CryptoTLS()}
	for _, g := range docker.Generations() {
		b := docker.OpenSSL(g)
		needImage(t, g)
		backends = append(backends, b)
	}
	servers := differential.Servers()
	compared := make([]differential.Comparison, len(servers))
	t.Run("servers", func(t *testing.T) {
		for i := range servers {
			i := i
			t.Run(servers[i].Name, func(t *testing.T) {
				t.Parallel()
				var err error
				compared[i], err = d.Compare(context.Background(), servers[i], backends)
				require.NoError(t, err)
			})
		}
	})
	if t.Failed() {
		return
	}
	requireKnown(t, compared)
	page := differential.Page(compared)
	if *update {
		require.NoError(t, os.WriteFile(backendsPage, []byte(page), 0o644))
	}
	want, err := os.ReadFile(backendsPage)
	require.NoError(t, err)
	require.Equal(t, string(want), page, "%s is not what was found; -update writes it anew", backendsPage)
}

// comparison is one by clients of the local Go, Go 1.21 and the newest, and openssl s_client.
func comparison(t *testing.T) differential.Differential {
	t.Helper()
	r, err := harness.NewRunner(harness.RunnerOptions{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, r.Close()) })
	versions, err := r.Resolve(context.Background(), []string{"local", "1.21", "1.27"})
	require.NoError(t, err)
	d := differential.Differential{Runner: r}
	for _, v := range versions {
		d.Builds = append(d.Builds, harness.Build{Go: v})
	}
	if d.OpenSSL, err = exec.LookPath("openssl"); err != nil {
		t.Skip("no openssl command in PATH, whose s_client is one of the clients")
	}
	return d
}

// requireKnown checks that all that differs is known, and that all that is known differs.
func requireKnown(t *testing.T, all []differential.Comparison) {
	t.Helper()
	var differences []differential.Difference
	for _, c := range all {
		differences = append(differences, c.Differences...)
	}
	known, unknown := differential.Sort(differences)
	for _, d := range unknown {
		t.Errorf("%s\n%s\n%s", d, d.Details[0], d.Details[1])
	}
	require.Len(t, differential.Known(), 3, "the list of differences is short, and is to stay so")
	for _, k := range differential.Known() {
		require.NotEmpty(t, known[k.Name], "no server differs any more in: %s", k.Name)
	}
}
