package errortexts_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/scenarios/errortexts"
	"github.com/legacytls/legacytls/scenarios/internal/evidence"
)

func TestPagesHaveSlugsAndTextsOfTheirOwn(t *testing.T) {
	t.Parallel()
	slugs, texts := make(map[string]bool), make(map[string]string)
	for _, p := range errortexts.Pages() {
		require.Regexp(t, `^[a-z0-9]+(-[a-z0-9]+)*$`, p.Slug)
		require.False(t, slugs[p.Slug], "two pages %s", p.Slug)
		slugs[p.Slug] = true
		for _, text := range p.Texts {
			require.Empty(t, texts[text], "%q is on two pages", text)
			texts[text] = p.Slug
		}
	}
	for _, p := range errortexts.Pages() {
		for _, other := range p.See {
			require.True(t, slugs[other] && other != p.Slug, "%s points to %s", p.Slug, other)
		}
	}
}

func TestEveryCauseSaysWhatItIsHowToTellAndWhatToDo(t *testing.T) {
	t.Parallel()
	for _, p := range errortexts.Pages() {
		require.NotEmpty(t, p.Causes, p.Slug)
		require.Regexp(t, `\.$`, p.Says, p.Slug)
		for _, c := range p.Causes {
			name := p.Slug + ": " + c.Is
			require.Regexp(t, `[^.]$`, c.Is, name)
			require.Regexp(t, `\.$`, c.Says, name)
			require.NotRegexp(t, `\.$`, c.Peers, name)
			require.NotEmpty(t, c.Shown, name)
			require.NotEmpty(t, c.Checks, name)
			require.NotEmpty(t, c.Remedies, name)
			for _, check := range c.Checks {
				require.NotEqual(t, check.Prints == "", check.Says == "", check.Command)
			}
			for _, r := range c.Remedies {
				require.NotEmpty(t, r.Does+strings.Join(r.Code(), ""), name)
			}
		}
	}
}

// Who can do nothing in Go must be told so, and nobody else.
func TestWhereNothingOnTheClientHelpsItSaysSo(t *testing.T) {
	t.Parallel()
	for _, p := range errortexts.Pages() {
		for _, c := range p.Causes {
			inGo := false
			for _, r := range c.Remedies {
				inGo = inGo || r.Code() != nil || r.First != ""
			}
			if c.Hopeless != "" {
				require.False(t, inGo, "%s: %s", p.Slug, c.Is)
			}
		}
	}
}

func TestTheScenariosOfPagesExist(t *testing.T) {
	t.Parallel()
	known := evidence.Scenarios()
	for _, p := range errortexts.Pages() {
		for _, name := range scenariosOf(p) {
			s, ok := known[name]
			require.True(t, ok, "%s: no scenario %s", p.Slug, name)
			require.Empty(t, s.Waiting, "%s: %s waits", p.Slug, name)
		}
	}
}

// scenariosOf are the scenarios that a page names.
func scenariosOf(p errortexts.Page) []string {
	var names []string
	for _, c := range p.Causes {
		for _, e := range c.Shown {
			names = append(names, e.Scenario)
		}
		for _, r := range c.Remedies {
			if r.Scenario != "" {
				names = append(names, r.Scenario)
			}
		}
	}
	return names
}

// The least weakening comes first: what is done elsewhere, then what is for one
// connection, then what is for a whole program.
func TestRemediesBeginWithTheLeastWeakening(t *testing.T) {
	t.Parallel()
	for _, p := range errortexts.Pages() {
		for _, c := range p.Causes {
			rank := 0
			for _, r := range c.Remedies {
				next := rankOf(r)
				require.GreaterOrEqual(t, next, rank, "%s: %s: %v", p.Slug, c.Is, r.Code())
				rank = next
			}
		}
	}
}

func rankOf(r errortexts.Remedy) int {
	switch {
	case r.Settings.GoLine != "":
		return 3
	case r.Settings.GODEBUG != "":
		return 2
	case r.Client != nil:
		return 1
	}
	return 0
}

// A sentence of a page is not to look like Markdown.
func TestWordsAreNoMarkup(t *testing.T) {
	t.Parallel()
	markup := regexp.MustCompile("[`*<>|]|\\[[^\\]]*\\]\\(")
	for _, p := range errortexts.Pages() {
		require.NotRegexp(t, markup, p.Says)
		for _, c := range p.Causes {
			require.NotRegexp(t, markup, c.Is+c.Says+c.Peers+c.Hopeless)
			for _, r := range c.Remedies {
				require.NotRegexp(t, markup, r.Does)
			}
		}
	}
}
