package testrun

import (
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPatternsNameOneSubtestAndWhatTheUserSelectsBelowIt(t *testing.T) {
	for _, c := range []struct{ name, user, want string }{
		{"TestX", "", "^TestX$"},
		{"TestX/go1.27.4,GODEBUG=tls3des=1", "", `^TestX$/^go1\.27\.4,GODEBUG=tls3des=1$`},
		{"TestX/a", "TestX", "^TestX$/^a$"},
		{"TestX/a", "TestX/a", "^TestX$/^a$"},
		{"TestX/a", "TestX/a/b", "^TestX$/^a$/b"},
		{"TestX/a", "X//b/c", "^TestX$/^a$/b/c"},
		{"TestX/a", "X/a/b|X/a/c", "^TestX$/^a$/b|^TestX$/^a$/c"},
		{"TestX/a", "X/a/b|X/c/d", "^TestX$/^a$/b"},
		{"TestX/a", "X/a/b|X", "^TestX$/^a$"},             // the second selects all of it
		{"TestX/a", "TestY/a/b", "^TestX$/^a$"},           // which runs without being selected only by hand
		{"TestX/a", "X/a/(b|c/d)", "^TestX$/^a$/(b|c/d)"}, // within brackets nothing is split
		{"TestX/a", "X/a/[/|]", "^TestX$/^a$/[/|]"},
		{"TestX/a", `X/a/b\/c`, `^TestX$/^a$/b\/c`},
		{"TestX/a", "X/a/b]c", "^TestX$/^a$/b]c"},
		{"TestX/a_b", "X/a b/c d", "^TestX$/^a_b$/c_d"},
		{"TestX/a/b", "X/a/b/c", "^TestX$/^a$/^b$/c"}, // a/b may be one name
		{"TestX/[a](b|c)*", "", `^TestX$/^\[a\]\(b\|c\)\*$`},
		{"TestX/a/(/b", "X/a/[(]/b/c", `^TestX$/^a$/^\($/^b$/c`},
		{"TestX/a/", "", "^TestX$/^a$/^$"},
	} {
		require.Equal(t, c.want, Pattern(c.name, c.user), "%+v", c)
	}
}

// treeVariable lets TestTree run its subtests.
const treeVariable = "LEGACYTLS_TEST_TREE"

// TestTree is what the patterns of the other tests select from.
func TestTree(t *testing.T) {
	if os.Getenv(treeVariable) == "" {
		return
	}
	leaves := func(names ...string) func(*testing.T) {
		return func(t *testing.T) {
			for _, name := range names {
				t.Run(name, func(t *testing.T) {
					t.Run("x", func(*testing.T) {})
					t.Run("y", func(*testing.T) {})
				})
			}
		}
	}
	t.Run("plain", leaves("a", "b", "ab", "a", "a#01"))
	t.Run("go1.27.4,GODEBUG=tls3des=1", leaves("a/b", "a", "a/", "/", ""))
	t.Run("with space", leaves("tab\there", "wide\u3000space", "not printed\x01\u200b", "ü", "\xff"))
	t.Run("(p[q]|r)*", leaves("a|b", "(", "]", "[", `back\slash`, "$", "a.b", "axb", "'quoted'"))
}

var began = regexp.MustCompile(`(?m)^=== RUN   (\S+)$`)

// treeWith returns which tests of the tree run under these patterns, in a process of its own.
func treeWith(t *testing.T, run, skip string) []string {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.v=true", "-test.run="+run, "-test.skip="+skip)
	cmd.Env = environment(treeVariable + "=1")
	output, err := cmd.CombinedOutput()
	require.NoError(t, err, "-test.run=%s -test.skip=%s\n%s", run, skip, output)
	var names []string
	for _, match := range began.FindAllStringSubmatch(string(output), -1) {
		if strings.HasPrefix(match[1], "TestTree") {
			names = append(names, match[1])
		}
	}
	return names
}

// at says whether a name is the given one, or one above or below it.
func at(name, given string) bool {
	return strings.HasPrefix(name+"/", given+"/") || strings.HasPrefix(given+"/", name+"/")
}

func TestPackageTestingRunsTheOneSubtestThatThePatternIsFor(t *testing.T) {
	all := treeWith(t, "^TestTree$", "")
	require.Len(t, all, 1+4+3*(5+5+5+9))
	for _, name := range all {
		if strings.HasSuffix(name, "/y") { // as /x
			continue
		}
		var want []string
		for _, other := range all {
			if at(other, name) {
				want = append(want, other)
			}
		}
		require.Equal(t, want, treeWith(t, Pattern(name, ""), ""), "%s", Pattern(name, ""))
	}
}

func TestPackageTestingRunsBelowThePatternWhatTheUserSelects(t *testing.T) {
	for _, user := range []string{
		"Tree/plain/a/x", "Tree/plain/^a$/x|Tree/plain/b/y", "Tree/plain/b/y|Tree/plain", "Tree/(plain|go1)/a/x",
		"Tree/with space/tab here/y", "Tree//[$(|/]/x", `Tree/\(p/back\\/y`, "Tree/go/a/b/x",
	} {
		selected := treeWith(t, user, "")
		for _, name := range []string{"TestTree/plain", "TestTree/plain/a", "TestTree/plain/b", "TestTree/with_space", "TestTree/(p[q]|r)*", "TestTree/go1.27.4,GODEBUG=tls3des=1"} {
			if !slices.Contains(selected, name) {
				continue
			}
			var want []string
			for _, other := range selected {
				if at(other, name) {
					want = append(want, other)
				}
			}
			require.Equal(t, want, treeWith(t, Pattern(name, user), ""), "%s in %s", name, user)
		}
	}
}

func TestWhatIsSelectedIsWhatPackageTestingRuns(t *testing.T) {
	all := treeWith(t, "^TestTree$", "")
	for _, c := range []struct{ run, skip string }{
		{"Tree", "Tree/plain/a"},
		{"Tree/plain/a", "Tree/plain/a/x"},
		{"Tree/plain/^a$/x|Tree/go1/b", ""},
		{"Tree", "Tree/plain/a/x|Tree/plain"}, // for plain the first decides, which is about what is below
		{"Tree", "Tree/plain|Tree/plain/a/x"},
		{"Tree", "Tree/with space|Tree/.p"},
		{"Tree/with space/not printed\x01", ""},
		{"Tree", "Tree/////"},
		{"Tree//(a|b)/x", "Tree/plain/(b|c/d)"},
		{"Nothing", ""},
	} {
		var selected []string
		for _, name := range all {
			if Selected(name, c.run, c.skip) {
				selected = append(selected, name)
			}
		}
		require.Equal(t, treeWith(t, c.run, c.skip), selected, "%+v", c)
	}
}

func TestAPatternThatIsNoneSelectsNothing(t *testing.T) {
	require.False(t, Selected("TestX/a", "TestX/(", ""))
	require.Equal(t, "^TestX$/^a$", Pattern("TestX/a", "TestX/("))
}
