package scenarios

import (
	"fmt"
	"strings"

	"github.com/legacytls/legacytls/harness"
)

// errorBegins is an error whose text begins with the string.
func errorBegins(text string) harness.Reason {
	return remark{fmt.Sprintf("an error that begins with %q", text), func(o harness.Outcome) bool {
		return strings.HasPrefix(o.Error, text)
	}}
}

// sentNothing is a failure of the client itself, before its ClientHello.
func sentNothing() harness.Reason {
	return remark{"no ClientHello", func(o harness.Outcome) bool { return o.Hello == nil && o.Alert == nil }}
}

// remark is a harness.Reason of this package.
type remark struct {
	text    string
	matches func(harness.Outcome) bool
}

func (r remark) String() string                 { return r.text }
func (r remark) Matches(o harness.Outcome) bool { return r.matches(o) }
