package harness

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/toolchain"
	"github.com/legacytls/legacytls/internal/wire"
)

// An Explanation says why an attempt ended as it did, from both ends, and what
// would change it.
type Explanation struct {
	Headline string
	Cause    Cause // "" if everything worked, or no cause was found
	Lines    []ExplanationLine
}

// An ExplanationLine is one fact of an Explanation.
type ExplanationLine struct {
	Label string // "client offered", "server accepts", "cause", "works", "better", ...
	Text  string
	Note  string // where the fact comes from, such as "tried now"; may be empty
}

// String returns the explanation as indented lines, as a test prints them.
func (e Explanation) String() string {
	var b strings.Builder
	b.WriteString(e.Headline)
	for i, l := range e.Lines {
		label := l.Label
		if i > 0 && e.Lines[i-1].Label == label {
			label = ""
		}
		fmt.Fprintf(&b, "\n    %-15s  %s", label, l.Text)
		if l.Note != "" {
			fmt.Fprintf(&b, "  (%s)", l.Note)
		}
	}
	return b.String()
}

func (e *Explanation) add(label, text, note string) {
	if text != "" {
		e.Lines = append(e.Lines, ExplanationLine{label, text, note})
	}
}

// An explainer puts an Explanation together.
type explainer struct {
	profile *fixtures.Profile // nil for a server that is not ours
	outcome Outcome
	client  string // who the client is, for example "go1.26.8"

	// try makes another attempt with a changed client, against the same server.
	try func(change) Outcome
}

func (x explainer) explain() Explanation {
	e := Explanation{Headline: x.headline()}
	if !x.outcome.Ran() {
		x.explainRemoved(&e)
		return e
	}
	if x.outcome.OK() {
		return e
	}
	if hello := x.outcome.Hello; hello != nil {
		e.add("client offered", describeHello(hello), x.client)
	} else if x.outcome.Server != nil && x.outcome.Server.HelloErr != nil {
		e.add("client sent", x.outcome.Server.HelloErr.Error(), x.client)
	}
	if x.profile != nil {
		e.add("server accepts", describeProfile(*x.profile), "")
	} else {
		x.addChanges(&e)
	}
	e.add("ended by", x.ending(), "")
	e.add("server's error", x.serversError(), "")
	x.addLog(&e)
	d := diagnose(x.profile, x.outcome)
	x.addDiagnosis(&e, d)
	return e
}

// addLog adds what the backend has to say besides.
func (x explainer) addLog(e *Explanation) {
	if s := x.outcome.Server; s != nil && s.Log != "" {
		for _, line := range strings.Split(s.Log, "\n") {
			e.add("server's log", line, "")
		}
	}
}

func (x explainer) headline() string {
	target := x.outcome.Target
	if s := x.outcome.Server; s != nil && s.renegotiated && s.failedLater() && !x.outcome.OK() {
		return fmt.Sprintf("%s: the second handshake failed: %s", target, x.outcome.Error)
	}
	switch o := x.outcome; o.Stage {
	case StageDone:
		return fmt.Sprintf("%s: %s", target, o)
	case StageHandshake:
		if o.Alert != nil && o.Alert.From == ClientSide {
			return fmt.Sprintf("%s: the client ended the handshake with alert %s: %s", target, o.Alert.Code, o.Error)
		}
		return fmt.Sprintf("%s refused the handshake: %s", target, o.Error)
	case StageVerify:
		return fmt.Sprintf("%s: the client did not accept the certificate: %s", target, o.Error)
	case StageConnect:
		return fmt.Sprintf("%s cannot be reached: %s", target, o.Error)
	default:
		return fmt.Sprintf("%s: failed at stage %s: %s", target, o.Stage, o.Error)
	}
}

// ending says what the other side was told: an alert, or what a server does that
// sends none.
func (x explainer) ending() string {
	o := x.outcome
	switch {
	case o.Alert != nil:
		return o.Alert.String()
	case x.profile != nil && x.rejected():
		return rejectedBy(*x.profile)
	case x.profile != nil && o.Server != nil && errors.As(o.Server.Err, new(ruling)):
		return "the server, " + x.profile.Refusal.String()
	}
	return ""
}

func (x explainer) rejected() bool {
	_, rejected := rejectionOf(x.outcome)
	return rejected
}

// serversError is "" for what is in the client's alert already, or is the cause.
func (x explainer) serversError() string {
	s := x.outcome.Server
	if s == nil || s.Err == nil || x.rejected() {
		return ""
	}
	text := s.Err.Error()
	if alert := alertFromText(text, ServerSide); errors.As(s.Err, new(complaint)) || alert != nil && alert.From == ClientSide {
		return ""
	}
	return text
}

// addDiagnosis adds the cause and what helps, the least weakening first. Changes of the
// tls.Config are tried now; other builds were measured.
func (x explainer) addDiagnosis(e *Explanation, d diagnosis) {
	e.Cause = d.kind
	e.add("cause", d.cause, "")
	works, reached := x.addTried(e, d.candidates)
	recorded := x.worthTelling(d.recorded)
	for _, remedy := range recorded {
		e.add("works", remedy.String(), "measured with go"+remedy.Measured)
		works = works || remedy.covers(x.release())
	}
	e.add("", whatDies(recorded), "")
	if !works && d.lastResort != nil {
		helps, arrived := x.addTried(e, d.lastResort)
		works, reached = helps, reached && arrived
	}
	if !works && reached {
		e.add("nothing helps", d.hopeless, "")
		e.add("no help", d.tried, "tried now")
	}
	e.add("better", d.better, "")
}

// addTried adds the first of the changes that helps, which weakens least. It reports
// whether one does, and whether the server was reached, without which none can.
func (x explainer) addTried(e *Explanation, changes []change) (helps, reached bool) {
	reached = len(changes) == 0
	for _, ch := range changes {
		o := x.try(ch)
		reached = reached || o.Stage != StageConnect
		if o.OK() {
			e.add("works", ch.describe(o), "tried now")
			return true, true
		}
	}
	return false, reached
}

// worthTelling leaves out the remedies that helped only before the client's release, unless
// it does harm to have them still.
func (x explainer) worthTelling(remedies []Remedy) []Remedy {
	var told []Remedy
	for _, r := range remedies {
		if !r.endsBefore(x.release()) || whatDies([]Remedy{r}) != "" {
			told = append(told, r)
		}
	}
	return told
}

// release is the Go release of the client, the zero Version if it is not known.
func (x explainer) release() toolchain.Version {
	name := x.outcome.Build.Go
	if name == "" {
		name = runtime.Version()
	}
	v, _ := toolchain.ParseVersion(name)
	return v
}

// describeHello sums up what a client offered: the suites if they are few,
// otherwise their number and what is among them.
func describeHello(h *ClientHello) string {
	var legacy []string
	tls13, ecdhe := 0, 0
	for _, id := range h.CipherSuites {
		switch s, ok := fixtures.SuiteByID(id); {
		case ok && s.TLS13():
			tls13++
		case ok && s.KeyExchange == "ECDHE":
			ecdhe++
		case ok && s.SCSV():
		default:
			legacy = append(legacy, fixtures.OpenSSLName(id))
		}
	}
	versions := versionNames(h.Versions())
	if h.SupportedVersions == nil {
		versions = "up to " + wire.VersionName(h.Version) // how low it goes is not said
	}
	return fmt.Sprintf("%s; %s: %d ECDHE, %d TLS 1.3, %s; %d bytes on the wire",
		versions, suiteCount(tls13+ecdhe+len(legacy)), ecdhe, tls13, others(legacy), h.Size)
}

func suiteCount(n int) string {
	if n == 1 {
		return "1 suite"
	}
	return fmt.Sprintf("%d suites", n)
}

// others lists names, as many as fit a line.
func others(names []string) string {
	const most = 6
	switch {
	case len(names) == 0:
		return "no others"
	case len(names) > most:
		return fmt.Sprintf("and %s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return "and " + strings.Join(names, ", ")
}

// describeProfile sums up what a server accepts.
func describeProfile(p fixtures.Profile) string {
	set := p.Quirks.Set()
	for _, n := range notTLS() {
		if slices.Contains(set, n.quirk) {
			return "no TLS"
		}
	}
	parts := []string{versionNames(profileVersions(p)), strings.Join(p.SuiteNames(), ", ")}
	for _, i := range intolerances() {
		if slices.Contains(set, i.quirk) {
			parts = append(parts, "takes "+i.takes(p.Quirks))
		}
	}
	return strings.Join(parts, "; ")
}

// profileVersions returns the versions of p, highest first.
func profileVersions(p fixtures.Profile) []uint16 {
	var versions []uint16
	for v := p.MaxVersion; v >= p.MinVersion; v-- {
		versions = append(versions, v)
	}
	return versions
}

// versionNames lists versions, for example "TLS 1.3, 1.2".
func versionNames(versions []uint16) string {
	var names []string
	for i, v := range versions {
		name := wire.VersionName(v)
		if i > 0 {
			name = strings.TrimPrefix(name, "TLS ")
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return "no version"
	}
	return strings.Join(names, ", ")
}
