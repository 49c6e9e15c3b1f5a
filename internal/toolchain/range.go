package toolchain

import (
	"fmt"
	"strings"
)

// A Range is a condition on versions, such as "<1.22" or ">=1.22 <1.27". The
// zero Range holds for every version.
type Range struct {
	text       string
	conditions []condition
}

type condition struct {
	operator string
	version  Version
}

// operators in the order in which they must be looked for.
var operators = [...]string{">=", "<=", ">", "<", "="}

// ParseRange parses conditions separated by spaces, all of which must hold.
// A condition is an operator (<, <=, >, >=, =, or none, which means =) and a
// version without a space between them.
//
// A condition that names a minor compares minors: "1.24" and "=1.24" hold
// for 1.24rc1, 1.24.0 and 1.24.13; "<1.22" does not hold for 1.22rc1;
// "<=1.22" holds for 1.22.12. A condition that names a release compares
// releases in the order of [Version.Compare]: ">=1.24.3". The empty string is
// the Range that always holds.
func ParseRange(s string) (Range, error) {
	r := Range{text: strings.Join(strings.Fields(s), " ")}
	for _, field := range strings.Fields(s) {
		c, err := parseCondition(field)
		if err != nil {
			return Range{}, fmt.Errorf("version condition %q: %w", s, err)
		}
		r.conditions = append(r.conditions, c)
	}
	return r, nil
}

func parseCondition(field string) (condition, error) {
	c := condition{operator: "="}
	text := field
	for _, operator := range operators {
		if strings.HasPrefix(field, operator) {
			c.operator, text = operator, field[len(operator):]
			break
		}
	}
	if text == "" {
		return condition{}, fmt.Errorf("no version after %q (write them without a space between: %s1.22)", field, field)
	}
	version, err := ParseVersion(text)
	if err != nil {
		return condition{}, err
	}
	if version.Custom() {
		return condition{}, fmt.Errorf("%q is a custom build: conditions name releases, like 1.22 or 1.22.3", text)
	}
	c.version = version
	return c, nil
}

// Contains reports whether every condition of r holds for v. A range with
// conditions does not contain the zero Version.
func (r Range) Contains(v Version) bool {
	for _, c := range r.conditions {
		if v.IsZero() || !c.holds(v) {
			return false
		}
	}
	return true
}

func (c condition) holds(v Version) bool {
	order := v.Compare(c.version)
	if c.version.IsLang() {
		order = minorOf(v).Compare(minorOf(c.version))
	}
	switch c.operator {
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	case ">=":
		return order >= 0
	default:
		return order == 0
	}
}

// minorOf forgets patch, release candidate and suffix.
func minorOf(v Version) Version {
	return Version{major: v.major, minor: v.minor, patch: absent}
}

// String returns the conditions separated by single spaces.
func (r Range) String() string { return r.text }
