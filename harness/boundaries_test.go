package harness_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
)

func TestBoundariesAreRunWhenTheyAreAskedFor(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go122, go127, "1.27.3")
	s := rsaKeyExchange("patch")
	s.Boundaries = []string{"1.27.3", go122}
	for asked, want := range map[bool][]string{false: {go122, go127}, true: {go122, "1.27.3", go127}} {
		report, err := r.Run(bg, []harness.Scenario{s}, harness.Matrix{Go: []string{"1.22", "1.27"}, Settings: []harness.Settings{{}}, Boundaries: asked})
		require.NoError(t, err)
		var got []string
		for _, c := range report.Cells {
			if c.Scenario.Name == s.Name {
				require.Equal(t, harness.AsExpected, c.Verdict, c.Problem)
				got = append(got, c.Build.Go)
			}
		}
		require.Equal(t, want, got)
	}
}

func TestABoundaryIsAFullVersion(t *testing.T) {
	t.Parallel()
	for boundary, wrong := range map[string]bool{"1.27.3": false, "1.27": true, "go1.27.3": true, "soon": true} {
		s := sound()
		s.Boundaries = []string{boundary}
		if wrong {
			require.ErrorContains(t, s.Check(), "want a full version", boundary)
		} else {
			require.NoError(t, s.Check())
		}
	}
}

// A rule may be about a boundary alone.
func TestARuleForABoundaryDecides(t *testing.T) {
	t.Parallel()
	s := sound()
	s.Rules = append([]harness.Rule{{When: harness.Go("=1.27.3"), Want: harness.Refused()}}, s.Rules...)
	require.ErrorContains(t, s.Check(), "rule 1 (Go =1.27.3) never decides")
	s.Boundaries = []string{"1.27.3"}
	require.NoError(t, s.Check())
}

func TestAScenarioThatWaitsHasNoCells(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go122)
	s := rsaKeyExchange("waits")
	s.Server.Suites = nil
	require.Error(t, s.Check(), "there is no such server")
	s.Waiting = "a server that picks no suite"
	require.NoError(t, s.Check())
	report, err := r.Run(bg, []harness.Scenario{s}, harness.Matrix{Go: []string{go122}})
	require.NoError(t, err)
	require.Len(t, report.Cells, 2, "the controls")
}

func TestPeersOfAServerUnderTestThatCannotBe(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*harness.Scenario){
		"set GoServer":  func(s *harness.Scenario) { s.Raw = &harness.RawClient{} },
		"want one of":   func(s *harness.Scenario) { s.Client.Certificate = "fine" },
		"cannot resume": func(s *harness.Scenario) { s.GoServer, s.Client.Resume = &harness.GoServer{}, true },
		"only if it is a Go release": func(s *harness.Scenario) {
			s.GoServer, s.Client.Certificate = &harness.GoServer{}, harness.GoodCertificate
		},
		"must set MinVersion, MaxVersion":   func(s *harness.Scenario) { s.GoServer = &harness.GoServer{} },
		"peer of an HTTP server under test": func(s *harness.Scenario) { s.GoServer, s.PeerGo = &harness.GoServer{HTTP: true}, "1.20" },
	} {
		s := sound()
		change(&s)
		require.ErrorContains(t, s.Check(), want)
	}
}
