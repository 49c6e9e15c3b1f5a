package toolchain

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// The go lines that a file without one stands for (https://go.dev/ref/mod#go-mod-file-go,
// https://go.dev/ref/mod#go-work-file-go).
const (
	goModWithoutLine  = "1.16"
	goWorkWithoutLine = "1.18"
)

// A mainModule is what go.mod says about a program that is built in its module, or go.work
// in a workspace.
type mainModule struct {
	file    string // path
	text    string
	goLine  string
	godebug []string // godebug lines, as key=value
}

// readMainModule reads the file that the settings of a go command name.
func readMainModule(user settings) (mainModule, error) {
	m := mainModule{file: user["GOWORK"], goLine: goWorkWithoutLine}
	if m.file == "" || m.file == "off" {
		m = mainModule{file: user["GOMOD"], goLine: goModWithoutLine}
	}
	if m.file == "" || m.file == os.DevNull {
		return m, errors.New("the package belongs to no module: there is no go.mod in its directory or above (go mod init makes one)")
	}
	content, err := os.ReadFile(m.file)
	if err != nil {
		return m, err
	}
	m.text = string(content)
	for _, d := range directivesOf(m.text) {
		switch {
		case d.verb == "go" && len(d.arguments) == 1:
			m.goLine = d.arguments[0]
		case d.verb == "godebug" && len(d.arguments) == 1:
			m.godebug = append(m.godebug, d.arguments[0])
		}
	}
	return m, nil
}

// withGoLine returns the file with another go line, and without the toolchain line, which
// must not be below it.
func (m mainModule) withGoLine(line string) []byte {
	lines := strings.Split(m.text, "\n")
	for _, d := range directivesOf(m.text) {
		if d.verb == "go" || d.verb == "toolchain" {
			lines[d.line] = ""
		}
	}
	return []byte(fmt.Sprintf("%s\n\ngo %s\n", strings.Join(lines, "\n"), line))
}

// isWork says whether it is the go.work of a workspace.
func (m mainModule) isWork() bool { return filepath.Ext(m.file) == ".work" }

// A directive is one line of a go.mod, or of a block in it.
type directive struct {
	verb      string
	arguments []string
	line      int // its index
}

// directivesOf reads go.mod or go.work (https://go.dev/ref/mod#go-mod-file-lexical).
func directivesOf(text string) []directive {
	var all []directive
	block := ""
	brackets := strings.NewReplacer("(", " ( ", ")", " ) ") // need no space around them
	for i, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "//")
		words := strings.Fields(brackets.Replace(line))
		switch {
		case len(words) == 0:
		case words[0] == ")":
			block = ""
		case block != "":
			all = append(all, directive{block, words, i})
		case len(words) == 2 && words[1] == "(":
			block = words[0]
		default:
			all = append(all, directive{words[0], words[1:], i})
		}
	}
	return all
}
