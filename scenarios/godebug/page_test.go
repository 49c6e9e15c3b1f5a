package godebug_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/scenarios/godebug"
	"github.com/legacytls/legacytls/scenarios/internal/markdown"
)

var update = flag.Bool("update", false, "write docs/godebug.md instead of comparing with it")

const pagePath = "../../docs/godebug.md"

// The page is for people whose program talks to old servers; go test ./scenarios/godebug
// -update writes it.
func TestThePageOfGODEBUGIsInStep(t *testing.T) { // not parallel: others read what it writes
	want := writtenPage(t)
	if *update {
		require.NoError(t, os.WriteFile(pagePath, want, 0o666))
	}
	got, err := os.ReadFile(pagePath)
	require.NoError(t, err, "go test ./scenarios/godebug -update writes it")
	require.Equal(t, string(want), string(got), "go test ./scenarios/godebug -update brings it up to date")
}

// writtenPage is the page as it should be.
func writtenPage(t *testing.T) []byte {
	t.Helper()
	page := pageWriter{tests: testFunctions(t), numbers: make(map[string]int)}
	page.WriteString("# GODEBUG as it really works\n")
	for _, section := range godebug.Sections() {
		if section.Title != "" {
			fmt.Fprintf(&page, "\n## %s\n", section.Title)
		}
		for _, part := range section.Parts {
			page.WriteString("\n")
			page.write(part)
		}
	}
	page.WriteString("\n" + strings.Join(page.notes, ""))
	return page.Bytes()
}

// A pageWriter writes the page and collects its footnotes, one for each list of what
// shows something.
type pageWriter struct {
	bytes.Buffer
	tests   map[string][]string
	numbers map[string]int
	notes   []string
}

func (w *pageWriter) write(part godebug.Part) {
	if part.Head != nil {
		fmt.Fprintf(w, "| %s |\n|%s\n", strings.Join(part.Head, " | "), strings.Repeat("---|", len(part.Head)))
	}
	for _, claim := range part.Claims {
		if part.Head == nil {
			fmt.Fprintf(w, "%s%s\n", claim.Says, w.note(claim))
			continue
		}
		cells := append([]string{claim.Says + w.note(claim)}, claim.Cells...)
		for i, cell := range cells {
			cells[i] = markdown.Escaped(cell)
		}
		fmt.Fprintf(w, "| %s |\n", strings.Join(cells, " | "))
	}
	if part.Code != "" {
		fmt.Fprintf(w, "\n```\n%s\n```\n", part.Code)
	}
}

// note returns the mark of the footnote with what shows a claim.
func (w *pageWriter) note(claim godebug.Claim) string {
	key := strings.Join(claim.Shown, " ")
	if w.numbers[key] == 0 {
		names := make([]string, len(claim.Shown))
		for i, name := range claim.Shown {
			names[i] = w.linked(name)
		}
		w.numbers[key] = len(w.numbers) + 1
		w.notes = append(w.notes, fmt.Sprintf("[^%d]: %s\n", w.numbers[key], strings.Join(names, ", ")))
	}
	return fmt.Sprintf("[^%d]", w.numbers[key])
}

// linked is the name of a scenario or of a test as the page has it.
func (w *pageWriter) linked(name string) string {
	if files := w.tests[name]; len(files) > 0 {
		return "[`" + name + "`](../" + filepath.ToSlash(files[0]) + ")"
	}
	return "`" + name + "`"
}
