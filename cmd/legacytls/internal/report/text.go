package report

import (
	"regexp"
	"strings"

	"github.com/legacytls/legacytls/harness"
)

// The colours, as second signal only: every cell has its word.
const (
	green = "32"
	red   = "1;31"
	faint = "2"
)

// paint returns text in a colour; "" is none.
func paint(text, color string) string {
	if color == "" {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}

// visible returns the width of text on a screen: escape sequences have none.
func visible(text string) int { return len(escapes.ReplaceAllString(text, "")) }

var escapes = regexp.MustCompile("\x1b\\[[0-9;]*m")

// padded returns text in a colour, and blanks up to the width. The escape
// sequences have no width.
func padded(text, color string, width int) string {
	return paint(text, color) + strings.Repeat(" ", max(width-len(text), 0))
}

// errorText returns the error of an outcome as people search for it: the line
// that says it, without the go command's headings.
func errorText(o harness.Outcome) string {
	text := o.Error
	if text == "" {
		text = o.Export.Error
	}
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "#") && !strings.HasSuffix(line, ":") {
			return line
		}
	}
	return text
}

// shapeOf returns text without what differs between errors of one kind: names
// and values in quotes, lists and numbers.
func shapeOf(text string) string {
	return details.ReplaceAllString(text, "?")
}

var details = regexp.MustCompile(`"[^"]*"|\[[^]]*\]|[0-9]+`)
