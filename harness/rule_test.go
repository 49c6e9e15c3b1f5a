package harness_test

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

func build(release string, s harness.Settings) harness.Build {
	return harness.Build{Go: release, Settings: s}
}

func TestConditionsMatch(t *testing.T) {
	t.Parallel()
	none := harness.Settings{}
	for _, tc := range []struct {
		when  harness.Condition
		build harness.Build
		want  bool
	}{
		{harness.AnyGo(), build("1.12.17", none), true},
		{harness.Condition{}, build("1.12.17", none), true},
		{harness.Go("<1.22"), build("1.21.13", none), true},
		{harness.Go("<1.22"), build("1.22rc1", none), false},
		{harness.Go("<1.22"), build("1.22.0", none), false},
		{harness.Go(">=1.22"), build("1.22rc1", none), true},
		{harness.Go(">=1.22 <1.27"), build("1.26.11", none), true},
		{harness.Go(">=1.22 <1.27"), build("1.27rc1", none), false},
		{harness.Go("1.24"), build("1.24.13", none), true},
		{harness.Go("1.24"), build("1.23.12", none), false},
		{harness.Go("=1.24.3"), build("1.24.3", none), true},
		{harness.Go("=1.24.3"), build("1.24.4", none), false},
		{harness.Go("<1.22"), build("", none), false},

		{harness.AnyGo().GoLine("<1.22"), build("1.26.11", harness.Settings{GoLine: "1.21"}), true},
		{harness.AnyGo().GoLine("<1.22"), build("1.26.11", harness.Settings{GoLine: "1.22"}), false},
		{harness.AnyGo().GoLine("<1.22"), build("1.26.11", none), false}, // the toolchain's own line
		{harness.AnyGo().GoLine("<1.22"), build("1.21.13", none), true},

		{harness.AnyGo().GODEBUG("a=1"), build("1.26.11", harness.Settings{GODEBUG: "b=2,a=1"}), true},
		{harness.AnyGo().GODEBUG("a=1,b=2"), build("1.26.11", harness.Settings{GODEBUG: "b=2,a=1"}), true},
		{harness.AnyGo().GODEBUG("a=1").GODEBUG("c=3"), build("1.26.11", harness.Settings{GODEBUG: "b=2,a=1"}), false},
		{harness.AnyGo().GODEBUG("a=1"), build("1.26.11", harness.Settings{GODEBUG: "a=10"}), false},
		{harness.AnyGo().GODEBUG("a=1"), build("1.26.11", harness.Settings{Directive: "a=1", GoMod: "a=1"}), false},
		{harness.AnyGo().Directive("a=1"), build("1.26.11", harness.Settings{Directive: "a=1"}), true},
		{harness.AnyGo().Directive("a=1"), build("1.26.11", harness.Settings{GODEBUG: "a=1"}), false},
		{harness.AnyGo().GoMod("a=1"), build("1.26.11", harness.Settings{GoMod: "a=1"}), true},
		{harness.AnyGo().GoMod("a=1"), build("1.26.11", harness.Settings{Directive: "a=1"}), false},
		{harness.AnyGo().Uses("X"), build("1.26.11", harness.Settings{Uses: "X"}), true},
		{harness.AnyGo().Uses("X"), build("1.26.11", none), false},
		{harness.Go("<1.27").GODEBUG("a=1"), build("1.27.4", harness.Settings{GODEBUG: "a=1"}), false},
	} {
		require.Equal(t, tc.want, tc.when.Matches(tc.build), "%s on %s", tc.when, tc.build)
		require.NoError(t, tc.when.Err())
	}
}

func TestNarrowingAConditionLeavesTheOriginalAlone(t *testing.T) {
	t.Parallel()
	base := harness.Go("<1.27").GODEBUG("a=1")
	one, two := base.GODEBUG("b=1"), base.GODEBUG("c=1")
	require.Equal(t, "Go <1.27, GODEBUG=a=1", base.String())
	require.Equal(t, "Go <1.27, GODEBUG=a=1, GODEBUG=b=1", one.String())
	require.Equal(t, "Go <1.27, GODEBUG=a=1, GODEBUG=c=1", two.String())
	require.True(t, one.Matches(build("1.26.11", harness.Settings{GODEBUG: "a=1,b=1"})))
	require.Equal(t, "every build", harness.AnyGo().String())
}

func TestAConditionThatDoesNotParseMatchesNothingAndSaysWhy(t *testing.T) {
	t.Parallel()
	for _, c := range []harness.Condition{
		harness.Go("< 1.twentytwo"),
		harness.Go("~1.22"),
		harness.AnyGo().GoLine("one"),
		harness.AnyGo().GODEBUG("tlsrsakex"),
		harness.AnyGo().Directive("=1"),
		harness.AnyGo().GoMod("a="),
		harness.Go("~1.22").GODEBUG("a=1"),
	} {
		require.Error(t, c.Err(), c.String())
		require.False(t, c.Matches(build("1.22.12", harness.Settings{GODEBUG: "tlsrsakex,a=1"})), c.String())
	}
}

// sound is a scenario without fault.
func sound() harness.Scenario {
	return harness.Scenario{
		Name:     "sound-scenario",
		Claim:    "It is sound.",
		Source:   "this test",
		Server:   fixtures.RSAKeyExchangeOnly(),
		Settings: []harness.Settings{{}, {GODEBUG: "tlsrsakex=1"}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.22"), Want: harness.Connects()},
			{When: harness.AnyGo().GODEBUG("tlsrsakex=1"), Want: harness.Connects()},
			{Want: harness.Refused()},
		},
	}
}

func TestASoundScenarioPasses(t *testing.T) {
	t.Parallel()
	require.NoError(t, harness.CheckScenarios([]harness.Scenario{sound()}))
}

func TestFaultsOfAScenarioAreReported(t *testing.T) {
	t.Parallel()
	for want, spoil := range map[string]func(*harness.Scenario){
		"the name wants lower case words joined by hyphens": func(s *harness.Scenario) { s.Name = "Sound Scenario" },
		"a claim and its source are missing":                func(s *harness.Scenario) { s.Claim = "" },
		"rule 1: ":                                          func(s *harness.Scenario) { s.Rules[0].When = harness.Go("~1.22") },
		"rule 3 (every build) expects nothing":              func(s *harness.Scenario) { s.Rules[2].Want = nil },
		"no rule covers go1.22.12":                          func(s *harness.Scenario) { s.Rules = s.Rules[:2] },
		"rule 4 (every build) never decides about any build": func(s *harness.Scenario) {
			s.Rules = append(s.Rules, harness.Rule{Want: harness.Connects()})
		},
		"rule 1 (Go <1.5) never decides about any build": func(s *harness.Scenario) { s.Rules[0].When = harness.Go("<1.5") },
		"MinVersion 0x0000": func(s *harness.Scenario) { s.Server = fixtures.Profile{Name: "x"} },
		"the client that is the peer must set MinVersion": func(s *harness.Scenario) {
			s.GoServer = &harness.GoServer{}
			s.Client = harness.Client{MinVersion: tls.VersionTLS12}
		},
	} {
		s := sound()
		spoil(&s)
		err := harness.CheckScenarios([]harness.Scenario{s})
		require.ErrorContains(t, err, want)
		require.ErrorContains(t, err, "scenario \""+s.Name+"\"")
	}
}

func TestUnreadableNamesAreReported(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "-", "a--b", "a-", "a_b", "ä", "a/b"} {
		s := sound()
		s.Name = name
		require.ErrorContains(t, s.Check(), "the name wants", name)
	}
}

func TestTwoScenariosOfTheSameNameAreReported(t *testing.T) {
	t.Parallel()
	require.ErrorContains(t, harness.CheckScenarios([]harness.Scenario{sound(), sound()}), "a second scenario with this name")
}

func TestAGoLineAboveTheReleaseIsNoCell(t *testing.T) {
	t.Parallel()
	s := sound()
	s.Settings = []harness.Settings{{GoLine: "1.21"}, {GoLine: "1.25"}, {}}
	require.Len(t, s.Builds("1.26.11"), 3)
	require.Len(t, s.Builds("1.21.13"), 2)
	require.Len(t, s.Builds("1.20.14"), 1)
	m := harness.Matrix{Go: []string{"1.26.11", "1.20.14"}, Settings: s.Settings}
	require.Len(t, m.Builds(), 4)
}
