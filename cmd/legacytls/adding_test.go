package main

import (
	"go/format"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/needs"
)

// The guide is followed to the letter, in a copy: its code goes where it says, and its
// commands pass.
func TestTheGuideForAddingWorks(t *testing.T) {
	if testing.Short() || runtime.GOOS == "windows" {
		t.Skip("builds everything anew and runs every Go release, by a POSIX shell: not with -short")
	}
	root := copyOf(t, "../..")
	steps := stepsOf(t, readGuide(t))
	require.Greater(t, len(steps), 10)
	for _, s := range steps {
		if s.language == "go" {
			s.place(t, root)
		}
	}
	for _, s := range steps {
		if s.language == "sh" {
			s.run(t, root)
		}
	}
}

// The files that its text names are there.
func TestTheGuideForAddingNamesFilesThatThereAre(t *testing.T) {
	named := regexp.MustCompile("`((?:[a-z0-9]+/)+[a-z0-9_*]+\\.go)`").FindAllStringSubmatch(readGuide(t), -1)
	require.Greater(t, len(named), 5)
	for _, n := range named {
		found, err := filepath.Glob(filepath.Join("../..", n[1]))
		require.NoError(t, err)
		require.NotEmpty(t, found, n[1])
	}
}

func readGuide(t *testing.T) string {
	t.Helper()
	guide, err := os.ReadFile("../../docs/adding.md")
	require.NoError(t, err)
	return string(guide)
}

// copyOf returns a copy of a directory, without what git keeps in it.
func copyOf(t *testing.T, from string) string {
	t.Helper()
	to := t.TempDir()
	require.NoError(t, filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if d.IsDir() {
			if d.Name() == ".git" {
				return fs.SkipDir
			}
			return os.MkdirAll(filepath.Join(to, relative), 0o777)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, relative), content, 0o666)
	}))
	return to
}

// A guideStep is a piece of code, or commands. The first line of code says where the
// others go.
type guideStep struct{ language, text string }

func stepsOf(t *testing.T, guide string) []guideStep {
	t.Helper()
	var steps []guideStep
	for _, block := range regexp.MustCompile("(?s)```(go|sh)\n(.*?)```").FindAllStringSubmatch(guide, -1) {
		steps = append(steps, guideStep{block[1], block[2]})
	}
	return steps
}

// place puts code at the end of a file, or below the first line that has the words,
// in the function, if it names one.
func (s guideStep) place(t *testing.T, root string) {
	t.Helper()
	where, code, _ := strings.Cut(s.text, "\n")
	at := regexp.MustCompile(`^// (\S+\.go), (?:at the end|(?:in (\w+), )?below (.+))$`).FindStringSubmatch(where)
	require.NotNil(t, at, "where does this go: %s", where)
	file := filepath.Join(root, at[1])
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	before, after := string(content), ""
	if words := at[3]; words != "" {
		end := lineWith(t, before, 0, words)
		if at[2] != "" {
			end = lineWith(t, before, lineWith(t, before, 0, "func "+at[2]+"("), words)
		}
		before, after = before[:end], before[end:]
	}
	changed := []byte(before + code + after)
	formatted, err := format.Source(changed)
	require.NoError(t, err, "%s\n%s", where, code)
	require.Equal(t, string(formatted), string(changed), "%s is formatted", at[1])
	require.NoError(t, os.WriteFile(file, changed, 0o666))
}

// lineWith returns where the first line ends, after some bytes, that has the words.
func lineWith(t *testing.T, text string, from int, words string) int {
	t.Helper()
	i := strings.Index(text[from:], words)
	require.GreaterOrEqual(t, i, 0, "no line has %s", words)
	from += i
	return from + strings.Index(text[from:], "\n") + 1
}

func (s guideStep) run(t *testing.T, root string) {
	t.Helper()
	for _, line := range strings.Split(strings.TrimSpace(s.text), "\n") {
		command := exec.Command("sh", "-c", line)
		command.Dir = root
		out, err := command.CombinedOutput()
		if strings.Contains(string(out), "exit status 3") { // of run: a release could not be had
			needs.Missing(t, needs.Toolchains, string(out))
		}
		require.NoError(t, err, "%s\n%s", line, out)
	}
}
