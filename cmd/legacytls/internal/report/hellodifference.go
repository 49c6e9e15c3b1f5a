package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/legacytls/legacytls/harness"
)

// writeDifference says what another build sends: what it leaves out, what it adds, and what
// stands in another place.
func writeDifference(w io.Writer, one, other Hello) {
	a, b := harness.ReportHello(one.hello()), harness.ReportHello(other.hello())
	writeEnd(w, "from", one)
	writeEnd(w, "to  ", other)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	differs := false
	say := func(label, text string) {
		if text != "" {
			fmt.Fprintf(t, "    %s\t%s\n", label, text)
			differs = true
		}
	}
	for i, f := range factsOf(a) {
		if later := factsOf(b); i < len(later) && f.label == later[i].label && f.text != later[i].text {
			say(f.label, f.text+" -> "+later[i].text)
		}
	}
	for _, l := range listsOf(a, b) {
		say(l.label+" dropped", strings.Join(without(l.from, l.to), ", "))
		say(l.label+" added", strings.Join(without(l.to, l.from), ", "))
		if !slices.Equal(both(l.from, l.to), both(l.to, l.from)) {
			say(l.label+" order", strings.Join(l.from, ", ")+" -> "+strings.Join(l.to, ", "))
		}
	}
	for _, e := range changedExtensions(a, b) {
		say(e.label, e.text)
	}
	t.Flush()
	if !differs {
		fmt.Fprintln(w, "    no difference")
	}
}

// writeEnd names one of two builds.
func writeEnd(w io.Writer, word string, h Hello) {
	fmt.Fprintf(w, "%s %s\n", word, h.Outcome.Build)
	if text := h.provenance(); text != "" {
		fmt.Fprintf(w, "     %s\n", text)
	}
}

// A list is something that both hellos have in an order of their own.
type list struct {
	label    string
	from, to []string
}

func listsOf(a, b harness.HelloReport) []list {
	names := func(ids []harness.NamedID) []string {
		var all []string
		for _, id := range ids {
			all = append(all, id.Name)
		}
		return all
	}
	suites := func(r harness.HelloReport) []string {
		var all []string
		for _, s := range r.CipherSuites {
			all = append(all, s.OpenSSL)
		}
		return all
	}
	extensions := func(r harness.HelloReport) []string {
		var all []string
		for _, e := range r.Extensions {
			all = append(all, e.Name)
		}
		return all
	}
	shares := func(r harness.HelloReport) []string {
		var all []string
		for _, s := range r.KeyShares {
			all = append(all, s.Group.Name)
		}
		return all
	}
	return []list{
		{"suites", suites(a), suites(b)},
		{"versions", names(a.Versions), names(b.Versions)},
		{"groups", names(a.Groups), names(b.Groups)},
		{"key shares", shares(a), shares(b)},
		{"signature schemes", names(a.SignatureAlgorithms), names(b.SignatureAlgorithms)},
		{"certificate schemes", names(a.SignatureAlgorithmsCert), names(b.SignatureAlgorithmsCert)},
		{"protocols", a.ALPN, b.ALPN},
		{"extensions", extensions(a), extensions(b)},
	}
}

// changedExtensions are those that both have with other content, and that no list is about.
func changedExtensions(a, b harness.HelloReport) []fact {
	listed := []string{"supported_versions", "supported_groups", "key_share", "signature_algorithms", "signature_algorithms_cert", "application_layer_protocol_negotiation"}
	var changed []fact
	for _, e := range a.Extensions {
		i := slices.IndexFunc(b.Extensions, func(other harness.ExtensionReport) bool { return other.ID == e.ID })
		if i >= 0 && !slices.Contains(listed, e.Name) && b.Extensions[i].Data != e.Data {
			changed = append(changed, fact{e.Name, contentText(a, e) + " -> " + contentText(b, b.Extensions[i])})
		}
	}
	return changed
}

func without(all, taken []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(taken, s) })
}

func both(all, others []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return !slices.Contains(others, s) })
}
