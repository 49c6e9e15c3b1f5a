// Package markdown has what the pages in docs that tests write have in common.
package markdown

import "strings"

// Escaped is a text as it can stand in a table.
func Escaped(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

// Anchor is what viewers make of a heading, for links to it.
func Anchor(heading string) string {
	keep := func(r rune) rune {
		if r == ' ' {
			return '-'
		}
		if strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789-_", r) {
			return r
		}
		return -1
	}
	return strings.Map(keep, strings.ToLower(heading))
}
