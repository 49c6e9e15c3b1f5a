package differential_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/scenarios/differential"
)

// local is a comparison by clients of the go command of this machine, and its openssl. Clients
// of other releases are those of the tests of module docker.
func local(t *testing.T) differential.Differential {
	t.Helper()
	r, err := harness.NewRunner(harness.RunnerOptions{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, r.Close()) })
	versions, err := r.Resolve(context.Background(), []string{"local"})
	if err != nil {
		needs.Missing(t, needs.Toolchains, err.Error())
	}
	return differential.Differential{
		Runner:  r,
		Builds:  []harness.Build{{Go: versions[0]}},
		OpenSSL: needs.Command(t, needs.OpenSSL),
	}
}

func TestEveryOpenSSLOfThisMachineIsTheServerThatOurOwnAre(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("plays the catalogue on every backend: not with -short")
	}
	d := local(t)
	ours := []harness.Backend{harness.Legacy(), harness.CryptoTLS()}
	theirs := harness.OpenSSLs()
	for _, b := range theirs {
		if _, err := harness.OpenSSLVersion(context.Background(), b); err != nil {
			needs.Missing(t, needs.OpenSSL, err.Error())
		}
	}
	servers := sweep.Some(t, 20, differential.Servers())
	played := make(chan string, len(servers)*len(theirs))
	t.Run("servers", func(t *testing.T) {
		for _, p := range servers {
			p := p
			t.Run(p.Name, func(t *testing.T) {
				t.Parallel()
				c, err := d.Compare(context.Background(), p, append(ours, theirs...))
				require.NoError(t, err)
				_, unknown := differential.Sort(c.Differences)
				for _, difference := range unknown {
					t.Errorf("%s\n%s\n%s", difference, difference.Details[0], difference.Details[1])
				}
				for _, of := range c.Plays[len(ours):] {
					if of.Lacks == "" {
						played <- of.Backend
					}
				}
			})
		}
	})
	require.Greater(t, len(played), len(servers)/6, "servers played by OpenSSL")
}

// A comparison that sees nothing would be worth nothing.
func TestAServerThatIsAnotherOneIsNoticed(t *testing.T) {
	sweep.AllOrSkip(t, "starts servers that are not what they say")
	t.Parallel()
	d := local(t)
	p := fixtures.TLS12Only()
	for name, change := range map[string]func(*fixtures.Profile){
		"another suite":   func(p *fixtures.Profile) { p.Suites = p.Suites[1:] },
		"another version": func(p *fixtures.Profile) { p.MinVersion, p.MaxVersion = 0x0301, 0x0301 },
		"no tickets":      func(p *fixtures.Profile) { p.NoSessionTickets = true },
		"another alert":   func(p *fixtures.Profile) { p.Refusal.Alert = 71 },
		"a protocol":      func(p *fixtures.Profile) { p.ALPN = []string{"http/1.1"} },
	} {
		c, err := d.Compare(context.Background(), p, []harness.Backend{harness.Legacy(), another{harness.Legacy(), change}})
		require.NoError(t, err)
		_, unknown := differential.Sort(c.Differences)
		require.NotEmpty(t, unknown, name)
	}
	c, err := d.Compare(context.Background(), p, []harness.Backend{harness.Legacy(), another{harness.Legacy(), func(*fixtures.Profile) {}}})
	require.NoError(t, err)
	require.Empty(t, c.Differences)
}

// another is a backend that plays something else.
type another struct {
	harness.Backend
	change func(*fixtures.Profile)
}

func (another) Name() string { return "another" }

func (a another) Open(ctx context.Context, s harness.Setup) (harness.Engine, error) {
	a.change(&s.Profile)
	return a.Backend.Open(ctx, s)
}

func TestServersAndClientsHaveNamesOfTheirOwn(t *testing.T) {
	t.Parallel()
	seen := make(map[string]bool)
	for _, p := range differential.Servers() {
		require.NoError(t, p.Validate())
		require.False(t, seen[p.Name], p.Name)
		seen[p.Name] = true
	}
	var left []string // those that do not answer, or late, and are like others without that
	for _, p := range fixtures.Catalogue() {
		if !seen[p.Name] && !seen[p.Name+"-plain"] {
			left = append(left, p.Name)
		}
	}
	require.Equal(t, "silent-port slow-processor hello-over-1-segment-hang hello-over-1500-hang tls13-intolerant-hang "+
		"f5-bigip-hello-256-511 one-connection-controller", strings.Join(left, " "))
	for _, c := range differential.Clients() {
		require.False(t, seen[c.Name], c.Name)
		seen[c.Name] = true
	}
}
