// Package report prints what came of connections: a run as a matrix, JSON, JUnit
// XML and Markdown, a try as a list and JSON, and what a server sees.
package report

import (
	"fmt"

	"github.com/legacytls/legacytls/harness"
)

// A word says in a few letters what came of a cell.
type word struct {
	text    string
	meaning string
	good    bool // the program got its connection, with all that it asked for
}

// wordFor returns the word for an outcome.
func wordFor(o harness.Outcome) word {
	switch o.Stage {
	case "":
		return word{"failed", "nothing can be said about the build", false}
	case harness.StageDone:
		return wordForConnection(o)
	case harness.StageToolchain:
		return word{"n/a", "the toolchain cannot be had", false}
	case harness.StageBuild:
		return word{"no build", "the program does not load or compile", false}
	case harness.StageStart:
		return word{"dies", "the process dies at start, before main", false}
	case harness.StageConnect:
		return word{"no answer", "no TCP connection", false}
	case harness.StageAnswer:
		return word{"answers", "the server answers a ClientHello that nobody stands behind", true}
	case harness.StageVerify:
		return word{"untrusted", "the certificate is not accepted", false}
	}
	switch {
	case o.Alert == nil && o.Stage == harness.StageExchange:
		return word{"no data", "the handshake is fine, but data does not go both ways", false}
	case o.Alert == nil:
		return word{"refused", "the handshake ends without an alert", false}
	}
	return word{
		fmt.Sprintf("alert %d", o.Alert.Code),
		fmt.Sprintf("the connection ends with alert %s", o.Alert.Code.Name()),
		false,
	}
}

func wordForConnection(o harness.Outcome) word {
	switch {
	case o.Export.Asked && o.Export.Error != "":
		return word{"no export", "connects, but keying material cannot be exported", false}
	case o.Export.Asked:
		return word{"exports", "connects, and exports keying material", true}
	case o.Resumed:
		return word{"resumes", "connects with a resumed session", true}
	}
	return word{"connects", "handshake complete, data went both ways", true}
}
