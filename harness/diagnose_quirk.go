package harness

import (
	"fmt"
	"slices"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
)

// misbehaviourOf returns the quirk of p that a failed connection is about. It is known by
// the words of the client, or of the server.
func misbehaviourOf(p fixtures.Profile, o Outcome) (misbehaviour, bool) {
	said := o.Error
	if o.Server != nil && o.Server.Err != nil {
		said += "\n" + o.Server.Err.Error()
	}
	when := inHandshake
	if o.Stage == StageExchange || o.Server != nil && o.Server.Established {
		when = afterHandshake
	}
	set := p.Quirks.Set()
	for _, m := range misbehaviours() {
		if slices.Contains(set, m.quirk) && (m.when == 0 || m.when == when) && m.isMeant(said) {
			return m, true
		}
	}
	return misbehaviour{}, false
}

func (m misbehaviour) isMeant(said string) bool {
	return slices.ContainsFunc(m.says, func(words string) bool { return strings.Contains(said, words) })
}

// describe says what the server does, with the value of the quirk.
func (m misbehaviour) describe(p fixtures.Profile) string {
	if m.value == nil {
		return m.cause
	}
	return fmt.Sprintf(m.cause, m.value(p))
}

// about is the cause that a row names, or that the server breaks the protocol.
func (m misbehaviour) about() Cause {
	if m.kind != "" {
		return m.kind
	}
	return CauseProtocol
}

func (m misbehaviour) diagnose(p fixtures.Profile, o Outcome) diagnosis {
	d := diagnosis{kind: m.about(), cause: m.describe(p), recorded: m.recorded, hopeless: m.hopeless, better: m.better}
	if m.helps != nil && o.Hello != nil {
		d.candidates = reaching(p, o.Hello, m.helps(p))
	}
	d.tried = describeChanges(d.candidates)
	return d
}

// restDiagnosis is for a failure whose cause is not in what the two have.
func restDiagnosis(p fixtures.Profile, o Outcome) diagnosis {
	if quirks := p.Quirks.Set(); len(quirks) > 0 && o.Alert != nil && o.Alert.From == ClientSide {
		return diagnosis{kind: CauseProtocol, cause: "versions and suites fit; the server misbehaves on purpose: " + strings.Join(quirks, ", ")}
	}
	return diagnosis{cause: "versions and suites fit; see the errors of both ends"}
}

// unheardDiagnosis is for a client of which the server has heard nothing.
func unheardDiagnosis(p fixtures.Profile, o Outcome) diagnosis {
	if m, misbehaves := misbehaviourOf(p, o); misbehaves {
		return m.diagnose(p, o)
	}
	return diagnosis{cause: "no ClientHello reached the server"}
}
