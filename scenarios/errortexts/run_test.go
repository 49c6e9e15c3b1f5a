package errortexts_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/toolchain"
	"github.com/legacytls/legacytls/scenarios/errortexts"
	"github.com/legacytls/legacytls/scenarios/internal/evidence"
)

// Each exhibit is run on every release: the page is found in what the program shows in
// the releases that it names, and in no others. Each remedy is run in all releases that it
// is for, and in the one after them, where it must not help any more.
func TestPagesAreRightAboutEveryRelease(t *testing.T) {
	p := newProof(sweep.All(t, "the releases between which something changes for a page, an exhibit or a remedy, the oldest and the newest"))
	p.addAll(sweep.Some(t, 4, errortexts.Pages()))
	results := evidence.Run(t, p.scenarios, p.cells)
	for _, c := range p.claims {
		c := c
		t.Run(c.name, func(t *testing.T) {
			got := results[c.cell]
			if got.Verdict == harness.Unavailable {
				needs.Missing(t, needs.Toolchains, got.Problem)
			}
			require.NotEmpty(t, got.Build.Go, "was not run")
			require.NoError(t, c.check(got))
		})
	}
}

// A claim is what a page says of a cell.
type claim struct {
	name  string
	cell  evidence.Cell
	check func(harness.Cell) error
}

// A proof is all claims, and what has to be run for them.
type proof struct {
	scenarios map[string]harness.Scenario // with those that have a remedy
	cells     []evidence.Cell
	claims    []claim
	whole     bool // in every release
}

func newProof(whole bool) *proof { return &proof{scenarios: evidence.Scenarios(), whole: whole} }

func (p *proof) addAll(pages []errortexts.Page) {
	for _, page := range pages {
		for n, cause := range page.Causes {
			for _, e := range cause.Shown {
				p.addExhibit(page, e)
				for m, r := range cause.Remedies {
					p.addRemedy(fmt.Sprintf("%s %d.%d", page.Slug, n+1, m+1), e, r)
				}
			}
		}
	}
}

func (p *proof) add(name, scenario string, b harness.Build, check func(harness.Cell) error) {
	cell := evidence.Cell{Scenario: scenario, Build: b}
	p.cells = append(p.cells, cell)
	p.claims = append(p.claims, claim{fmt.Sprintf("%s %s %s", name, scenario, b), cell, check})
}

// addExhibit is about all releases: those in which some exhibit of the page with the
// same scenario shows the text, and the others.
func (p *proof) addExhibit(page errortexts.Page, e errortexts.Exhibit) {
	scenario := p.scenarios[e.Scenario]
	same := func(one, next string) bool {
		_, rule := scenario.Rule(harness.Build{Go: latest(one).String(), Settings: e.Settings})
		_, other := scenario.Rule(harness.Build{Go: latest(next).String(), Settings: e.Settings})
		return rule == other && shownIn(one, e, page) == shownIn(next, e, page)
	}
	for _, release := range p.releasesFor(e, same) {
		check := connectsOr(page, e)
		if shownIn(release, e, page) {
			check = shows(page, e)
		}
		p.add(page.Slug, e.Scenario, harness.Build{Go: release, Settings: e.Settings}, check)
	}
}

func shownIn(release string, e errortexts.Exhibit, page errortexts.Page) bool {
	for _, cause := range page.Causes {
		for _, other := range cause.Shown {
			if other.Scenario == e.Scenario && other.Settings == e.Settings && within(release, other.First, other.Last) {
				return true
			}
		}
	}
	return false
}

// shows is an outcome in which people find the page.
func shows(page errortexts.Page, e errortexts.Exhibit) func(harness.Cell) error {
	return func(c harness.Cell) error {
		seen := evidence.Seen(c.Outcome)
		switch {
		case c.Verdict != harness.AsExpected:
			return fmt.Errorf("%q is not what the scenario expects: %s", c.Outcome, c.Problem)
		case e.As != "" && strings.Contains(seen, e.As):
			return nil
		case e.As == "" && finds(page, seen):
			return nil
		}
		return fmt.Errorf("got %q, want a text of the page %s", seen, page.Slug)
	}
}

// connectsOr is an outcome that has nothing to do with the page.
func connectsOr(page errortexts.Page, e errortexts.Exhibit) func(harness.Cell) error {
	return func(c harness.Cell) error {
		seen := evidence.Seen(c.Outcome)
		if finds(page, seen) || e.As != "" && strings.Contains(seen, e.As) {
			return fmt.Errorf("got %q in a release that the page %s does not name", seen, page.Slug)
		}
		if ended(c.Outcome) || slices.ContainsFunc(e.Otherwise, func(text string) bool { return strings.Contains(seen, text) }) {
			return nil
		}
		return fmt.Errorf("got %q, want a connection or one of %q", seen, e.Otherwise)
	}
}

func finds(page errortexts.Page, seen string) bool {
	return slices.ContainsFunc(errortexts.Find(seen), func(found errortexts.Page) bool { return found.Slug == page.Slug })
}

// ended reports whether all went as a program wants it.
func ended(o harness.Outcome) bool { return o.OK() || o.Stage == harness.StageAnswer }

// addRemedy is about the releases in which the exhibit shows the text, but for a remedy
// that is another release.
// What a client sets is not for exhibits in which a server is under test.
func (p *proof) addRemedy(name string, e errortexts.Exhibit, r errortexts.Remedy) {
	if r.Client != nil && p.scenarios[e.Scenario].Role() == harness.ServerSide {
		return
	}
	scenario, s := p.withRemedy(e, r)
	isUpdate := r.Client == nil && r.Settings == (harness.Settings{}) && r.Scenario == ""
	isFor := func(release string) bool { return isUpdate || within(release, e.First, e.Last) }
	helpsIn := func(release string) bool { return isFor(release) && within(release, r.First, r.Last) }
	isPast := func(release string) bool { return isFor(release) && !within(release, "", r.Last) }
	past := false
	for _, release := range p.releasesFor(e, func(one, next string) bool { return helpsIn(one) == helpsIn(next) && isPast(one) == isPast(next) }) {
		b := harness.Build{Go: release, Settings: s}
		switch {
		case helpsIn(release):
			p.add(name, scenario, b, helps)
		case isPast(release) && !past:
			past = true
			p.add(name+" no more", scenario, b, helpsNot)
		}
	}
}

func helps(c harness.Cell) error {
	if !ended(c.Outcome) {
		return fmt.Errorf("the remedy does not help: %s", c.Outcome)
	}
	return nil
}

func helpsNot(c harness.Cell) error {
	if ended(c.Outcome) {
		return fmt.Errorf("the remedy helps in a release that it is not for: %s", c.Outcome)
	}
	return nil
}

// withRemedy returns the scenario and the settings that show the remedy.
func (p *proof) withRemedy(e errortexts.Exhibit, r errortexts.Remedy) (scenario string, s harness.Settings) {
	scenario, s = e.Scenario, e.Settings
	if r.Settings != (harness.Settings{}) || r.Without {
		s = r.Settings
	}
	if r.Scenario != "" {
		scenario = r.Scenario
	}
	if changed := p.scenarios[scenario]; r.Client != nil {
		changed.Client = merged(changed.Client, *r.Client)
		changed.Rules = []harness.Rule{{Want: harness.Connects()}}
		changed.Name = fmt.Sprintf("%s-%d", changed.Name, len(p.scenarios))
		scenario = fmt.Sprintf("%s with tls.Config %d", scenario, len(p.scenarios))
		p.scenarios[scenario] = changed
	}
	return scenario, s
}

// merged is a client with what the other one sets.
func merged(c, with harness.Client) harness.Client {
	to, from := reflect.ValueOf(&c).Elem(), reflect.ValueOf(with)
	for i := 0; i < from.NumField(); i++ {
		if !from.Field(i).IsZero() {
			to.Field(i).Set(from.Field(i))
		}
	}
	return c
}

// releasesFor are all minor releases, and the patch releases that the exhibit's scenario
// is about, in a cut those between which something is not the same.
func (p *proof) releasesFor(e errortexts.Exhibit, same func(one, next string) bool) []string {
	var all []string
	for _, r := range toolchain.Releases() {
		for _, boundary := range p.scenarios[e.Scenario].Boundaries {
			if strings.HasPrefix(boundary, r.Minor+".") && boundary != r.Version.String() {
				all = append(all, boundary)
			}
		}
		all = append(all, r.Minor)
	}
	if p.whole {
		return all
	}
	return sweep.Changes(all, same)
}

// within reports whether the release is one from first to last. A minor release stands for
// its latest patch release, and as last for all of them.
func within(release, first, last string) bool {
	v := latest(release)
	if first != "" && v.Compare(version(first)) < 0 {
		return false
	}
	if last == "" || v.Compare(latest(last)) <= 0 {
		return true
	}
	return false
}

func latest(release string) toolchain.Version {
	for _, r := range toolchain.Releases() {
		if r.Minor == release {
			return r.Version
		}
	}
	return version(release)
}

func version(release string) toolchain.Version {
	v, err := toolchain.ParseVersion(release)
	if err != nil {
		panic(err) // tables are code
	}
	return v
}
