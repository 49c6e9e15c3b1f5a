package harness

import (
	"fmt"
	"strings"
)

// A Reason narrows down why something was refused.
type Reason interface {
	// Matches reports whether o ended for this reason.
	Matches(o Outcome) bool

	// String names the reason, for example "alert handshake_failure(40) from the peer".
	String() string
}

type reason struct {
	text    string
	matches func(Outcome) bool
}

func (r reason) String() string         { return r.text }
func (r reason) Matches(o Outcome) bool { return r.matches(o) }

// RemoteAlert is an alert that the peer of the program under test sent.
func RemoteAlert(code AlertCode) Reason {
	return reason{fmt.Sprintf("alert %s from the peer", code), func(o Outcome) bool {
		return o.Alert != nil && o.Alert.From != o.Role && o.Alert.Code == code
	}}
}

// LocalAlert is an alert that the program under test sent.
func LocalAlert(code AlertCode) Reason {
	return reason{fmt.Sprintf("own alert %s", code), func(o Outcome) bool {
		return o.Alert != nil && o.Alert.From == o.Role && o.Alert.Code == code
	}}
}

// ErrorText is an error whose text contains the string.
func ErrorText(text string) Reason {
	return reason{fmt.Sprintf("error %q", text), func(o Outcome) bool {
		return strings.Contains(o.Error, text)
	}}
}

func describeReasons(reasons []Reason) string {
	if len(reasons) == 0 {
		return ""
	}
	return ": " + joinReasons(reasons)
}

func joinReasons(reasons []Reason) string {
	texts := make([]string, len(reasons))
	for i, r := range reasons {
		texts[i] = r.String()
	}
	return strings.Join(texts, ", ")
}

func checkReasons(o Outcome, reasons []Reason) error {
	for _, r := range reasons {
		if !r.Matches(o) {
			if o.Alert != nil {
				return fmt.Errorf("%v (%v)", came(o), *o.Alert)
			}
			return came(o)
		}
	}
	return nil
}
