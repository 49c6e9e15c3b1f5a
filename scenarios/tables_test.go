package scenarios_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/scenarios"
)

func TestTablesHaveNoMistakes(t *testing.T) {
	require.NoError(t, harness.CheckScenarios(scenarios.All()))
	seen := make(map[string]bool)
	for _, table := range scenarios.Tables() {
		require.NotEmpty(t, table.Title)
		require.NotEmpty(t, table.Scenarios, table.Name)
		require.False(t, seen[table.Name], "two tables %s", table.Name)
		seen[table.Name] = true
	}
}

func TestEveryProfileOfTheCatalogueIsInAScenario(t *testing.T) {
	used := make(map[string]bool)
	for _, s := range scenarios.All() {
		used[s.Server.Name] = true
	}
	for _, p := range fixtures.Catalogue() {
		require.True(t, used[p.Name], "no scenario connects to %s", p.Name)
	}
}

// A signature with RSA of 16384 bits takes the server seven times as long as one
// with 8200, and what Go does is the same.
func TestEveryCertificateOfTheZooIsInAScenario(t *testing.T) {
	used := map[string]bool{"rsa-16384": true}
	for _, s := range scenarios.All() {
		used[s.Server.Certificate.Name] = true
		if s.GoServer != nil {
			for _, c := range s.GoServer.Certificates {
				used[c.Name] = true
			}
		}
	}
	var missing []string
	for _, c := range certs.Zoo() {
		if !used[c.Name] {
			missing = append(missing, c.Name)
		}
	}
	require.Empty(t, missing, "no scenario shows these certificates to a client")
}

// A profile that a scenario changes for itself must not pass for the one of
// the catalogue.
func TestAProfileOfItsOwnHasANameOfItsOwn(t *testing.T) {
	known := make(map[string]fixtures.Profile)
	for _, p := range fixtures.Catalogue() {
		known[p.Name] = p
	}
	for _, s := range scenarios.All() {
		if p, ok := known[s.Server.Name]; ok {
			require.Equal(t, p, s.Server, "scenario %s changes profile %s", s.Name, p.Name)
		}
	}
}

// A runner starts one server for all scenarios with the same profile, which it
// tells by its name.
func TestProfilesOfOneNameAreTheSame(t *testing.T) {
	known := make(map[string]fixtures.Profile)
	for _, s := range scenarios.All() {
		if p, ok := known[s.Server.Name]; ok {
			require.Equal(t, p, s.Server, "scenario %s", s.Name)
		}
		known[s.Server.Name] = s.Server
	}
}
