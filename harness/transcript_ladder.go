package harness

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// The ladder fits a terminal, and a log, of 100 columns.
const (
	ladderWidth  = 100
	ladderMargin = 10 // the time
	ladderInside = ladderWidth - ladderMargin - 2
	fieldLines   = 8 // of which no field has more
)

// String draws the transcript as a ladder of at most 100 columns: the client on the left, the
// server on the right, an arrow for each step, and below it what the step says.
func (t Transcript) String() string {
	var b strings.Builder
	b.WriteString(t.title() + "\n")
	if len(t.Steps) > 0 {
		fmt.Fprintf(&b, "%8s  %-*s%s\n", "ms", ladderInside-4, "client", "server")
	}
	for _, s := range t.Steps {
		s.draw(&b)
	}
	for _, line := range t.remarks() {
		b.WriteString(line + "\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// title says which connection it is, and what came of it.
func (t Transcript) title() string {
	if t.ID == 0 {
		return fmt.Sprintf("no connection came to %s on %s", t.Profile, t.Backend)
	}
	came := "no handshake was completed"
	if t.Established {
		came = fmt.Sprintf("%s, %s", t.Version.Name, t.Suite.OpenSSL)
	}
	return strings.Join(wrapped(fmt.Sprintf("connection %d from %s to %s on %s: %s", t.ID, t.Remote, t.Profile, t.Backend, came), ladderWidth), "\n")
}

func (t Transcript) remarks() []string {
	var all []string
	for _, left := range []struct {
		side  Side
		bytes int
	}{{ClientSide, t.UnrecordedClient}, {ServerSide, t.UnrecordedServer}} {
		if left.bytes > 0 {
			all = append(all, fmt.Sprintf("the %s sent %s more, which were not recorded", left.side, bytesOf(left.bytes)))
		}
	}
	if t.Error != "" {
		all = append(all, wrapped("the server gave up: "+t.Error, ladderWidth)...)
	}
	if !t.Over && t.ID != 0 {
		all = append(all, "the connection goes on")
	}
	return all
}

// draw draws a step.
func (s Step) draw(b *strings.Builder) {
	fmt.Fprintf(b, "%8s  |%s|\n", s.at(), s.arrow())
	for _, f := range s.Fields {
		drawText(b, f.Name+": "+strings.Join(f.Values, ", "), fieldLines)
	}
	if s.Problem != "" {
		drawText(b, "problem: "+s.Problem, fieldLines)
	}
}

// at has as many digits as there is room for.
func (s Step) at() string {
	const width = len("0000.000")
	text := fmt.Sprintf("%.3f", s.AtMS)
	return text[:max(min(width, len(text)), strings.Index(text, "."))]
}

// arrow goes from one side to the other.
func (s Step) arrow() string {
	label := " " + shortened(s.label(), ladderInside-8) + " "
	line := strings.Repeat("-", ladderInside-3-utf8.RuneCountInString(label))
	if s.From == ServerSide {
		return "<" + line + label + "--"
	}
	return "--" + label + line + ">"
}

// label says what the step is, for example "Certificate, 1024 bytes in 2 records, decrypted".
func (s Step) label() string {
	if s.Record == "tcp" {
		return "TCP: " + s.Name
	}
	text := fmt.Sprintf("%s, %s", s.Name, bytesOf(s.Length))
	if len(s.Records) == 2 && s.Records[1] > s.Records[0] {
		text += fmt.Sprintf(" in %d records", s.Records[1]-s.Records[0]+1)
	}
	switch {
	case s.Opened:
		text += ", decrypted"
	case s.Encrypted:
		text += ", encrypted"
	}
	return text
}

// drawText draws lines between the rails, so many at most.
func drawText(b *strings.Builder, text string, most int) {
	const indent = 4
	lines := wrapped(text, ladderInside-indent-4)
	if len(lines) > most {
		lines = append(lines[:most-1:most-1], fmt.Sprintf("%s ... (%d characters in all)", shortened(lines[most-1], 50), utf8.RuneCountInString(text)))
	}
	for i, line := range lines {
		if i > 0 {
			line = "  " + line
		}
		fmt.Fprintf(b, "%*s|%*s%-*s|\n", ladderMargin, "", indent, "", ladderInside-indent, line)
	}
}

// wrapped breaks a text into lines of at most so many characters, at blanks where there are any.
func wrapped(text string, width int) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		lines = append(lines, wrappedLine([]rune(printable(paragraph)), width)...)
	}
	return lines
}

func wrappedLine(rest []rune, width int) []string {
	var lines []string
	for len(rest) > width {
		cut := width
		for i := width; i > width/3; i-- {
			if rest[i] == ' ' {
				cut = i
				break
			}
		}
		lines = append(lines, string(rest[:cut]))
		rest = []rune(strings.TrimPrefix(string(rest[cut:]), " "))
	}
	return append(lines, string(rest))
}

// shortened cuts a text off.
func shortened(text string, width int) string {
	if runes := []rune(text); len(runes) > width {
		return string(runes[:width-3]) + "..."
	}
	return text
}

// printable has a dot for what would break a line: names come from outside.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == utf8.RuneError {
			return '.'
		}
		return r
	}, text)
}
