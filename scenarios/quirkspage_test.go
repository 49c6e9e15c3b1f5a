package scenarios_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/scenarios"
)

func TestThePageOfTheQuirksIsInStep(t *testing.T) {
	t.Parallel()
	requirePage(t, "quirks.md", quirksPage(t))
}

const quirksIntroduction = `# The quirks

What servers do on the wire that an ordinary TLS library cannot be configured into: the fields of
` + "`fixtures.Quirks`" + `, with the scenarios that show what Go clients of each release make of it
(` + "`legacytls run -go all quirks/`" + `) and the servers of the [catalogue](servers.md) that have it. In a profile
file they are called as in brackets.

A quirk counts when a Go client's outcome differs with and without it, in some release; the tests show
that for each. Where no Go client minds, it says so; such quirks are there for other clients, and to
show that they are not the cause.

*Played* says where: before TLS (with every backend, in every version), in TLS 1.2 and below (by the legacy engine), in
TLS 1.3 (by crypto/tls, for a server that speaks TLS 1.3 alone). What is not said to be played in TLS 1.3
is not, yet.

Some behaviours of real servers are none of these fields: what no Go client can show (a ClientHello
of a version above TLS 1.2, of a strange record version, without extensions), and what is a setting of a
profile (missing renegotiation, session tickets, client certificates asked for late, names of authorities
and signature schemes in a CertificateRequest). What servers demand in the protocol above is not simulated,
such as the data connections of FTP that must resume the session of the first.

This page is written from the data by ` + "`go test ./scenarios -run Page -update`" + `.
`

func quirksPage(t *testing.T) []byte {
	t.Helper()
	var page bytes.Buffer
	page.WriteString(quirksIntroduction)
	files, tables, servers := fileNames(t), scenarios.Tables(), fixtures.Catalogue()
	for _, part := range partsOfQuirks(t) {
		fmt.Fprintf(&page, "\n## %s\n", strings.TrimSuffix(part.title, "."))
		for _, f := range part.fields {
			writeQuirk(t, &page, f, files[f.name])
			writeNames(&page, "Scenarios", scenariosWith(tables, f.name))
			writeNames(&page, "Servers", profilesWith(servers, f.name))
		}
	}
	return page.Bytes()
}

func writeQuirk(t *testing.T, page *bytes.Buffer, f quirkField, file string) {
	t.Helper()
	fmt.Fprintf(page, "\n### %s\n\n(`%s`) %s\n\n", f.name, file, f.doc)
	if reason := indifferent()[f.name]; reason != "" {
		fmt.Fprintf(page, "- No Go client minds: %s.\n", reason)
	}
	fmt.Fprintf(page, "- Played %s.\n", playedWhere(t, f.name))
}

func writeNames(page *bytes.Buffer, what string, names []string) {
	if len(names) > 0 {
		fmt.Fprintf(page, "- %s: %s.\n", what, strings.Join(names, ", "))
	}
}

func playedWhere(t *testing.T, name string) string {
	t.Helper()
	f, ok := reflect.TypeOf(fixtures.Quirks{}).FieldByName(name)
	require.True(t, ok, name)
	return map[string]string{
		"front":        "before TLS",
		"legacy":       "in TLS 1.2 and below",
		"tls13":        "in TLS 1.3",
		"legacy,tls13": "in TLS 1.2 and below, and in TLS 1.3",
	}[f.Tag.Get("play")]
}

// fileNames are what profile files call the quirks, by field name: the schema of files
// describes them.
func fileNames(t *testing.T) map[string]string {
	t.Helper()
	var schema struct {
		Properties struct {
			Quirks struct {
				Properties map[string]struct{ Description string }
			}
		}
	}
	require.NoError(t, json.Unmarshal(fixtures.Schema(), &schema))
	names := make(map[string]string)
	for file, property := range schema.Properties.Quirks.Properties {
		field, _, found := strings.Cut(property.Description, " ")
		require.True(t, found, file)
		names[field] = file
	}
	return names
}

func scenariosWith(tables []scenarios.Table, quirk string) []string {
	var names []string
	for _, table := range tables {
		for _, s := range table.Scenarios {
			if table.Name != "catalogue" && has(s.Server.Quirks, quirk) {
				names = append(names, "`"+table.Name+"/"+s.Name+"`")
			}
		}
	}
	return names
}

func profilesWith(servers []fixtures.Profile, quirk string) []string {
	var names []string
	for _, p := range servers {
		if has(p.Quirks, quirk) {
			names = append(names, fmt.Sprintf("[%s](servers.md#%s)", p.Name, p.Name))
		}
	}
	return names
}

func has(q fixtures.Quirks, name string) bool {
	return !reflect.ValueOf(q).FieldByName(name).IsZero()
}

type quirkPart struct {
	title  string
	fields []quirkField
}

type quirkField struct{ name, doc string }

// partsOfQuirks reads the struct as it stands in the source: comments that belong to no
// field are headings.
func partsOfQuirks(t *testing.T) []quirkPart {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "fixtures", "quirks.go"), nil, parser.ParseComments)
	require.NoError(t, err)
	quirks := quirksStruct(t, file)
	var parts []quirkPart
	headings := headingsIn(file, quirks)
	for _, f := range quirks.Fields.List {
		for len(headings) > 0 && headings[0].Pos() < f.Pos() {
			parts = append(parts, quirkPart{title: oneLine(headings[0].Text())})
			headings = headings[1:]
		}
		require.NotEmpty(t, parts, "the first field has no heading")
		part := &parts[len(parts)-1]
		doc := f.Doc.Text()
		if doc == "" { // the second of two fields that share a comment
			doc = part.fields[len(part.fields)-1].doc
		}
		part.fields = append(part.fields, quirkField{f.Names[0].Name, oneLine(doc)})
	}
	return parts
}

func quirksStruct(t *testing.T, file *ast.File) *ast.StructType {
	t.Helper()
	object := file.Scope.Lookup("Quirks")
	require.NotNil(t, object)
	return object.Decl.(*ast.TypeSpec).Type.(*ast.StructType)
}

func headingsIn(file *ast.File, quirks *ast.StructType) []*ast.CommentGroup {
	docs := make(map[*ast.CommentGroup]bool)
	for _, f := range quirks.Fields.List {
		docs[f.Doc] = true
	}
	var headings []*ast.CommentGroup
	for _, c := range file.Comments {
		if c.Pos() > quirks.Pos() && c.End() < quirks.End() && !docs[c] {
			headings = append(headings, c)
		}
	}
	return headings
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
