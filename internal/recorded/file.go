package recorded

import (
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/legacytls/legacytls/internal/toolchain"
)

// heading is the comment at the top of the file.
const heading = `# The ClientHellos that programs of Go releases sent: release, go line, GODEBUG, day, record.
# LEGACYTLS_SWEEP=all go test ./harness -run RecordedHellos -update writes this file; package recorded describes it.
`

const none = "-" // in a field: no go line of its own, no GODEBUG

// Parse reads a file of recordings. Its error says which line is wrong.
func Parse(text string) ([]Hello, error) {
	var all []Hello
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSuffix(line, "\r")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		h, err := parseLine(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		all = append(all, h)
	}
	return all, nil
}

func parseLine(line string) (h Hello, err error) {
	fields := strings.Split(line, " ")
	if len(fields) != 5 {
		return h, fmt.Errorf("want release, go line, GODEBUG, day and record, with a space between them, got %d fields", len(fields))
	}
	h = Hello{GoLine: fields[1], GODEBUG: fields[2], Date: fields[3]}
	if h.GoLine == none {
		h.GoLine = ""
	}
	if h.GODEBUG == none {
		h.GODEBUG = ""
	}
	if h.Release, err = toolchain.ParseVersion(fields[0]); err != nil {
		return h, err
	}
	if _, err := time.Parse(time.DateOnly, h.Date); err != nil {
		return h, fmt.Errorf("want a day such as 2026-11-29, got %q", h.Date)
	}
	if h.Record, err = hex.DecodeString(fields[4]); err != nil {
		return h, fmt.Errorf("record: %w", err)
	}
	return h, nil
}

// Format is the text of a file with these recordings, which Parse reads.
func Format(all []Hello) string {
	var b strings.Builder
	b.WriteString(heading)
	for _, h := range all {
		fmt.Fprintf(&b, "go%s %s %s %s %x\n", h.Release, orNone(h.GoLine), orNone(h.GODEBUG), h.Date, h.Record)
	}
	return b.String()
}

func orNone(s string) string {
	if s == "" {
		return none
	}
	return s
}
