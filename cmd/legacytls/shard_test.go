package main

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/scenarios"
)

func namesIn(tables []scenarios.Table) []string {
	var names []string
	for _, s := range scenariosOf(tables) {
		names = append(names, s.Name)
	}
	return names
}

func TestShardsAreDisjointAndTogetherEverything(t *testing.T) {
	tables := scenarios.Tables()
	all := namesIn(tables)
	for _, total := range []int{1, 2, 3, 7, len(all), len(all) + 3} {
		seen := make(map[string]int)
		smallest, largest := len(all), 0
		for index := 1; index <= total; index++ {
			part := namesIn(shard{index, total}.of(tables))
			smallest, largest = min(smallest, len(part)), max(largest, len(part))
			for _, name := range part {
				seen[name]++
			}
		}
		require.Len(t, seen, len(all))
		for name, times := range seen {
			require.Equal(t, 1, times, "%s in %d shards", name, total)
		}
		require.LessOrEqual(t, largest-smallest, 1, "%d shards", total)
	}
}

func TestAShardIsTheSameEachTime(t *testing.T) {
	require.Equal(t, namesIn(shard{2, 3}.of(scenarios.Tables())), namesIn(shard{2, 3}.of(scenarios.Tables())))
}

func TestTheFirstShardHasTheFirstScenario(t *testing.T) {
	all := namesIn(scenarios.Tables())
	require.Equal(t, all[0], namesIn(shard{1, 3}.of(scenarios.Tables()))[0])
	require.Equal(t, all[2], namesIn(shard{3, 3}.of(scenarios.Tables()))[0])
}

func TestNoShardIsEverything(t *testing.T) {
	require.Equal(t, namesIn(scenarios.Tables()), namesIn(shard{}.of(scenarios.Tables())))
}

// parsedShard is the shard of a command line of run.
func parsedShard(t *testing.T, args ...string) (shard, error) {
	t.Helper()
	run, err := parseRun(newFlags(runCommand(), args), discard())
	return run.shard, err
}

func TestTheShardOfTheEnvironmentCountsFromZero(t *testing.T) {
	t.Setenv(totalShardsVar, "3")
	for index := 0; index < 3; index++ {
		t.Setenv(shardIndexVar, strconv.Itoa(index))
		got, err := parsedShard(t)
		require.NoError(t, err)
		require.Equal(t, shard{index + 1, 3}, got)
	}
}

func TestTheFlagBeatsTheEnvironment(t *testing.T) {
	t.Setenv(totalShardsVar, "3")
	t.Setenv(shardIndexVar, "0")
	got, err := parsedShard(t, "-shard", "2/5")
	require.NoError(t, err)
	require.Equal(t, shard{2, 5}, got)
}

func TestTheStatusFileShowsThatTheEnvironmentWasRead(t *testing.T) {
	file := filepath.Join(t.TempDir(), "status")
	t.Setenv(shardStatusFileVar, file)
	_, err := parsedShard(t)
	require.NoError(t, err)
	require.NoFileExists(t, file, "there are no shards")

	t.Setenv(totalShardsVar, "3")
	t.Setenv(shardIndexVar, "1")
	_, err = parsedShard(t, "-go", "local")
	require.NoError(t, err)
	require.FileExists(t, file)
}

func TestAStatusFileThatCannotBeWrittenIsAnError(t *testing.T) {
	t.Setenv(totalShardsVar, "3")
	t.Setenv(shardIndexVar, "1")
	t.Setenv(shardStatusFileVar, filepath.Join(t.TempDir(), "missing", "status"))
	got := legacytls(t, "run", "-go", "local")
	require.Equal(t, exitIncomplete, got.code)
	require.Contains(t, got.err, shardStatusFileVar)
}

func TestAMistakeInTheEnvironmentNamesItsVariables(t *testing.T) {
	for _, values := range [][2]string{{"3", "3"}, {"3", "-1"}, {"3", ""}, {"", "1"}, {"three", "1"}, {"0", "0"}} {
		t.Setenv(totalShardsVar, values[0])
		t.Setenv(shardIndexVar, values[1])
		got := legacytls(t, "run", "-go", "local")
		require.Equal(t, exitUsage, got.code, values)
		require.Contains(t, got.err, `TEST_SHARD_INDEX="`+values[1]+`"`)
		require.Contains(t, got.err, `TEST_TOTAL_SHARDS="`+values[0]+`"`)
	}
}

func TestAnEmptyShardIsFineAndSaysSoWithoutToolchains(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	got := legacytls(t, "run", "-x", "-go", "1.22.1", "-shard", "2/2", "-json", path("json"), "-junit", path("junit"), "-md", path("md"), "/ecdhe-cbc$")
	require.Equal(t, exitOK, got.code, got.err)
	require.Contains(t, got.out, "shard 2/2 has no scenario to run\n0 cells: ")
	require.NotContains(t, got.err, "go1.22.1")
	for name, want := range map[string]string{"json": "", "junit": `name="legacytls shard 2/2" tests="0"`, "md": "nothing to run (shard 2/2)"} {
		text, err := os.ReadFile(path(name))
		require.NoError(t, err)
		require.Contains(t, string(text), want)
	}
}

func TestEveryOutputSaysWhichShardItIs(t *testing.T) {
	text := legacytls(t, "run", "-go", "local", "-shard", "1/2", "/(ecdhe-cbc|tls10-server)$")
	require.Equal(t, exitOK, text.code, text.err)
	require.Contains(t, text.out, "\nshard 1/2: 1 scenario, the other shards have the rest\n")
	for flag, want := range map[string]string{"-json": `"shard":"1/2"`, "-junit": "shard 1/2", "-md": "(shard 1/2)"} {
		got := legacytls(t, "run", "-go", "local", "-shard", "1/2", flag, "-", "/(ecdhe-cbc|tls10-server)$")
		require.Equal(t, exitOK, got.code, got.err)
		require.Contains(t, got.out, want)
	}
}

func TestScenariosThatWaitAreLeftOut(t *testing.T) {
	run := scenarioRun{tables: []scenarios.Table{{Name: "later", Scenarios: []harness.Scenario{{Name: "dhe", Waiting: "the engine"}}}}}
	report, err := run.cells(context.Background(), nil, harness.Matrix{Go: []string{"1.22.12"}})
	require.NoError(t, err)
	require.Empty(t, report.Cells)
}

func TestListScenariosSaysWhatAScenarioWaitsFor(t *testing.T) {
	rows := objects(t, list(t, "-json", "scenarios"))
	for _, table := range scenarios.Tables() {
		for _, s := range table.Scenarios {
			require.Equal(t, scenarioPath(table, s), rows[0]["scenario"])
			require.Equal(t, s.Waiting, rows[0]["waits_for"])
			rows = rows[1:]
		}
	}
}
