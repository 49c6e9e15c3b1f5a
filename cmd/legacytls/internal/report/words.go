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

	// label stands in the legend for all words of one kind; "" is text.
	label string
}

// wordForCell returns the word for what came of a cell. A program that got its
// connection shows the size of its ClientHello if that is what the row is about.
func wordForCell(c harness.Cell) word {
	said := wordFor(c.Outcome)
	if c.OfHello && said.good && c.Outcome.Hello != nil {
		said.text = fmt.Sprintf("%d bytes", c.Outcome.Hello.Size)
		said.label, said.meaning = "N bytes", "connects; the row is about the ClientHello, which has so many bytes"
	}
	if said.label == "" {
		said.label = said.text
	}
	return said
}

// wordFor returns the word for an outcome.
func wordFor(o harness.Outcome) word {
	switch o.Stage {
	case "":
		return word{text: "failed", meaning: "nothing can be said about the build"}
	case harness.StageDone:
		return wordForConnection(o)
	case harness.StageToolchain:
		return word{text: "n/a", meaning: "the toolchain cannot be had"}
	case harness.StageBuild:
		return word{text: "no build", meaning: "the program does not load or compile"}
	case harness.StageStart:
		return word{text: "dies", meaning: "the process dies at start, before main"}
	case harness.StageConnect:
		return word{text: "no answer", meaning: "no TCP connection"}
	case harness.StageAnswer:
		return wordForAnswer(o)
	case harness.StageVerify:
		return word{text: "untrusted", meaning: "the certificate is not accepted"}
	}
	switch {
	case o.Alert == nil && o.Stage == harness.StageExchange:
		return word{text: "no data", meaning: "the handshake is fine, but data does not go both ways"}
	case o.Alert == nil:
		return word{text: "refused", meaning: "the handshake ends without an alert"}
	}
	return word{
		text:    fmt.Sprintf("alert %d", o.Alert.Code),
		meaning: fmt.Sprintf("the connection ends with alert %s", o.Alert.Code.Name()),
	}
}

func wordForAnswer(o harness.Outcome) word {
	if o.Answer != nil && o.Answer.HelloRetryRequest {
		return word{text: "asks again", meaning: "the server answers with a HelloRetryRequest, for another key share", good: true}
	}
	return word{text: "answers", meaning: "the server answers a ClientHello that nobody stands behind", good: true}
}

func wordForConnection(o harness.Outcome) word {
	switch {
	case o.Export.Asked && o.Export.Error != "":
		return word{text: "no export", meaning: "connects, but keying material cannot be exported"}
	case o.Export.Asked:
		return word{text: "exports", meaning: "connects, and exports keying material", good: true}
	case o.Resumed:
		return word{text: "resumes", meaning: "connects with a resumed session", good: true}
	}
	return word{text: "connects", meaning: "handshake complete, data went both ways", good: true}
}
