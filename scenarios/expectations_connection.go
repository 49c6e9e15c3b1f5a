package scenarios

import (
	"fmt"
	"strings"

	"github.com/legacytls/legacytls/harness"
)

// connectsWith expects a complete connection that is all that the reasons say:
// harness.In, harness.WithGroup and the like.
func connectsWith(reasons ...harness.Reason) harness.Expectation { return connection{reasons} }

// connectsIn expects a complete connection in this protocol version.
func connectsIn(version uint16) harness.Expectation { return connectsWith(harness.In(version)) }

type connection struct{ reasons []harness.Reason }

func (c connection) String() string {
	texts := make([]string, len(c.reasons))
	for i, r := range c.reasons {
		texts[i] = r.String()
	}
	return "connects with " + strings.Join(texts, ", ")
}

// Check says which of the reasons is not met.
func (c connection) Check(o harness.Outcome) error {
	if err := harness.Connects().Check(o); err != nil {
		return err
	}
	for _, r := range c.reasons {
		if !r.Matches(o) {
			return fmt.Errorf("got %s, want it with %s", o, r)
		}
	}
	return nil
}

// unsupportedVersion is what a client is told by a server of versions that it
// does not offer, in the words that people search for.
func unsupportedVersion() harness.Expectation {
	return harness.Refused(
		harness.RemoteAlert(harness.ProtocolVersion),
		harness.ErrorText("remote error: tls: protocol version not supported"))
}

// unsupportedClientVersion is what a server says to a client that offers only
// versions that it does not have. The list is as the server prints it: "[304]".
func unsupportedClientVersion(list string) harness.Expectation {
	return harness.Refused(
		harness.LocalAlert(harness.ProtocolVersion),
		harness.ErrorText("tls: client offered only unsupported versions: "+list))
}
