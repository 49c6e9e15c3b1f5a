//go:build unix

package sserver

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/needs"
)

// A program is a running supervisor.pl.
type program struct {
	*Supervisor
	command *exec.Cmd
	stdin   io.WriteCloser
	said    recorder // on its standard output
	log     bytes.Buffer
	tmp     string // where it makes its directory
	ended   func() error
}

// runProgram starts supervisor.pl before the command at that path. When the test is over it must
// have ended in good order, and left nothing.
func runProgram(t testing.TB, openssl string) *program {
	t.Helper()
	p := startProgram(t, openssl)
	t.Cleanup(func() {
		p.stdin.Close()
		require.NoError(t, p.ended(), "%s", &p.log)
		require.Empty(t, p.log.String())
	})
	return p
}

// startProgram is runProgram of one that ends in a way of its own.
func startProgram(t testing.TB, openssl string) *program {
	t.Helper()
	return startText(t, Program, openssl)
}

func startText(t testing.TB, text, openssl string) *program {
	t.Helper()
	perl := needs.CommandOf(t, needs.OpenSSL, "perl")
	p := &program{command: exec.Command(perl, "-e", text, openssl), tmp: t.TempDir()}
	p.command.Env = append(os.Environ(), "TMPDIR="+p.tmp)
	p.command.Stderr = &p.log
	var err error
	p.stdin, err = p.command.StdinPipe()
	require.NoError(t, err)
	stdout, err := p.command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.command.Start())
	p.Supervisor = Supervise(p.stdin, io.TeeReader(stdout, &p.said))
	p.ended = sync.OnceValue(func() error {
		await(t, p.over, "the end of the supervisor")
		err := p.command.Wait()
		left, _ := filepath.Glob(filepath.Join(p.tmp, "*"))
		require.Empty(t, left, "the directory is still there")
		return err
	})
	t.Cleanup(func() {
		_ = p.command.Process.Kill() // has no effect but after a failure
		p.stdin.Close()
	})
	return p
}

// A recorder keeps the frames that a supervisor writes.
type recorder struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (r *recorder) Write(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.all.Write(b)
}

// forget forgets what came so far, which must be whole frames.
func (r *recorder) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all.Reset()
}

// errors returns what the server wrote to its standard error.
func (r *recorder) errors(t *testing.T) []byte {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []byte
	for frames := bytes.NewReader(r.all.Bytes()); frames.Len() > 0; {
		f, err := readFrame(frames)
		require.NoError(t, err)
		if f.kind == 'E' {
			all = append(all, f.body...)
		}
	}
	return all
}

// shell is a supervisor for which the shell is openssl: what it runs are scripts.
func shell(t *testing.T) *program {
	t.Helper()
	return runProgram(t, "/bin/sh")
}

// script are the arguments of a shell that runs it; $1 and so on are the others.
func script(text string, args ...string) []string {
	return append([]string{"-c", text, "openssl"}, args...)
}

// serve starts a script as the server, and begins a connection.
func (p *program) serve(t *testing.T, text string, args ...string) *Connection {
	t.Helper()
	c := p.Begin()
	require.NoError(t, p.Start(Command{Args: script(text, args...)}))
	return c
}

// reads returns the next bytes that the server wrote.
func reads(t *testing.T, c *Connection, n int) string {
	t.Helper()
	type result struct {
		text string
		err  error
	}
	got := await(t, later(func() result {
		b := make([]byte, n)
		n, err := io.ReadFull(c, b)
		return result{string(b[:n]), err}
	}), "what the server writes")
	require.NoError(t, got.err, "%q", got.text)
	return got.text
}

// A gate is a named pipe at which a script waits for the test.
type gate string

func newGate(t *testing.T) gate {
	t.Helper()
	path := filepath.Join(t.TempDir(), "gate")
	require.NoError(t, syscall.Mkfifo(path, 0o600))
	return gate(path)
}

// open lets the script go on that waits, or that will: read x < gate.
func (g gate) open(t *testing.T) {
	t.Helper()
	err := await(t, later(func() error { return os.WriteFile(string(g), []byte("go\n"), 0) }), "one who waits at the gate")
	require.NoError(t, err)
}

func requireGone(t *testing.T, pid int) {
	t.Helper()
	require.Equal(t, syscall.ESRCH, syscall.Kill(pid, 0), "process %d is still there", pid)
}

func TestTheOutputOfACommandIsThatOfBothItsOutputs(t *testing.T) {
	t.Parallel()
	p := shell(t)
	output, err := p.Run(patient(t), script("echo one; echo two >&2; echo three")...)
	require.NoError(t, err)
	require.Equal(t, "one\ntwo\nthree\n", output)
	output, err = p.Run(patient(t), script("exit 0")...)
	require.NoError(t, err)
	require.Empty(t, output)
	output, err = p.Run(patient(t), script(`i=0; while [ $i -lt 20000 ]; do echo 0123456789; i=$((i+1)); done`)...)
	require.NoError(t, err)
	require.Equal(t, strings.Repeat("0123456789\n", 20000), output)
}

func TestTheExitCodeOfACommandIsTold(t *testing.T) {
	t.Parallel()
	p := shell(t)
	for text, code := range map[string]string{"echo no; exit 1": "1", "echo no; exit 77": "77", "echo no; kill -9 $$": "9"} {
		output, err := p.Run(patient(t), script(text)...)
		var failed *ExitError
		require.ErrorAs(t, err, &failed)
		require.Equal(t, code, failed.Code, text)
		require.Equal(t, "no\n", failed.Output)
		require.Equal(t, "no\n", output)
	}
}

func TestACommandThatDoesNotEndIsKilled(t *testing.T) {
	t.Parallel()
	p := startText(t, strings.Replace(Program, "$time_for_command = 20;", "$time_for_command = 1;", 1), "/bin/sh")
	output, err := p.Run(patient(t), script(`echo hello; exec cat "$1"`, string(newGate(t)))...)
	require.Equal(t, "hello\n", output)
	var failed *ExitError
	require.ErrorAs(t, err, &failed)
	require.Equal(t, "9", failed.Code)
	p.stdin.Close()
	require.NoError(t, p.ended(), "%s", &p.log)
}

func TestACommandGetsItsArgumentsAsTheyAre(t *testing.T) {
	t.Parallel()
	output, err := shell(t).Run(patient(t), script(`printf '<%s>' "$@"`, "a b", "", "$HOME", "c\nd", "")...)
	require.NoError(t, err)
	require.Equal(t, "<a b><><$HOME><c\nd><>", output)
}

func TestACommandHasNoInputAndNoConfigurationOfTheMachine(t *testing.T) {
	t.Parallel()
	output, err := shell(t).Run(patient(t), script(`cat; echo "$OPENSSL_CONF"`)...)
	require.NoError(t, err)
	require.Equal(t, "/dev/null\n", output)
}

func TestAProgramThatCannotBeRunSaysWhy(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	plain := filepath.Join(dir, "plain")
	require.NoError(t, os.WriteFile(plain, []byte("#!/bin/sh\n"), 0o600))
	for path, why := range map[string]string{
		filepath.Join(dir, "nothing"): "No such file or directory",
		dir:                           "Permission denied",
		plain:                         "Permission denied",
	} {
		_, err := runProgram(t, path).Run(patient(t), "version")
		require.EqualError(t, err, fmt.Sprintf("openssl version: exit code 127: %s: %s", path, why))

		p := runProgram(t, path)
		c := p.Begin()
		require.NoError(t, p.Start(Command{Args: []string{"s_server"}}))
		_, err = c.Read(make([]byte, 1))
		require.Equal(t, io.EOF, err)
		require.EqualError(t, p.Ended(), fmt.Sprintf("openssl s_server has ended with exit status 127: %s: %s", path, why))
	}
}

func TestAServerFindsItsFilesWhereItRuns(t *testing.T) {
	t.Parallel()
	p := shell(t)
	c := p.Begin()
	content := "line\n\x00\xff" + strings.Repeat("x", 100000)
	require.NoError(t, p.Start(Command{
		Args:  script(`pwd; stat -c %a . key.pem empty; wc -c < empty; cat key.pem; read wait`),
		Files: map[string][]byte{"key.pem": []byte(content), "empty": nil},
	}))
	want := fmt.Sprintf("%s/legacytls-openssl-%d-0\n700\n600\n600\n0\n%s", p.tmp, p.command.Process.Pid, content)
	require.Equal(t, want, reads(t, c, len(want)))
}

func TestFilesAreReplaced(t *testing.T) {
	t.Parallel()
	p := shell(t)
	require.NoError(t, p.send('F', []byte("a\x00long content")))
	require.NoError(t, p.send('F', []byte("a\x00short")))
	output, err := p.Run(patient(t), script("cat a")...)
	require.NoError(t, err)
	require.Equal(t, "short", output)
}

func TestTheServersOutputsAreKeptApart(t *testing.T) {
	t.Parallel()
	c := shell(t).serve(t, "echo said >&2; echo data; read wait")
	require.Equal(t, "data\n", reads(t, c, 5))
	require.NoError(t, c.Over(patient(t)))
	require.Equal(t, []string{"said"}, c.Trace().Lines())
}

func TestAServerHasNoConfigurationOfTheMachine(t *testing.T) {
	t.Parallel()
	c := shell(t).serve(t, `echo "$OPENSSL_CONF"; read wait`)
	require.Equal(t, "/dev/null\n", reads(t, c, 10))
}

// Its pipe holds 64 KiB, the credit is four times as much.
func TestAServerThatDoesNotReadHoldsUpNobodyElse(t *testing.T) {
	t.Parallel()
	p, g := shell(t), newGate(t)
	c := p.serve(t, `read go < "$1"; exec cat`, string(g))
	all := strings.Repeat("0123456789abcdef", 1<<16)
	written := later(func() error { _, err := io.WriteString(c, all); return err })
	for i := 0; i < 3; i++ {
		output, err := p.Run(patient(t), script("echo hello")...)
		require.NoError(t, err)
		require.Equal(t, "hello\n", output)
	}
	requireNotYet(t, written, "the server has read nothing")
	g.open(t)
	require.Equal(t, all, reads(t, c, len(all)))
	require.NoError(t, await(t, written, "the end of Write"))
}

func TestFlushReturnsWhenTheServerHasReadAll(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 1 << 17} { // in the pipe, and more than is in it
		p, g := shell(t), newGate(t)
		c := p.serve(t, `read go < "$1"; exec cat`, string(g))
		_, err := c.Write(make([]byte, size))
		require.NoError(t, err)
		flushed := later(func() error { c.Flush(patient(t)); return nil })
		for i := 0; i < 3; i++ {
			_, err = p.Run(patient(t), script("exit 0")...)
			require.NoError(t, err)
		}
		requireNotYet(t, flushed, "the server has read nothing")
		g.open(t)
		await(t, flushed, "the end of Flush")
		reads(t, c, size)
	}
}

func TestFlushOfWhatNobodyWillReadReturns(t *testing.T) {
	t.Parallel()
	p := shell(t)
	p.Begin().Flush(patient(t)) // no server has been started
	c := p.serve(t, "exit 0")
	_, err := c.Read(make([]byte, 1))
	require.Equal(t, io.EOF, err)
	c.Flush(patient(t)) // it has ended
	require.NoError(t, patient(t).Err())
}

func TestFlushReturnsWhenTheServerEnds(t *testing.T) {
	t.Parallel()
	p, g := shell(t), newGate(t)
	c := p.serve(t, `read go < "$1"`, string(g))
	_, err := c.Write([]byte("unread"))
	require.NoError(t, err)
	require.NoError(t, p.send('C', nil)) // the beginning of Flush
	_, err = p.Run(patient(t), script("exit 0")...)
	require.NoError(t, err)
	requireNotYet(t, p.consumed, "the server has read nothing")
	g.open(t)
	await(t, p.consumed, "c")
	requireRead(t, c, "")
	require.ErrorContains(t, p.Ended(), "exit status 0")
}

// All of it is in the pipes when the end of the connection is told, and the supervisor has not
// looked at them, for it waits for a command that ends after that.
func TestWhatTheServerWroteBeforeTheEndOfAConnectionBelongsToIt(t *testing.T) {
	t.Parallel()
	const size = 40000 // one read takes less, and the pipe holds it
	p, g := shell(t), newGate(t)
	c := p.serve(t, `
		text=$(printf "%040000d" 0)
		read go
		printf %s "$text"
		printf "%s\n%s\n" "${text%????}" "ok" >&2
		echo > "$1"
		read wait`, string(g))
	var frames []byte // which come together
	for _, f := range []frame{{'D', []byte("go\n")}, {'R', []byte(strings.Join(script(`read x < "$1"`, string(g)), "\x00"))}, {kind: 'B'}} {
		frames = append(frames, f.marshal()...)
	}
	_, err := p.stdin.Write(frames)
	require.NoError(t, err)
	await(t, p.output, "the command")
	await(t, p.barrier, "b")
	p.mu.Lock()
	defer p.mu.Unlock()
	require.Len(t, c.data, size)
	require.Equal(t, "ok", c.trace.lines[len(c.trace.lines)-1])
}

func TestWhatTheServerDidNotReadDoesNotReachTheNextConnection(t *testing.T) {
	t.Parallel()
	for _, size := range []int{100, 200000} { // all in the pipe, and more than is in it
		p, g := shell(t), newGate(t)
		first := p.serve(t, `read go < "$1"; exec cat`, string(g))
		_, err := first.Write(make([]byte, size))
		require.NoError(t, err)
		require.NoError(t, first.Over(patient(t)))
		second := p.Begin()
		_, err = second.Write([]byte("hello"))
		require.NoError(t, err)
		g.open(t)
		require.Equal(t, "hello", reads(t, second, 5))
		require.NoError(t, second.Over(patient(t)))
		requireRead(t, second, "")
	}
}

func requireRead(t *testing.T, c *Connection, want string) {
	t.Helper()
	got, err := io.ReadAll(c)
	require.NoError(t, err)
	require.Equal(t, want, string(got))
}

// A Flush that was given up is not answered any more.
func TestTheEndOfAConnectionEndsItsFlush(t *testing.T) {
	t.Parallel()
	p, g := shell(t), newGate(t)
	first := p.serve(t, `read go < "$1"; exec cat`, string(g))
	_, err := first.Write([]byte("unread"))
	require.NoError(t, err)
	require.NoError(t, p.send('C', nil))
	require.NoError(t, first.Over(patient(t)))
	g.open(t)
	second := p.Begin()
	_, err = second.Write([]byte("hello"))
	require.NoError(t, err)
	require.Equal(t, "hello", reads(t, second, 5))
	_, err = p.Run(patient(t), script("exit 0")...)
	require.NoError(t, err)
	requireNotYet(t, p.consumed, "c of the first connection")
}

func TestTheEndOfTheServerIsTold(t *testing.T) {
	t.Parallel()
	for text, how := range map[string]string{
		"exit 0":      "exit status 0",
		"exit 3":      "exit status 3",
		"kill -9 $$":  "signal 9",
		"kill -15 $$": "signal 15",
	} {
		p := shell(t)
		c := p.serve(t, "printf bye; echo why >&2; "+text)
		requireRead(t, c, "bye")
		require.EqualError(t, p.Ended(), "openssl s_server has ended with "+how+": why")
		output, err := p.Run(patient(t), script("echo still here")...)
		require.NoError(t, err)
		require.Equal(t, "still here\n", output)
	}
}

// stubborn is a server that no polite signal ends. It writes its process id.
const stubborn = `trap "" TERM INT HUP PIPE; printf "%010d" $$; read go < "$1"`

func (p *program) serveStubborn(t *testing.T) (pid int) {
	t.Helper()
	pid, err := strconv.Atoi(reads(t, p.serve(t, stubborn, string(newGate(t))), 10))
	require.NoError(t, err)
	require.NoError(t, syscall.Kill(pid, 0))
	return pid
}

func TestTheServerEndsWithTheInputOfItsSupervisor(t *testing.T) {
	t.Parallel()
	for _, last := range []string{"", "D\x00\x00\x00\x05cut"} {
		p := startProgram(t, "/bin/sh")
		pid := p.serveStubborn(t)
		require.NoError(t, p.send('F', []byte("file\x00content")))
		_, err := io.WriteString(p.stdin, last)
		require.NoError(t, err)
		p.stdin.Close()
		require.NoError(t, p.ended())
		requireGone(t, pid)
		require.Empty(t, p.log.String())
	}
}

// Control-C in a terminal reaches all processes. What it means is up to the Go program.
func TestASupervisorSurvivesInterruptsAndHangups(t *testing.T) {
	t.Parallel()
	p := shell(t)
	pid := p.serveStubborn(t)
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGHUP} {
		require.NoError(t, p.command.Process.Signal(s))
		output, err := p.Run(patient(t), script("echo still here")...)
		require.NoError(t, err)
		require.Equal(t, "still here\n", output)
	}
	require.NoError(t, syscall.Kill(pid, 0))
}

func TestTheServerDoesNotEndOfInterruptsEither(t *testing.T) {
	t.Parallel()
	c := shell(t).serve(t, "kill -INT $$; kill -HUP $$; echo still here; read wait")
	require.Equal(t, "still here\n", reads(t, c, 11))
}

func TestASupervisorThatIsTerminatedEndsInGoodOrder(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "/bin/sh")
	pid := p.serveStubborn(t)
	require.NoError(t, p.command.Process.Signal(syscall.SIGTERM))
	require.NoError(t, p.ended(), "%s", &p.log)
	requireGone(t, pid)
	require.EqualError(t, p.Ended(), "the supervisor of openssl has ended")
}

// A command is a part of what was started, as the server is.
func TestASupervisorThatIsTerminatedEndsTheCommandThatItRuns(t *testing.T) {
	t.Parallel()
	p, started := startProgram(t, "/bin/sh"), newGate(t)
	forever := newGate(t)
	result := later(func() error {
		_, err := p.Run(patient(t), script(`echo $$ > "$1"; read x < "$2"`, string(started), string(forever))...)
		return err
	})
	said, err := os.ReadFile(string(started))
	require.NoError(t, err)
	pid, err := strconv.Atoi(strings.TrimSpace(string(said)))
	require.NoError(t, err)
	t.Cleanup(func() { _ = syscall.Kill(pid, syscall.SIGKILL) }) // has no effect but after a failure
	require.NoError(t, p.command.Process.Signal(syscall.SIGTERM))
	require.NoError(t, p.ended())
	require.Error(t, await(t, result, "the end of Run"))
	requireGone(t, pid)
}

func TestASupervisorSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, why string
		kind      byte
		body      string
	}{
		{"an unknown frame", "frame Z is not known\n", 'Z', ""},
		{"a file that cannot be written", "no/such: No such file or directory\n", 'F', "no/such\x00x"},
	}
	for _, tc := range tests {
		tc := tc
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			p := startProgram(t, "/bin/sh")
			pid := p.serveStubborn(t)
			require.NoError(t, p.send(tc.kind, []byte(tc.body)))
			require.EqualError(t, p.ended(), "exit status 1")
			require.Equal(t, tc.why, p.log.String())
			requireGone(t, pid)
		})
	}
}

func TestASupervisorWithoutADirectorySaysSo(t *testing.T) {
	t.Parallel()
	perl := needs.CommandOf(t, needs.OpenSSL, "perl")
	command := exec.Command(perl, "-e", Program, "/bin/sh")
	command.Env = append(os.Environ(), "TMPDIR="+filepath.Join(t.TempDir(), "none"))
	output, err := command.CombinedOutput()
	require.Error(t, err)
	require.Regexp(t, `^/.*/none/legacytls-openssl-\d+-0: No such file or directory\n$`, string(output))
}

// One that was killed leaves its directory, and the number of its process comes again.
func TestADirectoryThatIsThereIsNotTaken(t *testing.T) {
	t.Parallel()
	perl := needs.CommandOf(t, needs.OpenSSL, "perl")
	tmp := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(tmp, "program"), []byte(Program), 0o600))
	// The shell makes the directory that its successor in the same process would take.
	command := exec.Command("/bin/sh", "-c", `mkdir "$TMPDIR/legacytls-openssl-$$-0" && exec "$1" "$TMPDIR/program" /bin/sh`, "sh", perl)
	command.Env = append(os.Environ(), "TMPDIR="+tmp)
	command.Stdin = bytes.NewReader(frame{'R', []byte("-c\x00pwd")}.marshal())
	output, err := command.Output()
	require.NoError(t, err)
	require.Regexp(t, `^r....0\x00/.*-1\n$`, string(output))
	left, err := filepath.Glob(filepath.Join(tmp, "legacytls-openssl-*"))
	require.NoError(t, err)
	require.Len(t, left, 1)
	require.True(t, strings.HasSuffix(left[0], "-0"))
}

func TestFramesComeHoweverTheyAreCut(t *testing.T) {
	t.Parallel()
	perl := needs.CommandOf(t, needs.OpenSSL, "perl")
	var frames []byte
	for _, f := range []frame{{'F', []byte("a\x00content")}, {'R', []byte("-c\x00cat a")}, {'R', []byte("-c\x00exit 2")}} {
		frames = append(frames, f.marshal()...)
	}
	command := exec.Command(perl, "-e", Program, "/bin/sh")
	command.Env = append(os.Environ(), "TMPDIR="+t.TempDir())
	stdin, err := command.StdinPipe()
	require.NoError(t, err)
	stdout, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	s := Supervise(stdin, stdout)
	for i := range frames {
		_, err := stdin.Write(frames[i : i+1])
		require.NoError(t, err)
	}
	require.Equal(t, "0\x00content", string(await(t, s.output, "output")))
	require.Equal(t, "2\x00", string(await(t, s.output, "output")))
	stdin.Close()
	await(t, s.over, "the end of the supervisor")
	require.NoError(t, command.Wait())
}
