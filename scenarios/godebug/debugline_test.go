package godebug_test

import (
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"
)

// building compiles the package in a directory, and keeps nothing.
func building(t *testing.T, release, dir string) *exec.Cmd {
	t.Helper()
	return goCommand(t, release, dir, "build", "-o", os.DevNull, ".")
}

// source writes a module whose program is this file.
func source(t *testing.T, text string) string {
	t.Helper()
	return files(t, map[string]string{"go.mod": goMod("go 1.26"), "main.go": text})
}

func TestADebugLineCountsBeforeThePackageClause(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"//go:debug tlsrsakex=1\n\n" + program,
		"//go:debug tlsrsakex=1\n" + program,
		"// A comment.\n\n//go:debug tlsrsakex=1\n\n// And another.\n" + program,
	} {
		require.Equal(t, settingsOf("tlsrsakex=1"), builtInto(t, "1.26.11", source(t, text)), text)
	}
}

func TestADebugLineAfterThePackageClauseIsACommentThatVetReports(t *testing.T) {
	t.Parallel()
	dir := source(t, "package main\n\n//go:debug tlsrsakex=1\n\nfunc main() {}\n")
	require.Empty(t, builtInto(t, "1.26.11", dir))
	require.Contains(t, complains(t, goCommand(t, "1.26.11", dir, "vet", ".")), "//go:debug directive only valid before package declaration")
}

func TestADebugLineWithABlankAfterItsSlashesIsAComment(t *testing.T) {
	t.Parallel()
	require.Empty(t, builtInto(t, "1.26.11", source(t, "// go:debug tlsrsakex=1\n\n"+program)))
}

func TestADebugLineInAFileThatIsNotBuiltDoesNotCount(t *testing.T) {
	t.Parallel()
	dir := files(t, map[string]string{
		"go.mod":   goMod("go 1.26"),
		"main.go":  program,
		"built.go": "//go:build !never\n\n//go:debug tlsrsakex=1\n\npackage main\n",
		"never.go": "//go:build never\n\n//go:debug tls3des=1\n\npackage main\n",
	})
	require.Equal(t, settingsOf("tlsrsakex=1"), builtInto(t, "1.26.11", dir))
}

func TestADebugLineHoldsOneSetting(t *testing.T) {
	t.Parallel()
	dir := source(t, "//go:debug tlsrsakex=1,tls3des=1\n\n"+program)
	require.Contains(t, complains(t, building(t, "1.26.11", dir)), "invalid //go:debug: value contains comma")
}

// The go commands of Go 1.21 and 1.22 crash where later ones say why.
func TestARepeatedDebugLineDoesNotBuild(t *testing.T) {
	t.Parallel()
	dir := files(t, map[string]string{
		"go.mod":  goMod("go 1.21"),
		"main.go": "//go:debug panicnil=1\n\n" + program,
		"more.go": "//go:debug panicnil=1\n\npackage main\n",
	})
	for release, want := range map[string]string{
		"1.21.13": "", "1.22.12": "", "1.23.12": "repeated //go:debug for panicnil", "1.27.4": "repeated //go:debug for panicnil",
	} {
		require.Contains(t, complains(t, building(t, release, dir)), want, release)
	}
}

// library is a program and a package that it uses, which has this in front of its
// package clause.
func library(t *testing.T, before string) string {
	t.Helper()
	return files(t, map[string]string{
		"go.mod":     goMod("go 1.26"),
		"main.go":    "package main\n\nimport _ \"example.test/app/lib\"\n\nfunc main() {}\n",
		"lib/lib.go": before + "package lib\n",
	})
}

func TestADebugLineOutsideOfPackageMainDoesNotCountAndVetReportsIt(t *testing.T) {
	t.Parallel()
	dir := library(t, "//go:debug tlsrsakex=1\n\n")
	require.Empty(t, builtInto(t, "1.26.11", dir))
	require.Contains(t, complains(t, goCommand(t, "1.26.11", dir, "vet", "./lib")), "//go:debug directive only valid in package main or test")
}

func TestADebugLineThatIsRefusedIsRefusedInEveryPackage(t *testing.T) {
	t.Parallel()
	require.Contains(t, complains(t, building(t, "1.26.11", library(t, "//go:debug nosuch=1\n\n"))), `unknown //go:debug setting "nosuch"`)
	require.Contains(t, complains(t, building(t, "1.27.4", library(t, "//go:debug tlsrsakex=1\n\n"))), removed)
}

func TestGoListDoesNotComplainOfDebugLines(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ release, before, want string }{
		{"1.26.11", "//go:debug nosuch=1\n", "unknown //go:debug setting"},
		{"1.26.11", "//go:debug tlsrsakex=1,tls3des=1\n", "value contains comma"},
		{"1.26.11", "//go:debug tlsrsakex=1\n//go:debug tlsrsakex=1\n", "repeated //go:debug"},
		{"1.27.4", "//go:debug tlsrsakex=1\n", removed},
	} {
		dir := source(t, c.before+"\n"+program)
		prints(t, listing(t, c.release, dir))
		require.Contains(t, complains(t, goCommand(t, c.release, dir, "vet", ".")), c.want)
	}
}
