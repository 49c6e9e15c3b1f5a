package scenarios_test

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/scenarios"
)

// Whatever a quirk does to a client, the explanation says what it was: in the oldest
// release, in the newest, and in some between which their words change.
func TestEveryQuirkThatAClientMindsIsExplained(t *testing.T) {
	t.Parallel()
	runner := newRunner(t)
	releases := []string{"1.27", "1.24", "1.20", "1.12"}
	if !sweep.All(t, "the newest release") {
		releases = releases[:1]
	}
	tried := oneInTenThatAnswer(t, withQuirks())
	var explained atomic.Int64
	t.Run("quirks", func(t *testing.T) {
		for _, s := range tried {
			s := s
			t.Run(s.Name, func(t *testing.T) {
				t.Parallel()
				server := serve(t, s)
				for _, release := range releases {
					o := connectAs(t, runner, server, release, s.Client)
					if o.OK() || o.Stage == harness.StageToolchain || o.Stage == harness.StageVerify {
						continue
					}
					cause := causeOf(runner, o, s.Client, server)
					require.NotEmpty(t, cause, "go%s: %s", release, o)
					require.NotContains(t, cause, "versions and suites fit", "go%s: %s", release, o)
					require.NotContains(t, cause, "%!", "go%s", release)
					explained.Add(1)
				}
				require.NoError(t, server.Close())
			})
		}
	})
	require.Greater(t, int(explained.Load()), len(tried)*len(releases)/3)
}

// An explanation may say since when Go refuses what a server does. The newest release
// before that connects.
func TestWhatGoRefusesSinceARelease(t *testing.T) {
	sweep.AllOrSkip(t, "meets all servers with a quirk, and those that keep their clients waiting")
	t.Parallel()
	runner := newRunner(t)
	found := make(map[string]bool)
	for _, s := range withQuirks() {
		if s.Client.Timeout != 0 {
			continue // it is about what never comes
		}
		server := serve(t, s)
		o := connectAs(t, runner, server, "1.27", s.Client)
		m := regexp.MustCompile(`Go refuses (?:that|them) since (1\.\d+(?:\.\d+)?)`).FindStringSubmatch(causeOf(runner, o, s.Client, server))
		if !o.OK() && m != nil {
			first := connectAs(t, runner, server, m[1], s.Client)
			require.False(t, first.OK(), "%s: go%s connects", s.Name, m[1])
			before := connectAs(t, runner, server, releaseBefore(t, m[1]), s.Client)
			require.True(t, before.OK() || strings.Contains(s.Name, "empty-ticket"), "%s: a release before go%s: %s", s.Name, m[1], before)
			for _, quirk := range s.Server.Quirks.Set() {
				found[quirk] = true
			}
		}
		require.NoError(t, server.Close())
	}
	for _, quirk := range []string{"EchoSessionID", "CompressedPointsOnly", "DowngradeSentinel", "DoubleExtensions", "NonEmptyServerName", "NoClientSchemes", "KeyChangeInOneRecord"} {
		require.True(t, found[quirk], quirk)
	}
}

// releaseBefore is the patch release before one that names a patch, otherwise the newest
// of the minor before.
func releaseBefore(t *testing.T, release string) string {
	t.Helper()
	parts := strings.Split(release, ".")
	if len(parts) < 3 {
		return minorBefore(t, release)
	}
	patch, err := strconv.Atoi(parts[2])
	require.NoError(t, err)
	return fmt.Sprintf("%s.%s.%d", parts[0], parts[1], patch-1)
}

// withQuirks returns the scenarios whose server has a quirk.
func withQuirks() []harness.Scenario {
	var all []harness.Scenario
	for _, s := range scenarios.All() {
		if s.Waiting == "" && s.GoServer == nil && len(s.Server.Quirks.Set()) > 0 {
			all = append(all, s)
		}
	}
	return all
}

func serve(t *testing.T, s harness.Scenario) *harness.Server {
	t.Helper()
	var options []harness.Option
	if s.Client.HTTP == nil {
		options = append(options, harness.WithLines(nil))
	}
	server, err := harness.Serve(context.Background(), s.Server, options...)
	require.NoError(t, err)
	return server
}

func connectAs(t *testing.T, runner *harness.Runner, server *harness.Server, release string, client harness.Client) harness.Outcome {
	t.Helper()
	return connectClient(t, runner, server, full(t, runner, release), "", client)
}

// causeOf is the cause that an explanation gives, "" if none.
func causeOf(runner *harness.Runner, o harness.Outcome, client harness.Client, server *harness.Server) string {
	for _, l := range runner.Explain(context.Background(), o, client, harness.TargetOf(server)).Lines {
		if l.Label == "cause" {
			return l.Text
		}
	}
	return ""
}
