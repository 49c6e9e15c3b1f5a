package toolchain

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// maxStdout and maxStderr bound what is kept of a command's output, in bytes.
// The list of all releases for all platforms comes on standard output.
const (
	maxStdout = 4 << 20
	maxStderr = 64 << 10
)

// killDelay is how long a killed command may hold its output open: a process
// that left the group could do so for ever.
const killDelay = 5 * time.Second

// A command is one call of a go command.
type command struct {
	path string
	args []string
	dir  string   // "" is the system's temporary directory, which belongs to no module
	base []string // the environment to start from
	vars []string // NAME=value, on top of base
}

// run runs c in a process group of its own, which does not outlive ctx. It
// returns standard output alone, and both outputs, stripped. The error is
// ctx's when ctx ended.
func (s *Store) run(ctx context.Context, c command) (stdout, output string, err error) {
	if err := ctx.Err(); err != nil {
		return "", "", err
	}
	s.trace(c.String())
	cmd := exec.CommandContext(ctx, c.path, c.args...)
	cmd.Dir = c.dir
	if cmd.Dir == "" {
		cmd.Dir = os.TempDir()
	}
	cmd.Env = append(append([]string(nil), c.base...), c.vars...)
	out, errs := limitedBuffer{limit: maxStdout}, limitedBuffer{limit: maxStderr}
	cmd.Stdout, cmd.Stderr = &out, &errs
	cmd.WaitDelay = killDelay
	ownGroup(cmd)
	err = cmd.Run()
	if ctx.Err() != nil {
		return "", "", ctx.Err()
	}
	stdout = strings.TrimSpace(out.String())
	return stdout, strings.TrimSpace(stdout + "\n" + strings.TrimSpace(errs.String())), err
}

// String returns c as a line for a POSIX shell.
func (c command) String() string { return CommandLine(c.dir, c.vars, c.path, c.args...) }

// CommandLine returns a command as a line for a POSIX shell: in a directory, unless that is
// "", with variables on top of the environment.
func CommandLine(dir string, vars []string, path string, args ...string) string {
	var words []string
	if dir != "" {
		words = append(words, "cd", quote(dir), "&&")
	}
	for _, variable := range vars {
		name, value, _ := strings.Cut(variable, "=")
		words = append(words, name+"="+quoteValue(value))
	}
	words = append(words, quote(path))
	for _, arg := range args {
		words = append(words, quote(arg))
	}
	return strings.Join(words, " ")
}

func quote(s string) string {
	if s == "" {
		return "''"
	}
	return quoteValue(s)
}

func quoteValue(s string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=+./:,@%"
	if strings.Trim(s, plain) == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// A limitedBuffer keeps the first limit bytes and counts the rest.
type limitedBuffer struct {
	limit   int
	kept    bytes.Buffer
	dropped int
}

func (b *limitedBuffer) Write(p []byte) (int, error) {
	n := len(p)
	if room := b.limit - b.kept.Len(); room < n {
		n = room
	}
	b.kept.Write(p[:n])
	b.dropped += len(p) - n
	return len(p), nil
}

func (b *limitedBuffer) String() string {
	if b.dropped == 0 {
		return b.kept.String()
	}
	return fmt.Sprintf("%s\n... (%d more bytes)", b.kept.String(), b.dropped)
}
