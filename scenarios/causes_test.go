package scenarios_test

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/scenarios"
)

// What an explanation says of each failure is what was written down by hand, no failure is
// without an entry, and no entry without a failure. Each remedy of another build that is
// printed is run against the server that it is printed for.
func TestEachFailureHasTheCauseThatWasWrittenDown(t *testing.T) {
	runner := newRunner(t)
	for _, s := range oneInTenThatAnswer(t, scenarios.Catalogue().Scenarios) {
		s := s
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			server := serve(t, s)
			defer server.Close()
			remedies := make(map[string]bool)
			met := make(map[*scenarios.Fault]bool)
			faults := faultsOf(s.Name)
			for _, release := range releasesToExplain(t, s, faults) {
				o := connectAs(t, runner, server, release, s.Client)
				if o.OK() {
					continue
				}
				fault := faultOf(faults, release)
				require.NotNil(t, fault, "go%s: no cause is written down: %s", release, o)
				met[fault] = true
				e := runner.Explain(context.Background(), o, s.Client, harness.TargetOf(server))
				require.Equal(t, fault.Parts[0].Cause, e.Cause, "go%s:\n%s", release, e)
				requireComplete(t, e)
				for _, remedy := range recordedIn(e) {
					remedies[remedy] = true
				}
			}
			require.Len(t, met, len(faults), "an entry is for releases that connect")
			for remedy := range remedies {
				requireHelps(t, runner, server, s.Client, remedy)
			}
		})
	}
}

// With one cause mended, a client fails for the next that is written down, and with all of
// them it connects: each is a cause, and there is no other.
func TestACauseIsWhatMendsTheFailure(t *testing.T) {
	sweep.AllOrSkip(t, "mends every server that something is wrong with")
	runner := newRunner(t)
	for _, s := range scenarios.Catalogue().Scenarios {
		s := s
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			faults := faultsOf(s.Name)
			releases := releasesToExplain(t, s, faults)
			for _, fault := range faults {
				mended := s
				for i, part := range fault.Parts {
					part.Mended(&mended.Server)
					require.NoError(t, mended.Server.Validate())
					server := serve(t, mended)
					for _, release := range releases {
						if !isFor(*fault, release) {
							continue
						}
						o := connectAs(t, runner, server, release, patience(s.Client))
						if i+1 == len(fault.Parts) {
							require.True(t, o.OK(), "go%s, without what the cause %q is: %s", release, part.Cause, o)
							continue
						}
						require.False(t, o.OK(), "go%s: %q alone is the cause", release, part.Cause)
						e := runner.Explain(context.Background(), o, s.Client, harness.TargetOf(server))
						require.Equal(t, fault.Parts[i+1].Cause, e.Cause, "go%s:\n%s", release, e)
					}
					require.NoError(t, server.Close())
				}
			}
		})
	}
}

// patience is the client with the time that a connection may take on a busy machine.
func patience(c harness.Client) harness.Client {
	c.Timeout = 0
	return c
}

// faultsOf returns what is written down for a server.
func faultsOf(server string) []*scenarios.Fault {
	var found []*scenarios.Fault
	for _, f := range scenarios.Faults() {
		if f := f; slices.Contains(f.Servers, server) {
			found = append(found, &f)
		}
	}
	return found
}

// faultOf returns the one for a release, nil if there is none.
func faultOf(faults []*scenarios.Fault, release string) *scenarios.Fault {
	for _, f := range faults {
		if isFor(*f, release) {
			return f
		}
	}
	return nil
}

func isFor(f scenarios.Fault, release string) bool {
	return f.Go == "" || harness.Go(f.Go).Matches(harness.Build{Go: release})
}

// releasesToExplain are those to try, where another of the faults begins as well.
func releasesToExplain(t *testing.T, s harness.Scenario, faults []*scenarios.Fault) []string {
	t.Helper()
	return releasesToTry(t, s, func(one, next string) bool { return faultOf(faults, one) == faultOf(faults, next) })
}

func TestFaultsAreOfServersThatThereAre(t *testing.T) {
	t.Parallel()
	for _, f := range scenarios.Faults() {
		require.NoError(t, harness.Go(f.Go).Err())
		require.NotEmpty(t, f.Parts, f.Go)
		for _, server := range f.Servers {
			_, err := fixtures.Find(server)
			require.NoError(t, err)
		}
	}
}

// requireComplete checks that an explanation has all that it should: what the cause is, and
// either what helps or that nothing does.
func requireComplete(t *testing.T, e harness.Explanation) {
	t.Helper()
	labels := make(map[string]string)
	for _, l := range e.Lines {
		labels[l.Label] += l.Text
		require.NotContains(t, l.Text, "%!")
	}
	require.NotEmpty(t, labels["cause"], e.String())
	require.NotContains(t, labels["cause"], "versions and suites fit", e.String())
	require.NotEmpty(t, labels["works"]+labels["nothing helps"]+labels["better"], e.String())
	require.True(t, labels["works"] != "" || labels["nothing helps"] != "" || e.Cause == harness.CauseTime, e.String())
}

// recordedIn returns the remedies of other builds in an explanation.
func recordedIn(e harness.Explanation) []string {
	var remedies []string
	for _, l := range e.Lines {
		if l.Label == "works" && strings.HasPrefix(l.Note, "measured with ") {
			remedies = append(remedies, l.Text)
		}
	}
	return remedies
}

// requireHelps checks a remedy in the first and in the last release that it is for.
func requireHelps(t *testing.T, runner *harness.Runner, server *harness.Server, client harness.Client, text string) {
	t.Helper()
	m := regexp.MustCompile(`^GODEBUG=(\S+), Go (1\.\d+)(?: to (1\.\d+)| only)$`).FindStringSubmatch(text)
	require.NotNil(t, m, text)
	first, last := m[2], m[3]
	if last == "" {
		last = first
	}
	for _, release := range []string{first, last} {
		build := harness.Build{Go: full(t, runner, release), Settings: harness.Settings{GODEBUG: m[1]}}
		o, err := runner.Connect(context.Background(), build, patience(client), harness.TargetOf(server))
		require.NoError(t, err)
		require.True(t, o.OK(), "%s, go%s: %s", text, release, o)
	}
}
