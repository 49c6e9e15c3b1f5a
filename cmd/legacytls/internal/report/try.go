package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/legacytls/legacytls/harness"
)

// A Tried is an outcome of a try, and why it came so.
type Tried struct {
	Outcome harness.Outcome
	Err     error // not nil if nothing can be said about the build
	Why     harness.Explanation

	Transcript *harness.Transcript // nil if it is not to be shown
}

// Try prints what came of each build, and then each explanation once, with the
// builds that it holds for.
func Try(w io.Writer, target string, tried []Tried, color bool) {
	fmt.Fprintf(w, "target %s\n\n", target)
	widths := [3]int{}
	for _, t := range tried {
		for i, text := range tryColumns(t) {
			widths[i] = max(widths[i], len(text)+2)
		}
	}
	for _, t := range tried {
		columns, paint := tryColumns(t), ""
		if color && wordFor(t.Outcome).good {
			paint = green
		}
		fmt.Fprintf(w, "%s%s%s%s\n", padded(columns[0], "", widths[0]), padded(columns[1], "", widths[1]),
			padded(columns[2], paint, widths[2]), tryText(t))
	}
	for _, group := range groupByWhy(tried) {
		fmt.Fprintf(w, "\n%s\n    %s\n", strings.Join(group.builds, "; "), group.why)
	}
	for _, t := range tried {
		if t.Transcript != nil {
			fmt.Fprintf(w, "\n%s\n%s\n", t.Outcome.Build, t.Transcript)
		}
	}
}

func tryColumns(t Tried) [3]string {
	b := t.Outcome.Build
	return [3]string{"go" + b.Go, b.Settings.String(), wordFor(t.Outcome).text}
}

func tryText(t Tried) string {
	switch {
	case t.Err != nil:
		return t.Err.Error()
	case t.Outcome.OK():
		return strings.TrimPrefix(t.Outcome.String(), "connects, ")
	}
	return errorText(t.Outcome)
}

type whyGroup struct {
	why    string
	builds []string
}

// groupByWhy collects the builds with the same explanation, and leaves out
// those of which the list has said all.
func groupByWhy(tried []Tried) []*whyGroup {
	var groups []*whyGroup
	byText := make(map[string]*whyGroup)
	for _, t := range tried {
		if t.Outcome.OK() || len(t.Why.Lines) == 0 {
			continue
		}
		text := withoutBuild(t.Why, t.Outcome.Build).String()
		g := byText[text]
		if g == nil {
			g = &whyGroup{why: text}
			byText[text] = g
			groups = append(groups, g)
		}
		g.builds = append(g.builds, t.Outcome.Build.String())
	}
	return groups
}

// withoutBuild returns e without the notes that repeat the build, which stands
// above it.
func withoutBuild(e harness.Explanation, b harness.Build) harness.Explanation {
	lines := append([]harness.ExplanationLine(nil), e.Lines...)
	for i := range lines {
		if lines[i].Note == b.String() {
			lines[i].Note = ""
		}
	}
	e.Lines = lines
	return e
}
