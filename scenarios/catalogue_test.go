package scenarios_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/scenarios"
)

func TestEveryProfileHasItsLineOfExpectation(t *testing.T) {
	t.Parallel()
	var want, got []string
	for _, p := range fixtures.Catalogue() {
		want = append(want, p.Name)
	}
	for _, m := range scenarios.Meetings() {
		got = append(got, m.Server.Name)
		require.NotEmpty(t, m.OpenSSL, "%s: what does OpenSSL meet?", m.Server.Name)
	}
	require.Equal(t, want, got, "the lines are in the order of fixtures.Catalogue")
}
