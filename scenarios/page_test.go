package scenarios_test

import (
	"bytes"
	"flag"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/toolchain"
	"github.com/legacytls/legacytls/scenarios"
	"github.com/legacytls/legacytls/scenarios/internal/markdown"
)

var update = flag.Bool("update", false, "write the pages in docs instead of comparing with them")

// requirePage compares a page of docs with what it is to be, or writes it.
func requirePage(t *testing.T, name string, want []byte) {
	t.Helper()
	path := filepath.Join("..", "docs", name)
	if *update {
		require.NoError(t, os.WriteFile(path, want, 0o666))
	}
	got, err := os.ReadFile(path)
	require.NoError(t, err, "go test ./scenarios -run Page -update writes it")
	require.Equal(t, string(want), string(got), "go test ./scenarios -run Page -update brings it up to date")
}

func TestThePageOfTheCatalogueIsInStep(t *testing.T) {
	t.Parallel()
	requirePage(t, "servers.md", cataloguePage())
}

const catalogueIntroduction = `# The servers of the catalogue

What a Go client with its defaults meets at each of them, by release, and what OpenSSL 3.0 does
(` + "`openssl s_client -cipher DEFAULT@SECLEVEL=2`" + `). Every line here is run: the Go lines on the real
toolchains (` + "`legacytls run -go all catalogue/`" + `), the OpenSSL lines by the tests. Where a client with
defaults would show nothing, it is said what the client has.

    legacytls list profiles            # the same list, by family
    legacytls serve ilo2               # a server to connect to
    legacytls try -go 1.21,1.27 ilo2   # what clients of two releases meet, why, and what helps

In a test it is ` + "`harness.Start(t, fixtures.ILO2())`" + `, or, by name, ` + "`fixtures.Find`" + `.

*Confidence* says how sure it is that the product is like its profile: high for what was recorded of
the product itself or documented by its maker, medium for what is documented of its TLS library and
inferred for it, or reported once; profiles of low confidence have general names. A profile without it
stands for no product. The certificates are valid for loopback, so that a client can verify them; what
real products get wrong about names is in the zoo of certificates (` + "`legacytls list certs`" + `).

Not here are servers with nothing but Camellia, SEED, IDEA, export suites or a DSS certificate: no Go
release has had their suites, so that each of them is met as aes256-sha256-only is.

This page is written from the data by ` + "`go test ./scenarios -run Page -update`" + `.

`

func cataloguePage() []byte {
	var page bytes.Buffer
	page.WriteString(catalogueIntroduction)
	meetings := make(map[string]scenarios.Meeting)
	for _, m := range scenarios.Meetings() {
		meetings[m.Server.Name] = m
	}
	for _, family := range fixtures.Families() {
		fmt.Fprintf(&page, "- [%s](#%s)\n", capitalized(string(family)), markdown.Anchor(string(family)))
	}
	for _, family := range fixtures.Families() {
		fmt.Fprintf(&page, "\n## %s\n", capitalized(string(family)))
		for _, p := range fixtures.Catalogue() {
			if p.Family == family {
				writeMeeting(&page, p, meetings[p.Name])
			}
		}
	}
	return page.Bytes()
}

func writeMeeting(page *bytes.Buffer, p fixtures.Profile, m scenarios.Meeting) {
	fmt.Fprintf(page, "\n### %s\n\n%s.", p.Name, capitalized(p.Title))
	if p.StandsFor != "" {
		fmt.Fprintf(page, " Stands for: %s", p.StandsFor)
	}
	page.WriteString("\n\n| client | meets |\n|---|---|\n")
	for _, span := range spansOf(m) {
		fmt.Fprintf(page, "| Go %s | %s |\n", span.releases(), markdown.Escaped(span.want))
	}
	fmt.Fprintf(page, "| OpenSSL 3.0 | `%s` |\n\n", m.OpenSSL)
	facts := differences(m.Client)
	if quirks := p.Quirks.Set(); len(quirks) > 0 {
		facts = append(facts, "Quirks: "+strings.Join(quirks, ", ")+".")
	}
	if p.Confidence != "" {
		facts = append(facts, "Confidence: "+string(p.Confidence)+".")
	}
	facts = append(facts, "Source: "+p.Source+".")
	page.WriteString(strings.Join(facts, " ") + "\n")
}

// differences say what a client has that is no default of Go's. That it takes the
// certificate of whoever it is changes nothing here.
func differences(c harness.Client) []string {
	var has []string
	switch {
	case net.ParseIP(c.ServerName) != nil:
		has = append(has, "has the address "+c.ServerName+" for a name and does not send it")
	case c.ServerName != "":
		has = append(has, "asks for "+c.ServerName)
	}
	if len(c.ALPN) > 0 {
		has = append(has, "offers "+strings.Join(c.ALPN, " and "))
	}
	if c.Timeout != 0 {
		has = append(has, fmt.Sprintf("waits for %v", c.Timeout))
	}
	if len(has) == 0 {
		return nil
	}
	return []string{"The Go client " + strings.Join(has, ", ") + "."}
}

// The page must not hide what makes a client different.
func TestThePageTellsAllDifferencesOfAClient(t *testing.T) {
	t.Parallel()
	for _, m := range scenarios.Meetings() {
		told := harness.Client{ServerName: m.Client.ServerName, ALPN: m.Client.ALPN, Timeout: m.Client.Timeout, InsecureSkipVerify: m.Client.InsecureSkipVerify}
		require.Equal(t, m.Client, told, m.Server.Name)
	}
}

// A span is neighbouring releases that meet the same.
type span struct{ first, last, want string }

func (s span) releases() string {
	switch {
	case s.first == s.last:
		return s.first
	default:
		return s.first + " to " + s.last
	}
}

// spansOf says what the known releases meet, and those at boundaries.
func spansOf(m scenarios.Meeting) []span {
	scenario := harness.Scenario{Rules: m.Go}
	var spans []span
	for _, release := range releasesWith(m.Boundaries) {
		rule, _ := scenario.Rule(harness.Build{Go: release.version})
		want := rule.Want.String()
		if n := len(spans); n > 0 && spans[n-1].want == want {
			spans[n-1].last = release.name
			continue
		}
		spans = append(spans, span{release.name, release.name, want})
	}
	return spans
}

type releaseName struct{ version, name string }

// releasesWith are the known releases by their minors, and those at boundaries with
// their neighbours by their full versions.
func releasesWith(boundaries []string) []releaseName {
	var all []releaseName
	for _, r := range toolchain.Releases() {
		name := r.Minor
		for _, b := range boundaries {
			if strings.HasPrefix(b, r.Minor+".") {
				all = append(all, releaseName{b, b})
				name = r.Version.String()
			}
		}
		all = append(all, releaseName{r.Version.String(), name})
	}
	return all
}

// capitalized begins a sentence, unless it begins with a name that is written otherwise,
// such as axTLS.
func capitalized(s string) string {
	first, _, _ := strings.Cut(s, " ")
	if strings.ToLower(first) != first {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
