package agent

import (
	"errors"
	"fmt"
	"strings"
)

// ErrClosed is the error of a call on a Process, or on a Listener, after its Close.
var ErrClosed = errors.New("agent: the process was closed")

// StartError says that an agent did not come up: it ended, or wrote something else than its
// first line, or the context ended before that line came. A program built by Go 1.27 or
// later ends this way when its environment sets a removed GODEBUG to its old value.
type StartError struct {
	Path     string // the executable
	ExitCode int    // as os.ProcessState.ExitCode; -1 when it never ran or was killed
	Stderr   string // what it wrote to its standard error, the middle left out if long
	Err      error  // what else is known: the operating system's error, or the context's; may be nil
}

func (e *StartError) Error() string {
	return fmt.Sprintf("agent %s did not start: %s", e.Path, ending(e.ExitCode, e.Stderr, e.Err))
}

// Unwrap returns e.Err.
func (e *StartError) Unwrap() error { return e.Err }

// CrashError says that an agent died or hung after it had started. A hanging agent has been
// killed by the time that the error is returned. All requests that were under way get one.
type CrashError struct {
	PID      int
	ExitCode int    // as os.ProcessState.ExitCode; -1 when it was killed
	Stderr   string // what it wrote to its standard error, the middle left out if long
	Err      error  // why it was killed, or how it ended; may be nil
}

func (e *CrashError) Error() string {
	return fmt.Sprintf("agent process %d ended: %s", e.PID, ending(e.ExitCode, e.Stderr, e.Err))
}

// Unwrap returns e.Err.
func (e *CrashError) Unwrap() error { return e.Err }

// RequestError says that the agent is well but could not carry out a request, such as one
// with a key that the agent's Go release cannot parse (Ed25519 before Go 1.13).
type RequestError struct {
	Go   string // the agent's Go release
	Text string // the agent's words
}

func (e *RequestError) Error() string {
	return fmt.Sprintf("agent (%s) refused the request: %s", e.Go, e.Text)
}

func ending(code int, stderr string, err error) string {
	parts := make([]string, 0, 3)
	if err != nil {
		parts = append(parts, err.Error())
	} else {
		parts = append(parts, fmt.Sprintf("exit code %d", code))
	}
	if line := tellingLine(stderr); line != "" {
		parts = append(parts, line)
	}
	return strings.Join(parts, ": ")
}

// tellingLine picks the line of a crash report that says what happened: the Go runtime's
// "fatal error: ..." or "panic: ...", else the first one with any text.
func tellingLine(stderr string) string {
	first := ""
	for _, line := range strings.Split(stderr, "\n") {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "fatal error: ") || strings.HasPrefix(line, "panic: ") {
			return line
		}
		if first == "" {
			first = line
		}
	}
	return first
}
