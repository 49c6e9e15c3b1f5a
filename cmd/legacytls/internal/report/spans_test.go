package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
)

// manyReleases is a report in which the claim begins with 1.24.8, run with
// every minor and with the patch releases around it.
func manyReleases() *harness.Report {
	r := &harness.Report{}
	add := func(release string, o harness.Outcome) {
		r.Cells = append(r.Cells, cell(rsa, release, harness.Settings{}, o))
	}
	for minor := 12; minor <= 27; minor++ {
		release := fmt.Sprintf("1.%d.9", minor)
		r.Go = append(r.Go, release)
		if minor == 24 {
			add("1.24.7", connects())
			add("1.24.8", refused())
			for _, boundary := range []string{"1.24.7", "1.24.8"} {
				r.Cells = append(r.Cells, cell(rsa, boundary, harness.Settings{GoLine: "1.20"}, connects()))
			}
		}
		if minor < 24 {
			add(release, connects())
		} else {
			add(release, refused())
		}
		if minor >= 20 {
			r.Cells = append(r.Cells, cell(rsa, release, harness.Settings{GoLine: "1.20"}, connects()))
		}
	}
	return r
}

func TestReleasesThatDoNotFitSideBySideAreFoldedIntoRanges(t *testing.T) {
	text := matrixOf(manyReleases(), Options{Claims: true})
	require.Contains(t, text, "\nrsa-key-exchange  1.12-1.24.7 connects, 1.24.8-1.27 alert 40\n")
	require.Contains(t, text, "\n  go line 1.20    1.20-1.27 connects\n", "what cannot be built is in no range")
	require.Contains(t, text, "Go releases: 1.12.9, 1.13.9, ")
	require.Equal(t, 1, strings.Count(text, "# Clients"))
	require.NotContains(t, text, "newer than the release", "the word is not used")
	for _, line := range strings.Split(text, "\n") {
		require.LessOrEqual(t, len(line), maxWidth)
	}
	golden(t, "folded.txt", text)
}

func TestARangeEndsWhereACellIsMissingOrDiffers(t *testing.T) {
	r := manyReleases()
	r.Cells[3].Verdict = harness.NotAsExpected      // 1.15
	r.Cells = append(r.Cells[:6:6], r.Cells[7:]...) // 1.18 was interrupted
	text := matrixOf(r, Options{})
	require.Contains(t, text, "1.12-1.14 connects, 1.15 !connects, 1.16-1.17 connects, 1.19-1.24.7 connects,")
}

func TestLongRowsOfRangesAreWrapped(t *testing.T) {
	r := manyReleases()
	for i := range r.Cells {
		if i%2 == 1 {
			r.Cells[i].Outcome = refused()
		}
	}
	text := matrixOf(r, Options{Color: true})
	for _, line := range strings.Split(text, "\n") {
		require.LessOrEqual(t, visible(line), maxWidth)
	}
	require.Regexp(t, `(?m)^rsa-key-exchange  1\.12 .*,\n {18}1\.\d\d .*$`, text)
}

func TestReleasesAreSortedInRangesWhateverTheOrderOfTheFlag(t *testing.T) {
	r := manyReleases()
	r.Go = append(r.Go[5:], r.Go[:5]...)
	r.Cells = append(r.Cells[5:], r.Cells[:5]...)
	require.Contains(t, matrixOf(r, Options{}), "\nrsa-key-exchange  1.12-1.24.7 connects, 1.24.8-1.27 alert 40\n")
}

func TestFewReleasesStandSideBySideUnlessAScenarioHasOthers(t *testing.T) {
	r := fine()
	require.NotContains(t, matrixOf(r, Options{}), "Go releases:")
	r.Cells = append(r.Cells, cell(rsa, "1.22.3", harness.Settings{}, refused()))
	require.Contains(t, matrixOf(r, Options{}), "\nrsa-key-exchange       1.22.3-1.27 alert 40\n")
}

func TestALongLabelHasALineOfItsOwn(t *testing.T) {
	r := manyReleases()
	long := harness.Settings{GODEBUG: "tlsrsakex=1,tls3des=1,tls10server=1,tlsunsafeekm=1"}
	for _, release := range r.Go {
		r.Cells = append(r.Cells, cell(rsa, release, long, connects()))
	}
	text := matrixOf(r, Options{})
	require.Contains(t, text, "\n  "+long.String()+"\n"+strings.Repeat(" ", maxLabel)+"1.12-1.23 connects, 1.24.9-1.27 connects\n")
}
