package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/scenarios"
)

func markdownOf(t *testing.T, run Run) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Markdown(&b, run))
	return b.String()
}

func TestAPageBeginsWithWhatIsNotAsExpected(t *testing.T) {
	page := markdownOf(t, runOf(broken()))
	require.True(t, strings.HasPrefix(page, "## legacytls: 4 cells not as expected\n\n6 cells: "), page)
	failing, unable, folded := strings.Index(page, "### Not as expected"), strings.Index(page, "### Could not run"), strings.Index(page, "<details>")
	require.True(t, 0 < failing && failing < unable && unable < folded, page)
	require.Contains(t, page, "\n| rsa-key-exchange, go1.22.12 | agent ended:<br>exit code 2<br>panic: oops |\n")
	require.Contains(t, page, "\n| rsa-key-exchange, go1.22.12, GODEBUG=tlsrsakex=1<br>go-line, go1.22.12, GODEBUG=tlsrsakex=1 | got remote error, want connects |\n")
	require.Contains(t, page, "| go 1.27.4 is unavailable: no proxy |\n")
	require.Contains(t, page, "> the control control-modern-server failed under go1.22.12: nothing in this report can be trusted\n")
}

func TestAPageFoldsEachTableAndEqualNeighbours(t *testing.T) {
	page := markdownOf(t, runOf(manyReleases()))
	require.True(t, strings.HasPrefix(page, "## legacytls: all as expected\n"), page)
	require.Contains(t, page, "<details><summary>go1.22: Go 1.22 release notes</summary>\n\n| scenario | run as | what came of it |\n|---|---|---|\n"+
		"| rsa-key-exchange | default | 1.12-1.24.7 connects, 1.24.8-1.27 alert 40 |\n|  | go line 1.20 | 1.20-1.27 connects |\n\n</details>\n")
	require.NotContains(t, page, "###")
}

func TestAPageSetsWhatIsNotAsExpectedInBold(t *testing.T) {
	require.Contains(t, markdownOf(t, runOf(broken())), "| **1.22 !failed**, 1.27 n/a |")
}

func TestNothingInATextIsMarkup(t *testing.T) {
	r := broken()
	r.Cells[2].Problem = "a|b\r\n`c` *d* _e_ <f> [g](h) \\ & \xff"
	require.Contains(t, markdownOf(t, runOf(r)), "| a\\|b<br>\\`c\\` \\*d\\* \\_e\\_ &lt;f&gt; \\[g\\](h) \\\\ &amp; \uFFFD |\n")
}

func TestEveryRowOfAPageHasTheColumnsOfItsTable(t *testing.T) {
	r := broken()
	r.Cells[2].Problem = "one | two\nthree"
	columns := 0
	for _, line := range strings.Split(markdownOf(t, runOf(r)), "\n") {
		if !strings.HasPrefix(line, "|") {
			columns = 0
			continue
		}
		bars := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
		if columns == 0 {
			columns = bars
		}
		require.Equal(t, columns, bars, line)
	}
}

func TestAPageStaysBelowTheLimitAndNamesWhatIsLeftOut(t *testing.T) {
	run := Run{Report: &harness.Report{Go: []string{"1.22.12"}}}
	for i := 0; i < 40; i++ {
		one := scenarios.Table{Name: fmt.Sprintf("table-%d", i), Title: "One of many"}
		for j := 0; j < 250; j++ {
			s := harness.Scenario{Name: fmt.Sprintf("scenario-%d-%d-%s", i, j, strings.Repeat("x", 100))}
			one.Scenarios = append(one.Scenarios, s)
			run.Report.Cells = append(run.Report.Cells, cell(s, "1.22.12", harness.Settings{}, connects()))
		}
		run.Tables = append(run.Tables, one)
	}
	page := markdownOf(t, run)
	require.Less(t, len(page), 1<<20)
	require.Greater(t, len(page), 1<<19, "there is room for more")
	require.Contains(t, page, "<summary>table-0: ")
	require.Regexp(t, `\nLeft out, because there is no room on this page: table-\d+, .*table-39\.\n$`, page)
}

func TestAPageOfTenThousandDifferentProblemsIsBelowTheLimit(t *testing.T) {
	run := runOf(&harness.Report{Go: []string{"1.22.12"}})
	for i := 0; i < 10_000; i++ {
		c := cell(rsa, "1.22.12", harness.Settings{GODEBUG: fmt.Sprint("a=", i)}, refused())
		run.Report.Cells = append(run.Report.Cells, wrong{c, harness.NotAsExpected, fmt.Sprint(i, strings.Repeat(" very", 500))}.cell())
	}
	page := markdownOf(t, run)
	require.Less(t, len(page), 1<<20)
	require.Regexp(t, `Left out, because there is no room on this page: \d+ problems`, page)
}

func TestAProblemOfManyCellsNamesTheFirstAndCountsTheRest(t *testing.T) {
	run := runOf(&harness.Report{Go: []string{"1.22.12"}})
	for i := 0; i < 9; i++ {
		c := cell(rsa, "1.22.12", harness.Settings{GODEBUG: fmt.Sprint("a=", i)}, refused())
		run.Report.Cells = append(run.Report.Cells, wrong{c, harness.NotAsExpected, "no cache"}.cell())
	}
	require.Contains(t, markdownOf(t, run), "GODEBUG=a=4<br>and 4 cells more | no cache |\n")
}

func TestALongErrorTextIsCutAtARune(t *testing.T) {
	r := broken()
	r.Cells[2].Problem = strings.Repeat("\u00e9", 1000)
	require.Contains(t, markdownOf(t, runOf(r)), "| "+strings.Repeat("\u00e9", 600)+"... |\n")
}

func TestAPageSaysWhichShardItIsAndWhatWasNotRun(t *testing.T) {
	run := runOf(fine())
	run.Shard, run.Interrupted = "2/3", true
	page := markdownOf(t, run)
	require.True(t, strings.HasPrefix(page, "## legacytls: interrupted (shard 2/3)\n"), page)
	require.Contains(t, page, "\n> shard 2/3: 2 scenarios, the other shards have the rest\n")
	require.Contains(t, page, "\n> interrupted: what is missing was not run\n")

	require.True(t, strings.HasPrefix(markdownOf(t, Run{Report: &harness.Report{}, Shard: "3/3"}), "## legacytls: nothing to run (shard 3/3)\n"))
}

func TestPagesOfEqualResultsDifferInTheTimeOnly(t *testing.T) {
	first, later := runOf(broken()), runOf(broken())
	require.Equal(t, markdownOf(t, first), markdownOf(t, later))
	later.Report.Elapsed = 2 * time.Second
	require.Equal(t, markdownOf(t, first), strings.Replace(markdownOf(t, later), "; 2.0 s", "; 1.0 s", 1))
}
