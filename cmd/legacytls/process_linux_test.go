package main

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/needs"
)

// onTerminal returns a command that runs the binary on a pseudo-terminal of its
// own; what is typed goes to its input.
func onTerminal(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	script := needs.Command(t, "script")
	t.Setenv("TERM", "xterm")
	t.Setenv("CI", "")
	t.Setenv("NO_COLOR", "")
	t.Setenv("FORCE_COLOR", "")
	var line strings.Builder
	for _, arg := range append([]string{binary(t)}, args...) {
		line.WriteString("'" + arg + "' ")
	}
	return exec.Command(script, "-qefc", line.String(), "/dev/null")
}

func TestATerminalGetsProgressAndColours(t *testing.T) {
	cmd := onTerminal(t, "run", "-go", "local", "/ecdhe-cbc$")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	require.Regexp(t, "\r\x1b\\[K3/3 control-closed-port, go1", string(out))
	require.Contains(t, string(out), "\x1b[32mconnects\x1b[0m")
	require.Regexp(t, "\r\x1b\\[KColumns are Go releases", string(out), "the progress line must be gone before the matrix")
}

func TestAnErrorOnATerminalTakesTheProgressLineAway(t *testing.T) {
	binary(t) // is built before the module cache is empty
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOMODCACHE", t.TempDir())
	out, err := onTerminal(t, "serve", "-backend", "go1.22.1", "aes128-sha-only").CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(out), "\r\x1b[Kfetching go1.22.1")
	require.Contains(t, string(out), "\r\x1b[Klegacytls serve: starting aes128-sha-only on go1.22.1: go 1.22.1 is unavailable")
}

func TestATerminalThatIsDumbOrInCIGetsNoProgress(t *testing.T) {
	for name, value := range map[string]string{"TERM": "dumb", "CI": "true"} {
		cmd := onTerminal(t, "run", "-go", "local", "/ecdhe-cbc$")
		cmd.Env = append(os.Environ(), name+"="+value)
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
		require.NotContains(t, string(out), "\x1b[K", name)
		require.Equal(t, name == "CI", strings.Contains(string(out), "\x1b[32m"), name)
	}
}

func TestNoColorMakesATerminalPlainButKeepsTheProgress(t *testing.T) {
	cmd := onTerminal(t, "run", "-go", "local", "/ecdhe-cbc$")
	cmd.Env = append(os.Environ(), "NO_COLOR=1")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	require.NotContains(t, string(out), "\x1b[32m")
	require.Contains(t, string(out), "\x1b[K")
}

// Ctrl-C on a terminal reaches every process of the foreground, so agents must
// not be among them.
func TestCtrlCInTheMiddleOfARunPrintsTheCellsThatWereThrough(t *testing.T) {
	needToolchains(t, "1.22.12", "1.27.4")
	const attempts = 5 // the run may be over before the key arrives
	for i := 0; i < attempts; i++ {
		out, code := interruptedRun(t)
		if code == exitOK {
			continue
		}
		require.Equal(t, exitInterrupted, code, out)
		require.Contains(t, out, "legacytls: interrupted")
		summary := regexp.MustCompile(`(\d+) cells?: (\d+) as expected, 0 not as expected, 0 unavailable`).FindStringSubmatch(out)
		require.NotNil(t, summary, out)
		require.Equal(t, summary[1], summary[2])
		require.NotEqual(t, "0", summary[1], "some cells were through")
		require.Contains(t, out, "Go 1.22 release notes")
		return
	}
	require.Fail(t, "the run was over before it could be interrupted, each time")
}

// interruptedRun types Ctrl-C as soon as cells are through.
func interruptedRun(t *testing.T) (out string, code int) {
	t.Helper()
	cmd := onTerminal(t, "run", "-go", "local,1.22,1.27")
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	defer stdin.Close()
	// The controls come first and are in no table.
	var seen bytes.Buffer
	begun := regexp.MustCompile(`K\d+/\d+ rsa-key-exchange,`)
	for r := bufio.NewReader(stdout); ; {
		b, err := r.ReadByte()
		if err != nil {
			break
		}
		seen.WriteByte(b)
		if b == ',' && begun.Match(seen.Bytes()) {
			io.WriteString(stdin, "\x03")
			io.Copy(&seen, r)
			break
		}
	}
	cmd.Wait()
	return seen.String(), cmd.ProcessState.ExitCode()
}

func TestAFullDiskInTheCacheDirectoryIsSaidAndLeavesNoHalfEntry(t *testing.T) {
	cache := freshCache(t)
	disk := filepath.Join(cache, "legacytls")
	require.NoError(t, os.Mkdir(disk, 0o755))
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("a small disk cannot be mounted (it takes root): %v", err)
	}
	defer syscall.Unmount(disk, syscall.MNT_DETACH)
	got := legacytls(t, "run", "-go", "local", "/ecdhe-cbc$")
	require.Equal(t, exitUnexpected, got.code, got.out+got.err)
	require.Regexp(t, `(?m)^ecdhe-cbc +!failed$`, got.out)
	require.Regexp(t, `(?m)^! .*(could not build on this machine|cache of built programs).*no space left on device`, got.out)
	require.NotContains(t, got.out, "no build", "the program is not to blame")
	entries, err := os.ReadDir(filepath.Join(disk, "builds"))
	require.True(t, err != nil || len(entries) == 0, "a half entry: %v", entries)
	requireWholeCache(t, cache)
	requireNoProcess(t, cache)
}
