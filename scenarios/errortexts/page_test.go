package errortexts_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/scenarios/errortexts"
	"github.com/legacytls/legacytls/scenarios/internal/markdown"
)

var update = flag.Bool("update", false, "write docs/errors.md and docs/errors instead of comparing with them")

const docs = "../../docs"

func TestThePagesOfErrorTextsAreInStep(t *testing.T) {
	t.Parallel()
	if *update {
		require.NoError(t, os.RemoveAll(filepath.Join(docs, "errors")))
		require.NoError(t, os.MkdirAll(filepath.Join(docs, "errors"), 0o777))
	}
	requirePage(t, "errors.md", index())
	want := []string{}
	for _, p := range errortexts.Pages() {
		requirePage(t, filepath.Join("errors", p.Slug+".md"), page(p))
		want = append(want, p.Slug+".md")
	}
	require.ElementsMatch(t, want, filesIn(t, filepath.Join(docs, "errors")), "pages that no data is for")
}

func requirePage(t *testing.T, name string, want []byte) {
	t.Helper()
	path := filepath.Join(docs, name)
	if *update {
		require.NoError(t, os.WriteFile(path, want, 0o666))
	}
	got, err := os.ReadFile(path)
	require.NoError(t, err, "go test ./scenarios/errortexts -update writes it")
	require.Equal(t, string(want), string(got), "go test ./scenarios/errortexts -update brings it up to date")
}

func filesIn(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

const indexIntroduction = `# Your error, what it can mean, what to do

The error texts of TLS connections that broke with an update of Go, each with a page: what it says by itself,
what it can mean, since which release, how to find out which it is, and what helps, what weakens least first.

    legacytls explain "remote error: tls: handshake failure"   # the page, in the terminal
    legacytls explain - < program.log                          # the page of each error text in a log
    legacytls try -go 1.21,1.22,1.27 HOST:PORT                 # what clients of three releases meet at your server

The tests run every cause on every Go release since 1.12, and see the text in the releases that the page names
and in no others; every remedy in the releases that it is for, and in the one after them; and every command
that tells one cause from the others. *…* stands for what differs. Who wants to know who else has met a text
finds it in [breakages.md](breakages.md).

This page and those in docs/errors are written from scenarios/errortexts by
` + "`go test ./scenarios/errortexts -update`" + `.

| error text | it can mean |
|---|---|
`

func index() []byte {
	var page bytes.Buffer
	page.WriteString(indexIntroduction)
	for _, p := range errortexts.Pages() {
		var texts, causes []string
		for _, text := range p.Texts {
			texts = append(texts, "[`"+markdown.Escaped(text)+"`](errors/"+p.Slug+".md)")
		}
		for _, c := range p.Causes {
			causes = append(causes, c.Is+" ("+c.Shown[0].When()+")")
		}
		fmt.Fprintf(&page, "| %s | %s |\n", strings.Join(texts, "<br>"), strings.Join(causes, "<br>"))
	}
	return page.Bytes()
}

func page(p errortexts.Page) []byte {
	var page bytes.Buffer
	fmt.Fprintf(&page, "# `%s`\n\n", p.Title())
	if len(p.Texts) > 1 {
		page.WriteString("Also:\n\n")
		for _, text := range p.Texts[1:] {
			fmt.Fprintf(&page, "- `%s`\n", text)
		}
		page.WriteString("\n")
	}
	fmt.Fprintf(&page, "%s\n", p.Says)
	if len(p.Causes) > 1 {
		page.WriteString("\nIt can mean:\n\n")
		for n, c := range p.Causes {
			fmt.Fprintf(&page, "%d. [%s](#%d-%s): %s\n", n+1, c.Is, n+1, markdown.Anchor(c.Is), c.Shown[0].When())
		}
	}
	for n, c := range p.Causes {
		writeCause(&page, n+1, c)
	}
	if len(p.See) > 0 {
		page.WriteString("\n## See also\n\n")
		for _, slug := range p.See {
			other, _ := errortexts.FindPage(slug)
			fmt.Fprintf(&page, "- [`%s`](%s.md)\n", other.Title(), slug)
		}
	}
	fmt.Fprintf(&page, "\n[All error texts](../errors.md). Written from scenarios/errortexts by `go test ./scenarios/errortexts -update`.\n")
	return page.Bytes()
}

func writeCause(page *bytes.Buffer, n int, c errortexts.Cause) {
	fmt.Fprintf(page, "\n## %d. %s\n\n%s\n\n", n, c.Is, c.Says)
	fmt.Fprintf(page, "*When:* %s.\n", c.Shown[0].When())
	if c.Peers != "" {
		fmt.Fprintf(page, "\n*Met at:* %s.\n", c.Peers)
	}
	page.WriteString("\n**Is it this one?**\n")
	for _, check := range c.Checks {
		writeCode(page, []string{check.Command}, "")
		if check.Prints != "" {
			fmt.Fprintf(page, "\nIf so, it prints `%s`.\n", check.Prints)
		} else {
			fmt.Fprintf(page, "\nThen %s.\n", check.Says)
		}
	}
	page.WriteString("\n**What to do**\n\n")
	if c.Hopeless != "" {
		fmt.Fprintf(page, "%s\n\n", c.Hopeless)
	}
	for m, r := range c.Remedies {
		fmt.Fprintf(page, "%d. %s\n", m+1, r.Sentence())
		writeCode(page, r.Code(), "   ")
	}
	writeExhibits(page, c.Shown)
}

func writeCode(page *bytes.Buffer, lines []string, indent string) {
	if lines != nil {
		fmt.Fprintf(page, "\n%s```\n%s%s\n%s```\n", indent, indent, strings.Join(lines, "\n"+indent), indent)
	}
}

func writeExhibits(page *bytes.Buffer, shown []errortexts.Exhibit) {
	page.WriteString("\n**See it without that server**\n")
	writeCode(page, shown[0].Commands(), "")
	page.WriteString("\nShown by:\n\n")
	for _, e := range shown {
		name := "`" + e.Scenario + "`"
		if table, server, _ := strings.Cut(e.Scenario, "/"); table == "catalogue" {
			name = "[" + name + "](../servers.md#" + server + ")"
		}
		fmt.Fprintf(page, "- %s, %s\n", name, e.Note())
	}
}
