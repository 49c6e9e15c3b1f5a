package harness

import (
	"fmt"
	"slices"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/recorded"
	"github.com/legacytls/legacytls/internal/wire"
)

// Of a server that is not ours nobody knows what it accepts. What can be told, from the
// recorded ClientHellos, is how that of the client differs from those of older releases,
// with which it may have got on.

// addChanges adds what older releases offered that the client does not, or what it has
// that they had not, by how the server ended the handshake. A server that answered with a
// ServerHello took the ClientHello.
func (x explainer) addChanges(e *Explanation) {
	o := x.outcome
	if o.Hello == nil || o.Stage != StageHandshake {
		return
	}
	answered := o.Answer != nil
	switch {
	case !answered && (o.Alert == nil || isAboutForm(o.Alert.Code)):
		addAll(e, "new in it", novelties(o.Hello))
	case o.Alert != nil && isAboutOffer(o.Alert.Code) && (!answered || o.Alert.From == ClientSide):
		addAll(e, "not offered", losses(o.Hello))
	}
}

// isAboutOffer reports whether one side uses the alert when the other has nothing that it
// takes (RFC 8446, section 6.2; insufficient_security is 71).
func isAboutOffer(code AlertCode) bool {
	return code == HandshakeFailure || code == ProtocolVersion || code == InsufficientSecurity
}

// isAboutForm reports whether a server uses the alert when it cannot make sense of a
// message. Those that end without any often cannot either.
func isAboutForm(code AlertCode) bool {
	return slices.Contains([]AlertCode{UnexpectedMessage, RecordOverflow, IllegalParameter, DecodeError, InternalError}, code)
}

// A helloChange is something that releases began, or ceased, to send by default.
type helloChange struct {
	release recorded.Hello  // the first that sends it, or the last that did
	setting *recorded.Hello // the newest with a GODEBUG that undoes the change, nil if none does
	names   []string
}

// losses are what default clients of older releases offered and hello does not, the
// latest first. There are none for a client with lists of its own.
func losses(hello *ClientHello) []ExplanationLine {
	older, found := releasesUpTo(hello)
	if !found {
		return nil
	}
	var all []helloChange
	lost := make(map[string]bool)
	for i := len(older) - 1; i >= 0; i-- {
		for _, name := range missing(offers(older[i].ClientHello()), offers(hello)) {
			if !lost[name] {
				lost[name] = true
				all = addChange(all, helloChange{older[i], newestWith(name, older[i]), []string{name}})
			}
		}
	}
	return describeLosses(all)
}

// novelties are what hello has and default clients of older releases had not, the latest
// first.
func novelties(hello *ClientHello) []ExplanationLine {
	older, found := releasesUpTo(hello)
	if !found {
		return nil
	}
	var all []helloChange
	for i := len(older) - 1; i > 0; i-- {
		before, now := contents(older[i-1].ClientHello()), contents(older[i].ClientHello())
		for _, name := range missing(now, before) {
			if slices.Contains(contents(hello), name) {
				all = addChange(all, helloChange{older[i], settingWithout(name, older[len(older)-1]), []string{name}})
			}
		}
	}
	return describeNovelties(all)
}

// releasesUpTo returns the defaults of the releases up to that whose client sent hello,
// in ascending order. It reports false for a client that no release makes with a GODEBUG
// or a go line alone.
func releasesUpTo(hello *ClientHello) (older []recorded.Hello, found bool) {
	sent, found := recorded.SentBy(hello)
	for _, h := range recorded.Hellos() {
		if h.IsDefault() && h.Release.Compare(sent.Release) <= 0 {
			older = append(older, h)
		}
	}
	return older, found
}

// newestWith returns the newest recording after release that offers name thanks to a
// GODEBUG, with as little else as can be.
func newestWith(name string, release recorded.Hello) *recorded.Hello {
	return best(func(h recorded.Hello) bool {
		return h.Release.Compare(release.Release) > 0 && slices.Contains(offers(h.ClientHello()), name)
	}, func(a, b recorded.Hello) bool {
		newer := a.Release.Compare(b.Release)
		return newer > 0 || newer == 0 && len(a.Record) < len(b.Record)
	})
}

// settingWithout returns a recording of release that is without name thanks to a GODEBUG,
// and without as little else as can be.
func settingWithout(name string, release recorded.Hello) *recorded.Hello {
	return best(func(h recorded.Hello) bool {
		return h.Release == release.Release && !slices.Contains(contents(h.ClientHello()), name)
	}, func(a, b recorded.Hello) bool { return len(a.Record) > len(b.Record) })
}

// best returns the best of the recordings with a GODEBUG that fulfil the condition, nil if
// none does. FIPS 140-3 is nothing to switch on for the sake of a server.
func best(condition func(recorded.Hello) bool, better func(a, b recorded.Hello) bool) *recorded.Hello {
	var found *recorded.Hello
	for _, h := range recorded.Hellos() {
		h := h
		if h.GODEBUG != "" && !strings.HasPrefix(h.GODEBUG, "fips140=") && condition(h) && (found == nil || better(h, *found)) {
			found = &h
		}
	}
	return found
}

// addChange adds c to the change that is the same but for the names.
func addChange(all []helloChange, c helloChange) []helloChange {
	for i, other := range all {
		if c.release.String() == other.release.String() && settingText(c.setting) == settingText(other.setting) {
			all[i].names = append(all[i].names, c.names...)
			return all
		}
	}
	return append(all, c)
}

func settingText(h *recorded.Hello) string {
	if h == nil {
		return ""
	}
	return h.String()
}

// offers names what a client offers that a later one may not: suites, versions and
// signature schemes.
func offers(h *ClientHello) []string {
	var names []string
	for _, id := range h.CipherSuites {
		names = append(names, fixtures.OpenSSLName(id))
	}
	return append(append(names, namesOf(h.SignatureAlgorithms, wire.SignatureSchemeName)...), namesOf(h.Versions(), wire.VersionName)...)
}

// contents names what of a hello an old server may not know: groups, signature schemes and
// extensions.
func contents(h *ClientHello) []string {
	names := namesOf(h.Groups, wire.GroupName)
	for i, group := range names {
		for _, share := range h.KeyShares {
			if isHybrid(share.Group) && group == wire.GroupName(share.Group) {
				names[i] = fmt.Sprintf("%s with a key share of %d bytes", group, share.Length)
			}
		}
	}
	names = append(names, namesOf(h.SignatureAlgorithms, wire.SignatureSchemeName)...)
	for _, e := range h.Extensions {
		if e.ID != wire.ExtServerName && e.ID != wire.ExtALPN {
			names = append(names, wire.ExtensionName(e.ID))
		}
	}
	return names
}

func namesOf(ids []uint16, nameOf func(uint16) string) []string {
	var names []string
	for _, id := range ids {
		names = append(names, nameOf(id))
	}
	return names
}

// missing returns those of names that are not among others.
func missing(names, others []string) []string {
	return slices.DeleteFunc(names, func(name string) bool { return slices.Contains(others, name) })
}

// describeLosses is "AES128-SHA: by default up to Go 1.21, with GODEBUG=tlsrsakex=1 up to
// Go 1.26".
func describeLosses(all []helloChange) []ExplanationLine {
	return describeAll(all, func(c helloChange) string {
		text := "by default up to Go " + c.release.Release.Lang()
		if c.setting != nil {
			text += fmt.Sprintf(", with GODEBUG=%s up to Go %s", c.setting.GODEBUG, c.setting.Release.Lang())
		}
		return text
	})
}

// describeNovelties is "signature_algorithms_cert: by default since Go 1.25".
func describeNovelties(all []helloChange) []ExplanationLine {
	return describeAll(all, func(c helloChange) string {
		text := "by default since Go " + c.release.Release.Lang()
		if c.setting != nil {
			text += fmt.Sprintf(", not with GODEBUG=%s", c.setting.GODEBUG)
		}
		return text
	})
}

func describeAll(all []helloChange, describe func(helloChange) string) []ExplanationLine {
	var those []ExplanationLine
	for _, c := range all {
		note := "recorded with go" + c.release.Release.String()
		if c.setting != nil && c.setting.Release != c.release.Release {
			note += " and go" + c.setting.Release.String()
		}
		those = append(those, ExplanationLine{Text: strings.Join(c.names, ", ") + ": " + describe(c), Note: note})
	}
	return those
}

func addAll(e *Explanation, label string, all []ExplanationLine) {
	for _, l := range all {
		e.add(label, l.Text, l.Note)
	}
}
