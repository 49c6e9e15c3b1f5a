package testrun

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// eventsOf returns the events of an output that comes in pieces of at most size bytes.
func eventsOf(output string, size int) []event {
	s := newStream()
	for len(output) > size {
		s.Write([]byte(output[:size]))
		output = output[size:]
	}
	s.Write([]byte(output))
	s.close()
	var events []event
	for e, ok := s.next(); ok; e, ok = s.next() {
		events = append(events, e)
	}
	return events
}

func out(text string) event { return event{text: text} }

func told(action, test string) event { return event{action: action, test: test} }

var streams = []struct {
	what, output string
	want         []event
}{
	{"nothing", "", nil},
	{"lines", "a\nb\n", []event{out("a\n"), out("b\n")}},
	{"no line end at the end", "a\nb", []event{out("a\n"), out("b")}},
	{"empty lines", "\n\n", []event{out("\n"), out("\n")}},
	{"a test", "\x16=== RUN   TestX\nhello\n\x16--- PASS: TestX (0.00s)\n\x16PASS\n",
		[]event{told(actionRun, "TestX"), out("hello\n"), told(actionPass, "TestX"), told(actionEnd, "")}},
	{"a failure and a skip", "\x16--- FAIL: TestX/a (1.25s)\n\x16--- SKIP: TestX/b (0.00s)\n\x16FAIL\n",
		[]event{told(actionFail, "TestX/a"), told(actionSkip, "TestX/b"), told(actionEnd, "")}},
	{"parallel tests", "\x16=== PAUSE TestX\n\x16=== CONT  TestX\n\x16=== NAME  TestX\n",
		[]event{told(actionPause, "TestX"), told(actionCont, "TestX"), told(actionName, "TestX")}},
	{"no name", "\x16=== NAME  \n", []event{told(actionName, "")}},
	{"line ends of Windows", "a\r\n\x16=== RUN   TestX\r\n\x16--- PASS: TestX (0.00s)\r\n\x16PASS\r\n",
		[]event{out("a\r\n"), told(actionRun, "TestX"), told(actionPass, "TestX"), told(actionEnd, "")}},
	{"a mark in a line", "no line end\x16--- PASS: TestX (0.00s)\n", []event{out("no line end"), told(actionPass, "TestX")}},
	{"marks in a row", "\x16\x16\x16=== RUN   TestX\n", []event{told(actionRun, "TestX")}},
	{"words without a mark", "=== RUN   TestX\n--- PASS: TestX (0.00s)\nPASS\n",
		[]event{out("=== RUN   TestX\n"), out("--- PASS: TestX (0.00s)\n"), out("PASS\n")}},
	{"words that are not known", "\x16=== ATTR  TestX key value of it\n\x16=== ARTIFACTS TestX /tmp/x\n\x16=== SUCH\n\x16FAIL: package testing\n",
		[]event{
			{actionNote, "TestX", "=== ATTR  TestX key value of it\n"}, {actionNote, "TestX", "=== ARTIFACTS TestX /tmp/x\n"},
			out("=== SUCH\n"), out("FAIL: package testing\n"),
		}},
	{"the marks of an error", "\x0f    x_test.go:1: a\n        b\x0e\n", []event{out("    x_test.go:1: a\n"), out("        b\n")}},
	{"escapes", "\x1b\x16=== RUN   TestX\x1b\x0e\x1b\x0f\x1b\x1b\n", []event{out("\x16=== RUN   TestX\x0e\x0f\x1b\n")}},
	{"colours", "\x1b[31mred\x1b[0m\n", []event{out("\x1b[31mred\x1b[0m\n")}},
	{"a mark after an escaped escape", "\x1b\x1b\x16=== RUN   TestX\n", []event{out("\x1b"), told(actionRun, "TestX")}},
	{"an escape before a line end", "a\x1b\n\x16=== RUN   TestX\n", []event{out("a\x1b\n"), told(actionRun, "TestX")}},
	{"an escape at the end", "a\x1b", []event{out("a\x1b")}},
	{"framing without line end", "\x16=== RUN   TestX", []event{told(actionRun, "TestX")}},
}

func TestOutputIsReadAsTheEventsThatItTells(t *testing.T) {
	for _, c := range streams {
		require.Equal(t, c.want, eventsOf(c.output, len(c.output)+1), c.what)
	}
}

func TestItDoesNotMatterInWhichPiecesOutputComes(t *testing.T) {
	for _, c := range streams {
		for size := 1; size <= len(c.output); size++ {
			require.Equal(t, c.want, eventsOf(c.output, size), "%s, in pieces of %d", c.what, size)
		}
	}
}

func TestWhoAsksBeforeThereIsOutputWaitsForIt(t *testing.T) {
	s := newStream()
	asked := make(chan event)
	go func() {
		for e, ok := s.next(); ok; e, ok = s.next() {
			asked <- e
		}
		close(asked)
	}()
	for _, line := range []string{"a\n", "b\n"} {
		s.Write([]byte(line))
		require.Equal(t, out(line), <-asked)
	}
	s.Write([]byte("c"))
	s.close()
	require.Equal(t, out("c"), <-asked)
	_, open := <-asked
	require.False(t, open)
}

// FuzzStream checks what holds for any output: nothing panics, the pieces do not matter, and
// what has no marks comes out as it went in.
func FuzzStream(f *testing.F) {
	for _, c := range streams {
		f.Add([]byte(c.output), byte(3))
	}
	f.Fuzz(func(t *testing.T, output []byte, size byte) {
		events := eventsOf(string(output), len(output)+1)
		require.Equal(t, events, eventsOf(string(output), int(size)+1))

		var text strings.Builder
		for _, e := range events {
			text.WriteString(e.text)
		}
		if !bytes.ContainsAny(output, "\x0e\x0f\x16\x1b") {
			require.Equal(t, string(output), text.String())
		}
	})
}
