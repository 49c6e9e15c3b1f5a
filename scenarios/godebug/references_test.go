package godebug_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/scenarios/internal/evidence"
)

// A page is docs/godebug.md, read as a stranger would.
type page struct {
	sentences, rows []marked
	notes           map[string][]string // the names in the footnotes, by their marks
	code            []string            // the blocks
}

// marked is a sentence or a row, with the mark of its footnote, "" for none.
type marked struct{ text, mark string }

// readPage takes the page apart. A sentence is a line, as is a row.
func readPage(t *testing.T) page {
	t.Helper()
	text, err := os.ReadFile(pagePath)
	require.NoError(t, err)
	p := page{notes: make(map[string][]string)}
	inCode, previous := false, ""
	for _, line := range strings.Split(string(text), "\n") {
		switch {
		case strings.HasPrefix(line, "```"):
			if inCode = !inCode; inCode {
				p.code = append(p.code, "")
			}
		case inCode:
			p.code[len(p.code)-1] += line + "\n"
		default:
			p.read(line, previous)
		}
		previous = line
	}
	return p
}

var (
	footnote  = regexp.MustCompile(`^(\[\^\d+\]): (.*)$`)
	quoted    = regexp.MustCompile("`([^`]+)`")
	endOfLine = regexp.MustCompile(`^(.*)(\[\^\d+\])$`)
	endOfCell = regexp.MustCompile(`^\| ([^|]*)(\[\^\d+\]) \|`)
)

// read takes in a line that is not code.
func (p *page) read(line, previous string) {
	note := footnote.FindStringSubmatch(line)
	switch {
	case line == "" || strings.HasPrefix(line, "#") && previous == "":
	case note != nil:
		for _, found := range quoted.FindAllStringSubmatch(note[2], -1) {
			p.notes[note[1]] = append(p.notes[note[1]], found[1])
		}
	case strings.HasPrefix(line, "|---"):
		p.rows = p.rows[:len(p.rows)-1] // the line before has the heads
	case strings.HasPrefix(line, "|"):
		p.rows = append(p.rows, withMark(line, endOfCell))
	default:
		p.sentences = append(p.sentences, withMark(line, endOfLine))
	}
}

func withMark(line string, form *regexp.Regexp) marked {
	if found := form.FindStringSubmatch(line); found != nil {
		return marked{found[1], found[2]}
	}
	return marked{text: line}
}

// names are the names in all footnotes.
func (p *page) names() []string {
	var all []string
	for _, names := range p.notes {
		all = append(all, names...)
	}
	return all
}

func TestEverySentenceAndRowNamesWhatShowsIt(t *testing.T) {
	t.Parallel()
	p := readPage(t)
	require.NotEmpty(t, p.sentences)
	require.NotEmpty(t, p.rows)
	used := make(map[string]bool)
	for _, m := range append(p.sentences, p.rows...) {
		require.NotEmpty(t, m.mark, "nothing shows: %s", m.text)
		require.NotEmpty(t, p.notes[m.mark], "no footnote %s: %s", m.mark, m.text)
		used[m.mark] = true
	}
	for mark := range p.notes {
		require.True(t, used[mark], "footnote %s is of nothing", mark)
	}
}

// A sentence after another one in the same line could go without anything that shows it.
func TestASentenceOfThePageIsALine(t *testing.T) {
	t.Parallel()
	codeAndLinks := regexp.MustCompile("`[^`]*`|\\]\\([^)]*\\)")
	for _, m := range readPage(t).sentences {
		text := codeAndLinks.ReplaceAllString(m.text, "x")
		require.Regexp(t, `^\S.*[^.]\.$`, text)
		require.NotRegexp(t, `[.!?] `, text)
	}
}

func TestTheScenariosOfThePageExist(t *testing.T) {
	t.Parallel()
	known, p := evidence.Scenarios(), readPage(t)
	for _, name := range p.names() {
		if !isTest(name) {
			s, ok := known[name]
			require.True(t, ok, "no scenario %s", name)
			require.Empty(t, s.Waiting, "%s waits", name)
		}
	}
}

func TestTheTestsOfThePageExist(t *testing.T) {
	t.Parallel()
	functions, p := testFunctions(t), readPage(t)
	for _, name := range p.names() {
		if isTest(name) {
			require.Len(t, functions[name], 1, "the files with %s", name)
		}
	}
}

// What is tested here is there to be said.
func TestEveryTestOfThisPackageIsNamedByThePage(t *testing.T) {
	t.Parallel()
	named := make(map[string]bool)
	p := readPage(t)
	for _, name := range p.names() {
		named[name] = true
	}
	for name, files := range testFunctions(t) {
		if filepath.Dir(files[0]) == filepath.FromSlash("scenarios/godebug") && !aboutThePage(files[0]) {
			require.True(t, named[name], name)
		}
	}
}

func TestTheCommandsOfThePageAreThoseThatAreTried(t *testing.T) {
	t.Parallel()
	code := readPage(t).code
	require.Contains(t, code, "go list -f '"+formatOfOne+"' .\ngo list -test -f '"+formatOfAll+"' ./...\n")
	require.Contains(t, code, "go "+strings.Join(takingOut(), " ")+"\n")
}

func TestTheFilesOfThePageAreTaken(t *testing.T) {
	t.Parallel()
	contents := map[string]string{"main.go": program}
	for _, block := range readPage(t).code {
		switch {
		case strings.HasPrefix(block, "module "):
			contents["go.mod"] = block
		case strings.HasPrefix(block, "//go:debug "):
			contents["main.go"] = block + "\nfunc main() {}\n"
		}
	}
	want := builtInto(t, "1.26.11", app(t, "go 1.21"))
	want["tls10server"], want["tlssha1"] = "0", "0"
	require.Equal(t, want, builtInto(t, "1.26.11", files(t, contents)))
}

func isTest(name string) bool { return strings.HasPrefix(name, "Test") }

// aboutThePage are the files whose tests are not about GODEBUG.
func aboutThePage(path string) bool {
	name := filepath.Base(path)
	return name == "page_test.go" || name == "references_test.go"
}

// testFunctions returns the files that each test function of the repository is in,
// relative to the root of the repository.
func testFunctions(t *testing.T) map[string][]string {
	t.Helper()
	const root = "../.."
	found := make(map[string][]string)
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "testdata" || entry.Name() == ".git"):
			return filepath.SkipDir
		case !strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, path)
		for _, declaration := range file.Decls {
			if f, ok := declaration.(*ast.FuncDecl); ok && f.Recv == nil && isTest(f.Name.Name) {
				found[f.Name.Name] = append(found[f.Name.Name], relative)
			}
		}
		return err
	})
	require.NoError(t, err)
	return found
}
