package report

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/legacytls/legacytls/harness"
)

// A Hello is what came of the attempt to get the ClientHello of a build.
type Hello struct {
	Outcome  harness.Outcome
	Err      error                  // why nothing can be said about the build
	Recorded *harness.RecordedHello // stands in for want of the toolchain; nil if none does
}

// hello returns what was sent, now or when it was recorded; nil if there is a problem.
func (h Hello) hello() *harness.ClientHello {
	if h.Recorded != nil {
		return h.Recorded.Hello
	}
	return h.Outcome.Hello
}

// provenance says that a hello was not sent now, and why, "" if it was.
func (h Hello) provenance() string {
	if h.Recorded == nil {
		return ""
	}
	return fmt.Sprintf("recorded with %s on %s, as %s", h.Recorded.Build, h.Recorded.Date, h.Outcome.Error)
}

// problem says why there is no hello, "" if there is one.
func (h Hello) problem() string {
	switch {
	case h.Recorded != nil:
		return ""
	case h.Err != nil:
		return h.Err.Error()
	case h.Outcome.Hello == nil:
		return "no ClientHello: " + h.Outcome.String()
	}
	return ""
}

// Hellos writes each hello for a person, or the difference of two.
func Hellos(w io.Writer, all []Hello) {
	if len(all) == 2 && all[0].problem() == "" && all[1].problem() == "" {
		writeDifference(w, all[0], all[1])
		return
	}
	for i, h := range all {
		if i > 0 {
			fmt.Fprintln(w)
		}
		writeHello(w, h)
	}
}

// helloLine is a line of hello -json.
type helloLine struct {
	Go       string               `json:"go"`
	GoLine   string               `json:"goline"`
	GODEBUG  string               `json:"godebug"`
	Problem  string               `json:"problem,omitempty"`  // why there is no hello
	Recorded *recordedLine        `json:"recorded,omitempty"` // of a hello that was not sent now
	Hello    *harness.HelloReport `json:"hello"`
}

// recordedLine says where a recorded hello comes from.
type recordedLine struct {
	Go      string `json:"go"`
	GoLine  string `json:"goline"`
	GODEBUG string `json:"godebug"`
	Date    string `json:"date"`
	Reason  string `json:"reason"` // why no program of the build was run
}

func (h Hello) recordedLine() *recordedLine {
	if h.Recorded == nil {
		return nil
	}
	b := h.Recorded.Build
	return &recordedLine{Go: b.Go, GoLine: b.GoLine, GODEBUG: b.GODEBUG, Date: h.Recorded.Date, Reason: h.Outcome.Error}
}

// AllHellos writes each hello as a line of JSON.
func AllHellos(w io.Writer, all []Hello) error {
	for _, h := range all {
		b := h.Outcome.Build
		line := helloLine{Go: b.Go, GoLine: b.GoLine, GODEBUG: b.GODEBUG, Problem: h.problem(), Recorded: h.recordedLine()}
		if line.Problem == "" {
			r := harness.ReportHello(h.hello())
			line.Hello = &r
		}
		if err := writeLine(w, line); err != nil {
			return err
		}
	}
	return nil
}

func writeHello(w io.Writer, h Hello) {
	fmt.Fprintln(w, h.Outcome.Build)
	if problem := h.problem(); problem != "" {
		fmt.Fprintf(w, "    %s\n", strings.ReplaceAll(problem, "\n", "\n    "))
		return
	}
	if text := h.provenance(); text != "" {
		fmt.Fprintf(w, "    %s\n", text)
	}
	r := harness.ReportHello(h.hello())
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, f := range factsOf(r) {
		fmt.Fprintf(t, "    %s\t%s\n", f.label, f.text)
	}
	fmt.Fprintf(t, "    %d suites\t\n", len(r.CipherSuites))
	for _, s := range r.CipherSuites {
		fmt.Fprintf(t, "      %s\t%s\t%s\n", s.ID, s.OpenSSL, s.Name)
	}
	fmt.Fprintf(t, "    %d extensions\t\n", len(r.Extensions))
	for _, e := range r.Extensions {
		fmt.Fprintf(t, "      %s\t%s\t%s\n", e.ID, e.Name, contentText(r, e))
	}
	t.Flush()
}

// A fact is a line about a whole hello.
type fact struct{ label, text string }

func factsOf(r harness.HelloReport) []fact {
	records := "1 record"
	if r.Records != 1 {
		records = fmt.Sprintf("%d records", r.Records)
	}
	facts := []fact{
		{"size", fmt.Sprintf("%d bytes on the wire, %s", r.WireBytes, records)},
		{"version", fmt.Sprintf("record %s, hello %s", r.RecordVersion.Name, r.LegacyVersion.Name)},
		{"session id", fmt.Sprintf("%d bytes", len(r.SessionID)/2)},
		{"JA3", r.JA3Hash},
		{"JA4", r.JA4},
	}
	if r.Problem != "" {
		facts = append(facts, fact{"problem", r.Problem})
	}
	return facts
}

// contentText is what is in an extension of a hello, on a line.
func contentText(r harness.HelloReport, e harness.ExtensionReport) string {
	if e.Name == "key_share" {
		var shares []string
		for _, s := range r.KeyShares {
			shares = append(shares, fmt.Sprintf("%s (%d bytes)", s.Group.Name, s.Bytes))
		}
		return strings.Join(shares, ", ")
	}
	switch c := e.Content.(type) {
	case nil:
		return bytesText(e)
	case string:
		if c == "" {
			return "empty"
		}
		return c
	case []harness.NamedID:
		names := make([]string, len(c))
		for i, id := range c {
			names[i] = id.Name
		}
		return strings.Join(names, ", ")
	case []string:
		return strings.Join(c, ", ")
	case int:
		return fmt.Sprint(c)
	}
	return bytesText(e)
}

func bytesText(e harness.ExtensionReport) string {
	switch e.Bytes {
	case 0:
		return "empty"
	case 1:
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", e.Bytes)
}
