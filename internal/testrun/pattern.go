package testrun

import (
	"regexp"
	"strings"
	"unicode"
)

// Pattern returns a -test.run pattern for the one subtest of this name, and for those of
// its subtests that user, the pattern of this process, selects below it.
func Pattern(name, user string) string {
	path := strings.Split(name, "/")
	exact := make([]string, len(path))
	for i, element := range path {
		exact[i] = "^" + regexp.QuoteMeta(element) + "$"
	}
	only := strings.Join(exact, "/")
	var patterns []string
	for _, alternative := range alternatives(user) {
		switch below := len(alternative) - len(path); {
		case !matches(alternative, path):
		case below <= 0:
			return only // all of it
		default:
			patterns = append(patterns, only+"/"+strings.Join(alternative[len(path):], "/"))
		}
	}
	if len(patterns) == 0 {
		return only
	}
	return strings.Join(patterns, "|")
}

// Selected says whether a -test.run pattern and a -test.skip pattern let a subtest of this
// name run, by the rules of package testing (go help testflag).
func Selected(name, run, skip string) bool {
	path := strings.Split(name, "/")
	if alternative := firstMatch(skip, path); skip != "" && alternative != nil && len(alternative) <= len(path) {
		return false
	}
	return firstMatch(run, path) != nil
}

// firstMatch returns the first alternative of a pattern that matches, or nil. That one alone
// says whether -test.skip skips a test or only something below it.
func firstMatch(pattern string, path []string) []string {
	for _, alternative := range alternatives(pattern) {
		if matches(alternative, path) {
			return alternative
		}
	}
	return nil
}

// matches compares element by element, as far as both go.
func matches(pattern, path []string) bool {
	for i := 0; i < len(pattern) && i < len(path); i++ {
		if ok, err := regexp.MatchString(pattern[i], path[i]); err != nil || !ok {
			return false
		}
	}
	return true
}

// alternatives splits a pattern at each | and each / that stand outside of brackets.
func alternatives(pattern string) [][]string {
	pattern = rewrite(pattern)
	var all [][]string
	var path []string
	square, round, start := 0, 0, 0
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\':
			i++
		case c == '[':
			square++
		case c == ']' && square > 0: // an unmatched one is legal
			square--
		case c == '(' && square == 0:
			round++
		case c == ')' && square == 0:
			round--
		case (c == '/' || c == '|') && square == 0 && round == 0:
			path = append(path, pattern[start:i])
			start = i + 1
			if c == '|' {
				all, path = append(all, path), nil
			}
		}
	}
	return append(all, append(path, pattern[start:]))
}

// rewrite does to a pattern what package testing does to it, and to the names of subtests.
func rewrite(pattern string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return '_'
		}
		return r
	}, pattern)
}
