package harness

import (
	"fmt"
	"slices"
	"strings"

	"github.com/legacytls/legacytls/internal/gotls"
	"github.com/legacytls/legacytls/internal/toolchain"
)

// whatDies says which of the remedies a program of the newest release does not start
// with, "" if none.
func whatDies(remedies []Remedy) string {
	releases := toolchain.Releases()
	newest := releases[len(releases)-1]
	var deadly []string
	survivors := 0
	for _, r := range remedies {
		before := len(deadly)
		for _, pair := range strings.Split(r.GODEBUG, ",") {
			if _, value, _ := strings.Cut(pair, "="); settingOf(pair).Effect(gotls.Environment, value, newest.Version) == gotls.Dies {
				deadly = append(deadly, pair)
			}
		}
		if len(deadly) == before {
			survivors++
		}
	}
	what := "these"
	switch {
	case len(deadly) == 0:
		return ""
	case survivors > 0:
		slices.Sort(deadly)
		what = strings.Join(slices.Compact(deadly), " or ")
	}
	return fmt.Sprintf("(a Go %s program refuses to start with %s in its environment)", newest.Minor, what)
}
