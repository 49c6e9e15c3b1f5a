package testrun

import (
	"flag"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What becomes of the flags of package testing that are not kept, and why.
var notKept = map[string]string{
	"v":            "replaced: the framing tells which line belongs to which test",
	"run":          "replaced: the one subtest",
	"timeout":      "replaced: what is left of that of this process",
	"cpu":          "replaced: this process repeats its tests for each of them, and the other has one",
	"paniconexit0": "replaced: set, as the go command does",

	"count":   "dropped: this process repeats its tests",
	"shuffle": "dropped: there is one test",
	"list":    "dropped: with it no test runs",
	"bench":   "dropped: benchmarks are this process's", "benchmem": "dropped: as bench",
	"fuzz": "dropped: fuzzing is this process's", "fuzztime": "dropped: as fuzz", "fuzzminimizetime": "dropped: as fuzz",
	"fuzzcachedir": "dropped: as fuzz", "fuzzworker": "dropped: as fuzz",

	"outputdir": "dropped: where this process writes its files", "artifacts": "dropped: as outputdir",
	"testlogfile":  "dropped: a file that this process writes",
	"coverprofile": "dropped: a file that this process writes", "gocoverdir": "dropped: as coverprofile",
	"cpuprofile": "dropped: a file that this process writes", "trace": "dropped: a file that this process writes",
	"memprofile": "dropped: a file that this process writes", "memprofilerate": "dropped: as memprofile",
	"blockprofile": "dropped: a file that this process writes", "blockprofilerate": "dropped: as blockprofile",
	"mutexprofile": "dropped: a file that this process writes", "mutexprofilefraction": "dropped: as mutexprofile",
}

func TestEachFlagOfPackageTestingIsKeptReplacedOrDroppedOnPurpose(t *testing.T) {
	flag.VisitAll(func(f *flag.Flag) {
		name, ours := strings.CutPrefix(f.Name, "test.")
		if !ours {
			return
		}
		given := Arguments([]string{"-" + f.Name + "=1"}, "TestX", 0)
		without := Arguments(nil, "TestX", 0)
		switch fate := notKept[name]; {
		case slices.Contains(kept[:], name):
			require.Empty(t, fate, "-%s is kept and not kept", f.Name)
			require.Equal(t, append(without, "-"+f.Name+"=1"), given)
		case fate == "":
			t.Errorf("-%s (%s) is new in %s: decide whether it means the same for one subtest in a process of its own; "+
				"then it belongs to kept in args.go, if toolchains since Go 1.21 know it, otherwise to notKept in args_test.go", f.Name, f.Usage, runtime.Version())
		case name == "cpu":
			require.Equal(t, append(without, fmt.Sprint("-test.cpu=", runtime.GOMAXPROCS(0))), given)
		case name == "run":
			require.Equal(t, without, given, "a pattern that does not match the test selects nothing below it")
		default:
			require.Equal(t, without, given, "-%s is %s", f.Name, fate)
		}
	})
}

func TestTheProcessRunsTheOneTestWithFramingAndTheTimeThatIsLeft(t *testing.T) {
	require.Equal(t, []string{
		"-test.paniconexit0", "-test.v=test2json", "-test.run=^TestX$/^go1\\.27\\.4$", "-test.timeout=1m30s",
	}, Arguments([]string{"-test.v=true", "-test.run=TestX", "-test.timeout=10m0s", "-test.count", "3"}, "TestX/go1.27.4", 90*time.Second))
}

func TestNoTimeoutStaysNone(t *testing.T) {
	require.Contains(t, Arguments([]string{"-test.timeout=10m0s"}, "TestX", 0), "-test.timeout=0s")
}

func TestThePatternOfThisProcessSelectsBelowTheTest(t *testing.T) {
	require.Contains(t, Arguments([]string{"-test.run", "X/go/sub"}, "TestX/go1.27.4", 0), "-test.run=^TestX$/^go1\\.27\\.4$/sub")
}

// others are the arguments that Arguments makes of own besides those that are always there.
func others(own ...string) []string {
	return Arguments(own, "TestX", 0)[len(Arguments(nil, "TestX", 0)):]
}

func TestFlagsOfTheTestsAndWhatFollowsThemStayAsTheyAre(t *testing.T) {
	if flag.Lookup("known") == nil { // with -count it is there already
		flag.Bool("known", false, "a flag without a value of its own, for this test")
	}
	for _, own := range [][]string{
		{},
		{"-partner=example.com"},
		{"--partner=example.com"},
		{"-partner", "example.com"},
		{"-partner", "-1"}, // a value that looks like a flag
		{"-partner="},
		{"-known"},
		{"-known=false"},
		{"-known", "positional"},
		{"positional"},
		{"positional", "-test.count=2"}, // no flag any more
		{"--", "-test.count=2"},
		{"--", "positional", "-test.count=2"},
		{"-", "positional", "-test.count=2"},
		{"-partner", "example.com", "-known", "--", "-test.short"},
		{"-partner"}, // which package flag refuses, as it does here
	} {
		require.Equal(t, own, append([]string{}, others(own...)...), "%q", own)
	}
}

func TestFlagsOfPackageTestingAreFoundBetweenThoseOfTheTests(t *testing.T) {
	require.Equal(t, []string{"-test.short=true", "-test.parallel=3", "-partner", "example.com", "rest"},
		others("-partner", "example.com", "--test.parallel", "3", "-test.short", "-test.count=2", "rest"))
}
