package harness

import (
	"fmt"
	"slices"
	"strings"

	"github.com/legacytls/legacytls/internal/toolchain"
)

// A Rule says what is expected of the builds that it matches. In a list of
// rules the first that matches decides.
type Rule struct {
	When Condition // the zero Condition matches every build
	Want Expectation
}

// A Condition matches builds. It is made by [Go] or [AnyGo] and narrowed by
// its methods, which return a new Condition.
type Condition struct {
	text []string
	err  error

	releases  *toolchain.Range
	goLines   *toolchain.Range
	godebug   []string
	directive []string
	goMod     []string
	setenv    []string
	uses      string
}

// Go matches builds by the toolchain's release: "<1.22", ">=1.22 <1.27",
// "1.24" (every release of that minor), "=1.24.3".
//
// Releases compare as the go command compares them: 1.22 < 1.22rc1 < 1.22.0 <
// 1.22.1, so that "<1.22" excludes 1.22rc1. A range that does not parse is
// reported by [Scenario.Check].
func Go(releases string) Condition {
	c := Condition{text: []string{"Go " + releases}}
	c.releases, c.err = parseRange(releases)
	return c
}

// AnyGo matches every toolchain.
func AnyGo() Condition { return Condition{} }

// GoLine narrows c to builds whose go line is in the range, for example
// "<1.22". A build that does not set one has the go line of its toolchain.
func (c Condition) GoLine(lines string) Condition {
	r, err := parseRange(lines)
	c.goLines = r
	return c.with("go line "+lines, err)
}

// GODEBUG narrows c to builds that have all these key=value pairs, separated
// by commas, in the environment.
func (c Condition) GODEBUG(settings string) Condition {
	c.godebug = append(c.godebug[:len(c.godebug):len(c.godebug)], pairs(settings)...)
	return c.with("GODEBUG="+settings, checkPairs(settings))
}

// Directive narrows c to builds that have all these key=value pairs, separated
// by commas, as //go:debug lines.
func (c Condition) Directive(settings string) Condition {
	c.directive = append(c.directive[:len(c.directive):len(c.directive)], pairs(settings)...)
	return c.with("//go:debug "+settings, checkPairs(settings))
}

// GoMod narrows c to builds that have all these key=value pairs, separated by
// commas, as godebug lines of go.mod.
func (c Condition) GoMod(settings string) Condition {
	c.goMod = append(c.goMod[:len(c.goMod):len(c.goMod)], pairs(settings)...)
	return c.with("go.mod godebug "+settings, checkPairs(settings))
}

// Setenv narrows c to builds that set all these key=value pairs, separated by
// commas, with os.Setenv.
func (c Condition) Setenv(settings string) Condition {
	c.setenv = append(c.setenv[:len(c.setenv):len(c.setenv)], pairs(settings)...)
	return c.with("os.Setenv GODEBUG="+settings, checkPairs(settings))
}

// Uses narrows c to builds whose source refers to this identifier of crypto/tls.
func (c Condition) Uses(identifier string) Condition {
	c.uses = identifier
	return c.with("uses tls."+identifier, nil)
}

func (c Condition) with(text string, err error) Condition {
	c.text = append(c.text[:len(c.text):len(c.text)], text)
	if c.err == nil {
		c.err = err
	}
	return c
}

// Matches reports whether b fulfils the condition.
func (c Condition) Matches(b Build) bool {
	return c.err == nil &&
		inRange(c.releases, b.Go) &&
		inRange(c.goLines, b.EffectiveGoLine()) &&
		hasAll(b.GODEBUG, c.godebug) &&
		hasAll(b.Directive, c.directive) &&
		hasAll(b.GoMod, c.goMod) &&
		hasAll(b.Setenv, c.setenv) &&
		(c.uses == "" || c.uses == b.Uses)
}

// Err returns why the condition does not parse, nil if it does.
func (c Condition) Err() error { return c.err }

// String returns the condition for a person.
func (c Condition) String() string {
	if len(c.text) == 0 {
		return "every build"
	}
	return strings.Join(c.text, ", ")
}

func parseRange(s string) (*toolchain.Range, error) {
	r, err := toolchain.ParseRange(s)
	if err != nil {
		return nil, err
	}
	return &r, nil
}

func inRange(r *toolchain.Range, version string) bool {
	if r == nil {
		return true
	}
	v, err := toolchain.ParseVersion(version)
	return err == nil && r.Contains(v)
}

func hasAll(settings string, want []string) bool {
	have := pairs(settings)
	for _, w := range want {
		if !slices.Contains(have, w) {
			return false
		}
	}
	return true
}

func checkPairs(settings string) error {
	for _, p := range pairs(settings) {
		if key, value, ok := strings.Cut(p, "="); !ok || key == "" || value == "" {
			return fmt.Errorf("GODEBUG setting %q: want key=value, separated by commas", settings)
		}
	}
	return nil
}
