package testrun

import (
	"bytes"
	"strings"
)

// The bytes with which package testing frames its output for test2json (cmd/internal/test2json).
const (
	markFraming  = 0x16 // before a line about a test
	markErrBegin = 0x0f // around the text of t.Error, from Go 1.27 on
	markErrEnd   = 0x0e
	markEscape   = 0x1b // before one of these in the text of a test, from Go 1.27 on
)

// The actions of a test that a line of framing tells.
const (
	actionRun   = "run"
	actionName  = "name" // what follows is this test's
	actionNote  = "note" // so is this, such as "=== ATTR"
	actionPause = "pause"
	actionCont  = "cont" // after a pause
	actionPass  = "pass"
	actionFail  = "fail"
	actionSkip  = "skip"
	actionEnd   = "end" // of all tests
)

// An event is a line of framing or, without an action, a piece of output.
type event struct {
	action string
	test   string
	text   string // output or note, with its line end
}

// actions are the words of the framing.
var actions = [...]struct{ prefix, action string }{
	{"=== RUN   ", actionRun},
	{"=== NAME  ", actionName},
	{"=== CONT  ", actionCont},
	{"=== PAUSE ", actionPause},
	{"--- PASS: ", actionPass},
	{"--- FAIL: ", actionFail},
	{"--- SKIP: ", actionSkip},
}

// eventOf reads a line, without the mark before it if it is framing.
func eventOf(line []byte, framing bool) event {
	text := string(plain(line))
	if !framing {
		return event{text: text}
	}
	for _, a := range actions {
		if rest, ok := strings.CutPrefix(text, a.prefix); ok {
			name, _, _ := strings.Cut(strings.TrimRight(rest, "\r\n"), " ") // "--- PASS: TestX (0.00s)"
			return event{action: a.action, test: name}
		}
	}
	if end := strings.TrimRight(text, "\r\n"); end == "PASS" || end == "FAIL" {
		return event{action: actionEnd}
	}
	if words := strings.Fields(text); len(words) > 2 && words[0] == "===" { // and what is to come
		return event{action: actionNote, test: words[2], text: text}
	}
	return event{text: text}
}

// plain takes the marks out of a line that are not of its text.
func plain(line []byte) []byte {
	if bytes.IndexByte(line, markEscape) < 0 && bytes.IndexByte(line, markErrBegin) < 0 && bytes.IndexByte(line, markErrEnd) < 0 {
		return line
	}
	kept := make([]byte, 0, len(line))
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == markErrBegin || c == markErrEnd:
		case c == markEscape && i+1 < len(line) && isMark(line[i+1]):
			i++
			kept = append(kept, line[i])
		default:
			kept = append(kept, c)
		}
	}
	return kept
}

func isMark(b byte) bool {
	return b == markFraming || b == markErrBegin || b == markErrEnd || b == markEscape
}
