package downstream_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/downstream"
	"github.com/legacytls/legacytls/internal/sweep"
)

// source returns a test of somebody else's.
func source(name string) string {
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		panic(err)
	}
	return string(text)
}

// cell is the name of the running toolchain's cell.
func cell(test string) string { return test + "/" + runtime.Version() }

// otherCell is that with the GODEBUG of the behaviours.
func otherCell(test string) string { return cell(test) + ",GODEBUG=tlsmlkem=0" }

// lineOf is where some text stands in the behaviours, as package testing writes it.
func lineOf(text string) string {
	before, _, _ := strings.Cut(source("behaviours_test.go"), text)
	return fmt.Sprintf("m_test.go:%d", strings.Count(before, "\n")+1)
}

func newBehaviours(t *testing.T) *downstream.Module {
	t.Helper()
	m := downstream.New(t, "", map[string]string{"m_test.go": source("behaviours_test.go")})
	pipe := filepath.Join(m.Scratch, "pipe")
	if out, err := exec.Command("mkfifo", pipe).CombinedOutput(); err != nil {
		t.Skipf("no mkfifo on this system: %v %s", err, out)
	}
	m.Env = append(m.Env, "PIPE="+pipe, "MAIN_LOG="+filepath.Join(m.Scratch, "log"))
	return m
}

func TestWhatACellDoesItsSubtestDoes(t *testing.T) {
	m := newBehaviours(t)
	r := m.Test(t, "-timeout=120s")
	require.False(t, r.Passed, r.Text)
	result := func(name string) string { return r.Results[name] }
	output := func(name string) string { return r.Outputs[name] }

	t.Run("passing", func(t *testing.T) {
		require.Equal(t, []string{"pass", "pass", "pass"}, []string{result("TestPasses"), result(cell("TestPasses")), result(otherCell("TestPasses"))})
		require.Contains(t, output(otherCell("TestPasses")), "printed by tlsmlkem=0\n")
		require.Contains(t, output(otherCell("TestPasses")), "logged by tlsmlkem=0, go line 1.21\n")
		require.Contains(t, output(otherCell("TestPasses")), lineOf(`t.Log("two`)+": two\n")
		require.Contains(t, output(otherCell("TestPasses")), "    lines\n", "indented, as a log is")
		require.Contains(t, output(cell("TestPasses")), "printed by \n")
		require.Contains(t, output(cell("TestPasses")), "around the body", "the whole test runs in the process")
	})
	t.Run("failing", func(t *testing.T) {
		require.Equal(t, []string{"fail", "pass", "fail"}, []string{result("TestFails"), result(cell("TestFails")), result(otherCell("TestFails"))})
		require.Contains(t, output(otherCell("TestFails")), lineOf(`t.Error("broken`)+": broken\n")
		require.Contains(t, output(otherCell("TestFails")), lineOf("for good")+": for good\n")
	})
	t.Run("skipping", func(t *testing.T) {
		require.Equal(t, []string{"pass", "pass", "skip"}, []string{result("TestSkips"), result(cell("TestSkips")), result(otherCell("TestSkips"))})
		require.Contains(t, output(otherCell("TestSkips")), lineOf("not with that one")+": not with that one\n")
	})
	t.Run("panicking", func(t *testing.T) {
		require.Equal(t, []string{"pass", "fail"}, []string{result(cell("TestPanics")), result(otherCell("TestPanics"))})
		require.Contains(t, output(otherCell("TestPanics")), "panic: assignment to entry in nil map")
		require.Contains(t, output(otherCell("TestPanics")), lineOf(`none["boom"]`), "the stack")
	})
	t.Run("exiting", func(t *testing.T) {
		require.Equal(t, "fail", result(otherCell("TestExits")))
		require.Contains(t, output(otherCell("TestExits")), "the process ended (exit status 3) before this test did")
	})
	t.Run("printing much", func(t *testing.T) {
		require.Equal(t, "pass", result(cell("TestPrintsMuch")))
		require.Equal(t, 20000, strings.Count(output(cell("TestPrintsMuch")), strings.Repeat("much ", 20)+"\n"))
		require.Contains(t, output(cell("TestPrintsMuch")), "no line end")
	})
	t.Run("subtests", func(t *testing.T) {
		name := otherCell("TestSubtests")
		want := map[string]string{
			"/same": "pass", "/same/deeper": "pass", "/same#01": "pass", "/same#01/deeper": "pass",
			"/with/slash": "fail", "/with/slash/deeper": "fail", "/with_space": "pass", "/with_space/deeper": "pass",
			"/skipped": "skip", "/panics": "fail", "/panics/inside": "fail", "": "fail",
		}
		got := make(map[string]string)
		for test, result := range r.Results {
			if below, ok := strings.CutPrefix(test, name); ok {
				got[below] = result
			}
		}
		require.Equal(t, want, got)
		require.Contains(t, output(name+"/same#01"), "of "+name+"/same#01\n")
		require.Contains(t, output(name+"/with/slash/deeper"), "deep down")
		require.Contains(t, r.Text, "panic: in a subtest")
		require.Equal(t, "pass", result(cell("TestSubtests")))
	})
	t.Run("parallel subtests", func(t *testing.T) {
		name := cell("TestParallelSubtests")
		require.Equal(t, []string{"pass", "pass", "pass"}, []string{result(name), result(name + "/one"), result(name + "/two")})
		require.Contains(t, output(name+"/one"), "first of one\n")
		require.Contains(t, output(name+"/one"), "one was met\n")
		require.Contains(t, output(name+"/two"), "met one\n")
	})
	t.Run("parallel cells", func(t *testing.T) {
		require.Equal(t, []string{"pass", "pass"}, []string{result(cell("TestParallelCells")), result(otherCell("TestParallelCells"))}, "%s", output(cell("TestParallelCells")))
	})
	t.Run("twice in a test", func(t *testing.T) {
		require.Contains(t, output(otherCell("TestTwice")), "the first\n")
		require.Contains(t, output(otherCell("TestTwice")+"#01"), "the second\n")
		require.NotContains(t, output(otherCell("TestTwice")), "the second\n")
	})
	t.Run("in a subtest", func(t *testing.T) {
		require.Equal(t, "pass", result(otherCell("TestBelow/a_subtest")))
		require.Contains(t, output(otherCell("TestBelow/a_subtest")), "here\n")
		require.NotContains(t, output(otherCell("TestBelow/a_subtest")), "not in the processes of others")
	})
	t.Run("inside of itself", func(t *testing.T) {
		require.Equal(t, "fail", result(cell("TestInside")))
		require.Contains(t, output(cell("TestInside")), "Across inside of the body of harness.Across")
	})
	t.Run("starting another test binary", func(t *testing.T) {
		require.Contains(t, output(cell("TestStartsAnother")), ": not with that one\n", "which is no cell of ours")
	})
	t.Run("around the body", func(t *testing.T) {
		require.Equal(t, "fail", result(otherCell("TestFailsBefore")))
		require.Contains(t, output(otherCell("TestFailsBefore")), "before the body")
		require.Equal(t, "skip", result(otherCell("TestSkipsBefore")))
		require.Equal(t, "fail", result(otherCell("TestFailsAfter")))
		require.Contains(t, output(otherCell("TestFailsAfter")), "after the body")
		require.Equal(t, "pass", result(cell("TestFailsAfter")))
	})
	t.Run("a process that is not what it should be", func(t *testing.T) {
		require.Contains(t, output(otherCell("TestChangesGODEBUG")), "the environment has GODEBUG=http2debug=0, want GODEBUG=tlsmlkem=0")
		require.Equal(t, "fail", result(otherCell("TestChangesGODEBUG")))
		require.Contains(t, output(otherCell("TestOtherNames")), "the process did not run this test")
		require.Equal(t, "fail", result(otherCell("TestOtherNames")))
	})
}

func TestTestMainRunsInEachProcess(t *testing.T) {
	sweep.AllOrSkip(t, "builds a module of its own")
	m := newBehaviours(t)
	require.True(t, m.Test(t, "-run=TestPasses$").Passed)
	log, err := os.ReadFile(filepath.Join(m.Scratch, "log"))
	require.NoError(t, err)
	require.Equal(t, "GODEBUG=\nGODEBUG=\nGODEBUG=tlsmlkem=0\n", string(log), "this process, and one for each cell")
}

func TestOneCellOrOneSubtestCanBeRunAlone(t *testing.T) {
	sweep.AllOrSkip(t, "runs a module again and again")
	m := newBehaviours(t)
	ran := func(args ...string) []string {
		var names []string
		for name := range m.Test(t, args...).Results {
			names = append(names, name)
		}
		sort.Strings(names)
		return names
	}
	version := regexp.QuoteMeta(runtime.Version())
	require.Equal(t, []string{"TestPasses", cell("TestPasses")}, ran("-run=TestPasses/"+version+"$"))
	require.Equal(t, []string{"TestPasses", otherCell("TestPasses")}, ran("-run=TestPasses/.*tlsmlkem"))
	require.Equal(t, []string{"TestPasses", cell("TestPasses")}, ran("-run=TestPasses", "-skip=TestPasses/.*tlsmlkem"))
	name := cell("TestSubtests")
	require.Equal(t, []string{"TestSubtests", name, name + "/same#01", name + "/same#01/deeper"}, ran("-run=TestSubtests/"+version+"$/same#01"))
}

func TestFlagsMeanWhatTheyAlwaysMean(t *testing.T) {
	sweep.AllOrSkip(t, "runs a module with each flag")
	m := newBehaviours(t)
	m.Env = append(m.Env, "HANG=1")
	t.Run("those of the tests", func(t *testing.T) {
		r := m.Test(t, "-run=TestFlags", "-short", ".", "-args", "-update", "more", "-words")
		require.Contains(t, r.Outputs[otherCell("TestFlags")], "update true short true rest [more -words]", r.Text)
	})
	t.Run("count", func(t *testing.T) {
		out, err := m.Go(t, "test", "-v", "-count=2", "-run=TestPasses")
		require.NoError(t, err)
		require.Equal(t, 2, strings.Count(out, "--- PASS: "+otherCell("TestPasses")+" "), out)
	})
	t.Run("timeout", func(t *testing.T) {
		r := m.Test(t, "-run=TestHangs", "-timeout=5s")
		require.Equal(t, []string{"pass", "fail", "fail"}, []string{r.Results[cell("TestHangs")], r.Results[otherCell("TestHangs")], r.Results["TestHangs"]}, r.Text)
		require.Contains(t, r.Outputs[otherCell("TestHangs")], "panic: test timed out after 4")
		require.Contains(t, r.Outputs[otherCell("TestHangs")], "m_test.go:", "where it hangs")
	})
	t.Run("quiet", func(t *testing.T) {
		out, err := m.Go(t, "test", "-count=1", "-run=TestPasses|TestFails$")
		require.Error(t, err)
		require.NotContains(t, out, "logged by")
		require.Contains(t, out, "\n    --- FAIL: "+otherCell("TestFails"))
		require.Contains(t, out, lineOf(`t.Error("broken`)+": broken\n")
	})
}

func TestFilesOfTheRunningTestsAreTheirOwn(t *testing.T) {
	sweep.AllOrSkip(t, "builds its module with coverage")
	m := newBehaviours(t)
	m.Env = append(m.Env, "GOCOVERDIR="+m.Scratch)
	out, err := m.Go(t, "test", "-count=1", "-run=TestPasses", "-v",
		"-coverprofile="+filepath.Join(m.Scratch, "cover.out"), "-coverpkg=github.com/legacytls/legacytls/harness",
		"-cpuprofile="+filepath.Join(m.Scratch, "cpu.out"), "-trace="+filepath.Join(m.Scratch, "trace.out"))
	require.NoError(t, err, out)
	require.Equal(t, 1, strings.Count(out, "coverage: "), "of this process alone\n%s", out)
	functions, err := m.Go(t, "tool", "cover", "-func="+filepath.Join(m.Scratch, "cover.out"))
	require.NoError(t, err, functions)
	require.Regexp(t, `across.go:\d+:\s+Across\s+[1-9]`, functions, "this process went through it")
	require.Regexp(t, `across_cell.go:\d+:\s+verify\s+0.0%`, functions, "which the cells alone do")
	for _, name := range []string{"cpu.out", "trace.out"} {
		info, err := os.Stat(filepath.Join(m.Scratch, name))
		require.NoError(t, err)
		require.NotZero(t, info.Size(), name)
	}
	left, err := filepath.Glob(filepath.Join(m.Scratch, "cov*"))
	require.NoError(t, err)
	require.Equal(t, []string{filepath.Join(m.Scratch, "cover.out")}, left, "cells write no coverage of their own")
}

func TestTheCommandThatIsShownCanBeRunByHand(t *testing.T) {
	sweep.AllOrSkip(t, "builds a module of its own")
	m := newBehaviours(t)
	r := m.Test(t, "-run=TestFails/.*tlsmlkem")
	_, command, ok := strings.Cut(r.Outputs[otherCell("TestFails")], "cd ")
	require.True(t, ok, r.Text)
	command, _, _ = strings.Cut(command, "\n")
	byHand := exec.Command("sh", "-c", "cd "+command)
	byHand.Env = m.Env
	out, err := byHand.CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(out), lineOf(`t.Error("broken`)+": broken\n")
	require.Contains(t, string(out), "--- FAIL: "+otherCell("TestFails"))
	require.NotContains(t, string(out), cell("TestFails")+" ", "one cell alone")
}
