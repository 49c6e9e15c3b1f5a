package ledger_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/toolchain"
	"github.com/legacytls/legacytls/scenarios/internal/evidence"
	"github.com/legacytls/legacytls/scenarios/ledger"
)

var update = flag.Bool("update", false, "write docs/ledger.md instead of comparing with it")

// The page is for people who read release notes; go test ./scenarios/ledger -update
// writes it.
func TestThePageOfTheLedgerIsInStep(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "docs", "ledger.md")
	want := ledgerPage()
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
		require.NoError(t, os.WriteFile(path, want, 0o666))
	}
	got, err := os.ReadFile(path)
	require.NoError(t, err, "go test ./scenarios/ledger -update writes it")
	require.Equal(t, string(want), string(got), "go test ./scenarios/ledger -update brings it up to date")
}

const ledgerIntroduction = `# What the release notes say, and where it is shown

Each sentence of the release notes of Go 1.12 to 1.27 about TLS, in our words, with the scenarios that
show it on real toolchains or with the reason why none does. ` + "`legacytls run 'go1.22/rsa-key-exchange$'`" + `
runs one of them.

Of the notes on crypto/tls, crypto/x509, crypto/x509/pkix and crypto/rsa every sentence is here, of other
packages and of GODEBUG those that bear on a TLS connection or on the certificates in it. What the notes
do not mention stands in a table of its own under each release.

This page is written from scenarios/ledger by ` + "`go test ./scenarios/ledger -update`" + `.

`

func ledgerPage() []byte {
	var page bytes.Buffer
	page.WriteString(ledgerIntroduction)
	releases := toolchain.Releases()
	page.WriteString("| release | sentences | shown | not shown | not in the notes |\n|---|---|---|---|---|\n")
	for _, r := range releases {
		said, silent := entriesOf(r.Minor)
		shown := withScenarios(said)
		fmt.Fprintf(&page, "| [Go %s](#%s) | %d | %d | %d | %d |\n",
			r.Minor, anchor(r.Minor), len(said), shown, len(said)-shown, len(silent))
	}
	for _, r := range releases {
		said, silent := entriesOf(r.Minor)
		fmt.Fprintf(&page, "\n## Go %s\n\n[Release notes](https://go.dev/doc/go%s)\n\n", r.Minor, r.Minor)
		writeEntries(&page, "the notes say", said)
		if len(silent) > 0 {
			page.WriteString("\n")
			writeEntries(&page, "the notes do not mention", silent)
		}
	}
	return page.Bytes()
}

func writeEntries(page *bytes.Buffer, title string, entries []ledger.Entry) {
	fmt.Fprintf(page, "| package | %s | shown by, or why not |\n|---|---|---|\n", title)
	known := evidence.Scenarios()
	previous := ""
	for _, e := range entries {
		pkg := e.Package
		if pkg == previous {
			pkg = ""
		}
		previous = e.Package
		cell := e.Untestable
		if len(e.Scenarios) > 0 {
			names := make([]string, len(e.Scenarios))
			for i, name := range e.Scenarios {
				names[i] = "`" + name + "`"
				if known[name].Waiting != "" {
					names[i] += " *waiting*"
				}
			}
			cell = strings.Join(names, ", ")
		}
		fmt.Fprintf(page, "| %s | %s | %s |\n", pkg, e.Says, cell)
	}
}

// entriesOf are the entries of a release: what its notes say, and what not.
func entriesOf(minor string) (said, silent []ledger.Entry) {
	for _, e := range ledger.Entries() {
		switch {
		case e.Go != minor:
		case e.Unmentioned:
			silent = append(silent, e)
		default:
			said = append(said, e)
		}
	}
	return said, silent
}

func withScenarios(entries []ledger.Entry) int {
	n := 0
	for _, e := range entries {
		if len(e.Scenarios) > 0 {
			n++
		}
	}
	return n
}

// anchor is what Markdown viewers make of the heading of a release.
func anchor(minor string) string {
	return "go-" + strings.ReplaceAll(minor, ".", "")
}
