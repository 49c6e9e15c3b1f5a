package breakages_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/scenarios/breakages"
	"github.com/legacytls/legacytls/scenarios/internal/markdown"
)

var update = flag.Bool("update", false, "write docs/breakages.md instead of comparing with it")

// The page is for people with an error text; go test ./scenarios/breakages -update
// writes it.
func TestThePageOfTheBreakagesIsInStep(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "docs", "breakages.md")
	want := breakagesPage()
	if *update {
		require.NoError(t, os.WriteFile(path, want, 0o666))
	}
	got, err := os.ReadFile(path)
	require.NoError(t, err, "go test ./scenarios/breakages -update writes it")
	require.Equal(t, string(want), string(got), "go test ./scenarios/breakages -update brings it up to date")
}

const breakagesIntroduction = `# What people reported, and what reproduces it

Threads about TLS connections that an update of Go broke, each with the scenario that shows the reported
error text on real toolchains: the Go release that works, the one that does not. The tests run every line.

    legacytls run -go 1.21,1.22 'catalogue/rsa-key-exchange-only$'   # what the two releases meet
    legacytls try -go 1.21,1.22 rsa-key-exchange-only                # why, and what helps

A scenario of the [catalogue](servers.md) is a server of that name, for ` + "`harness.Start`" + ` in a test of your own
and for ` + "`legacytls serve`" + `. Of a text, what comes from Go is quoted; drivers put words of their own around
it. *On the server* means that the Go program is the server, and the text what its client is told, or the
server's own. Other differences from the thread are in italics.

*How sure* is about the thread: *read* says it itself, in the parts that were read; of *read, mechanism
measured* the mechanism was tried apart from this library, too; *not proven* fits by symptom and date, and
does not say why. What the scenarios show is measured in any case.

This page is written from scenarios/breakages by ` + "`go test ./scenarios/breakages -update`" + `.

`

func breakagesPage() []byte {
	var page bytes.Buffer
	page.WriteString(breakagesIntroduction)
	page.WriteString("| part | reports |\n|---|---|\n")
	for _, part := range breakages.Parts() {
		fmt.Fprintf(&page, "| [%s](#%s) | %d |\n", part.Title, markdown.Anchor(part.Title), len(part.Reports))
	}
	for _, part := range breakages.Parts() {
		fmt.Fprintf(&page, "\n## %s\n\n", part.Title)
		if len(part.Reports[0].Shown) > 0 {
			writeReproduced(&page, part.Reports)
		} else {
			writeRest(&page, part.Reports)
		}
	}
	return page.Bytes()
}

func writeReproduced(page *bytes.Buffer, reports []breakages.Report) {
	page.WriteString("| report | Go | the peer, and what about it | text | reproduced by | how sure |\n|---|---|---|---|---|---|\n")
	for _, r := range reports {
		says := markdown.Escaped(r.Says)
		if r.Server {
			says = "on the server: " + says
		}
		names := "`" + strings.Join(r.Shown, "`, `") + "`"
		if r.Differs != "" {
			names += "; *" + markdown.Escaped(r.Differs) + "*"
		}
		text := "`" + r.Text + "`"
		if r.Before != "" {
			text += ", before `" + r.Before + "`"
		}
		fmt.Fprintf(page, "| [%s](%s) | %s | %s | %s | %s | %s |\n", r, r.URL(), releasesOf(r), says, text, names, r.Certain)
	}
}

func writeRest(page *bytes.Buffer, reports []breakages.Report) {
	page.WriteString("| report | what | why not | how sure |\n|---|---|---|---|\n")
	for _, r := range reports {
		fmt.Fprintf(page, "| [%s](%s) | %s | %s | %s |\n", r, r.URL(), markdown.Escaped(r.Says), markdown.Escaped(r.Why), r.Certain)
	}
}

// releasesOf says under which builds it works and breaks: the settings once, if they
// are the same.
func releasesOf(r breakages.Report) string {
	parts := []string{r.Works.Go, r.Breaks.Go, r.Mended.Go}
	switch {
	case r.Works.Settings != r.Breaks.Settings && r.Works.Go != "":
		return fmt.Sprintf("%s (%s) → (%s)", r.Works.Go, r.Works.Settings, r.Breaks.Settings)
	case r.Works.Go == "":
		parts[0] = "–"
	}
	text := parts[0] + " → " + parts[1]
	if r.Mended.Go != "" {
		text += ", mended " + parts[2]
	}
	if r.Breaks.Settings != (harness.Settings{}) {
		text += " (" + r.Breaks.Settings.String() + ")"
	}
	return text
}
