package testrun

import (
	"io"
	"strings"
	"testing"
)

// outputOf returns what writes to the output of t as it is. Before Go 1.25, which brought
// T.Output, each piece has the place of a log line before it.
func outputOf(t *testing.T) io.Writer {
	if t, ok := any(t).(interface{ Output() io.Writer }); ok {
		return t.Output()
	}
	return logWriter{t}
}

type logWriter struct{ t *testing.T }

func (w logWriter) Write(p []byte) (int, error) {
	w.t.Helper()
	w.t.Log(strings.TrimRight(string(p), "\n"))
	return len(p), nil
}

// unindent takes off what package testing puts before each line of a log, because it is
// put there again.
func unindent(line string) string { return strings.TrimPrefix(line, "    ") }
