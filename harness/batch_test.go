package harness_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
)

func TestBuildsTakeTurnsAFewAtATime(t *testing.T) {
	t.Parallel()
	queues := func() [][]int { return [][]int{{0, 3}, {1}, {2, 4, 5}} }
	require.Equal(t, []int{0, 3, 1, 2, 4, 5}, harness.TakeTurns(queues(), 1))
	require.Equal(t, []int{0, 1, 3, 2, 4, 5}, harness.TakeTurns(queues(), 2))
	require.Equal(t, []int{0, 1, 2, 3, 4, 5}, harness.TakeTurns(queues(), 3))
	require.Empty(t, harness.TakeTurns(nil, 3))
}

func TestARunLeavesNoAgentBehind(t *testing.T) {
	t.Parallel()
	r := newRunner(t, harness.RunnerOptions{})
	defer r.Close()
	demand(t, r, go122)
	report, err := r.Run(bg, many(3), harness.Matrix{Go: []string{go122}})
	require.NoError(t, err)
	require.Equal(t, len(report.Cells), report.Count(harness.AsExpected))
	require.Empty(t, r.AgentPIDs(), "each was retired after its last cell")

	// It can be used again.
	again, err := r.Run(bg, many(1), harness.Matrix{Go: []string{go122}})
	require.NoError(t, err)
	require.Equal(t, len(again.Cells), again.Count(harness.AsExpected))
}
