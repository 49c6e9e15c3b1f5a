package scenarios_test

import (
	"fmt"
	"slices"
	"sort"
	"testing"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/toolchain"
)

// atChanges is what the tests of a cut say that they go through.
const atChanges = "each scenario in the releases between which another rule decides, in the oldest and in the newest"

// releasesOf are those that a scenario is about: every minor, and its boundaries, in order.
func releasesOf(t *testing.T, s harness.Scenario) []string {
	t.Helper()
	all := slices.Clone(s.Boundaries)
	for _, r := range toolchain.Releases() {
		if !slices.Contains(all, r.Version.String()) {
			all = append(all, r.Version.String())
		}
	}
	sort.Slice(all, func(i, j int) bool { return version(t, all[i]).Compare(version(t, all[j])) < 0 })
	return all
}

// changesOf are those of its releases between which another rule of the scenario decides,
// under one of its settings at least, or something else changes; the oldest and the newest.
func changesOf(t *testing.T, s harness.Scenario, same ...func(one, next string) bool) []string {
	t.Helper()
	same = append(same, func(one, next string) bool { return slices.Equal(rulings(s, one), rulings(s, next)) })
	return sweep.Changes(releasesOf(t, s), func(one, next string) bool {
		return !slices.ContainsFunc(same, func(same func(one, next string) bool) bool { return !same(one, next) })
	})
}

// releasesToTry are the releases of a scenario, in a cut its changes.
func releasesToTry(t *testing.T, s harness.Scenario, same ...func(one, next string) bool) []string {
	t.Helper()
	if sweep.All(t, atChanges) {
		return releasesOf(t, s)
	}
	return changesOf(t, s, same...)
}

// rulings tell which rules decide about the builds of a scenario in a release.
func rulings(s harness.Scenario, release string) []string {
	var all []string
	for _, b := range s.Builds(release) {
		_, rule := s.Rule(b)
		all = append(all, fmt.Sprintf("%+v: %d", b.Settings, rule))
	}
	return all
}

// oneInTen takes one in ten of the scenarios, the first of each ten, and those that
// are another thing on crypto/tls.
func oneInTen(all []harness.Scenario) []harness.Scenario {
	var some []harness.Scenario
	for i, s := range all {
		if i%10 == 0 || deliberate()[s.Name] != "" {
			some = append(some, s)
		}
	}
	return some
}

// oneInTenThatAnswer takes everything, or in a cut one in ten of the scenarios whose
// server keeps nobody waiting.
func oneInTenThatAnswer(t *testing.T, all []harness.Scenario) []harness.Scenario {
	t.Helper()
	if sweep.All(t, "one in ten of the scenarios whose server keeps nobody waiting") {
		return all
	}
	var some []harness.Scenario
	for i, s := range all {
		if i%10 == 0 && !keepsWaiting(s.Server.Quirks) {
			some = append(some, s)
		}
	}
	return some
}

// keepsWaiting says whether a client has to wait for the server, or for nothing.
func keepsWaiting(q fixtures.Quirks) bool {
	return takesItsTime(q) || q.Intolerance.Kind == fixtures.RefuseSilence
}

// inChanges are the scenarios with these releases as their boundaries, for a matrix of the
// newest alone.
func inChanges(t *testing.T, all []harness.Scenario) []harness.Scenario {
	t.Helper()
	for i := range all {
		all[i].Boundaries = changesOf(t, all[i])
	}
	return all
}

func newest() string {
	all := toolchain.Releases()
	return all[len(all)-1].Version.String()
}
