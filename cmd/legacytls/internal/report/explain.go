package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/legacytls/legacytls/scenarios/errortexts"
)

// An Explained is a page, and where its text was found, if that was in a log.
type Explained struct {
	Page  errortexts.Page
	Line  int // the first line that has it, counted from 1; 0 if there are no lines
	Lines int // how many lines have it
}

// explainWidth is how wide a page is on a terminal.
const explainWidth = 100

// Explain prints the pages.
func Explain(w io.Writer, explained []Explained) {
	for n, e := range explained {
		if n > 0 {
			fmt.Fprintf(w, "\n%s\n\n", strings.Repeat("-", explainWidth))
		}
		writeExplained(w, e)
	}
}

func writeExplained(w io.Writer, e Explained) {
	p := e.Page
	writeWrapped(w, "", "", p.Title())
	for _, text := range p.Texts[1:] {
		writeWrapped(w, "  also  ", "        ", text)
	}
	if e.Line > 0 {
		fmt.Fprintf(w, "  found on line %d%s\n", e.Line, moreLines(e.Lines))
	}
	fmt.Fprintln(w)
	writeWrapped(w, "", "", p.Says)
	if len(p.Causes) > 1 {
		fmt.Fprint(w, "\nIt can mean:\n")
		for n, c := range p.Causes {
			writeWrapped(w, fmt.Sprintf("%3d. ", n+1), "     ", c.Is+" ("+c.Shown[0].When()+")")
		}
	}
	for n, c := range p.Causes {
		writeCause(w, n+1, c)
	}
	for n, slug := range p.See {
		other, _ := errortexts.FindPage(slug)
		label := "          "
		if n == 0 {
			label = "\nsee also  "
		}
		writeWrapped(w, label, "          ", other.Title())
	}
}

func moreLines(lines int) string {
	switch lines {
	case 1:
		return ""
	case 2:
		return ", and on one more"
	}
	return fmt.Sprintf(", and on %d more", lines-1)
}

// causeIndent is where the fields of a cause begin.
const causeIndent = "              "

func writeCause(w io.Writer, n int, c errortexts.Cause) {
	fmt.Fprintln(w)
	writeWrapped(w, fmt.Sprintf("%d. ", n), "   ", c.Is)
	writeWrapped(w, "   ", "   ", c.Says)
	writeField(w, "when", c.Shown[0].When())
	if c.Peers != "" {
		writeField(w, "met at", c.Peers)
	}
	for n, check := range c.Checks {
		writeCode(w, labelOnce("is it this", n), check.Command)
		if check.Prints != "" {
			writeField(w, "", "if so, it prints: "+check.Prints)
		} else {
			writeField(w, "", "then "+check.Says)
		}
	}
	if c.Hopeless != "" {
		writeField(w, "what to do", c.Hopeless)
	}
	for n, r := range c.Remedies {
		label := labelOnce("what to do", n)
		if c.Hopeless != "" {
			label = ""
		}
		writeWrapped(w, fmt.Sprintf("   %-11s%d. ", label, n+1), causeIndent+"   ", r.Sentence())
		for _, line := range r.Code() {
			writeCode(w, "", "       "+line)
		}
	}
	for n, command := range c.Shown[0].Commands() {
		writeCode(w, labelOnce("see it", n), command)
	}
	for n, e := range c.Shown {
		writeField(w, labelOnce("shown by", n), e.Scenario+", "+e.Note())
	}
}

// labelOnce is the label of the first of several lines.
func labelOnce(label string, n int) string {
	if n > 0 {
		return ""
	}
	return label
}

func writeField(w io.Writer, label, text string) {
	writeWrapped(w, fmt.Sprintf("   %-11s", label), causeIndent, text)
}

// writeCode prints what is to be copied: it is not wrapped.
func writeCode(w io.Writer, label, line string) {
	fmt.Fprintf(w, "   %-11s%s\n", label, line)
}

// writeWrapped prints text in lines of at most explainWidth, but for words that are
// longer; the lines after the first begin with rest.
func writeWrapped(w io.Writer, first, rest, text string) {
	line := first
	empty := true
	for _, word := range strings.Fields(text) {
		if !empty && len([]rune(strings.TrimLeft(line, "\n")))+1+len([]rune(word)) > explainWidth {
			fmt.Fprintln(w, line)
			line, empty = rest, true
		}
		if !empty {
			line += " "
		}
		line, empty = line+word, false
	}
	fmt.Fprintln(w, line)
}

// ExplainJSON writes one JSON object per page.
func ExplainJSON(w io.Writer, explained []Explained) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for _, e := range explained {
		if err := encoder.Encode(explainedJSON(e)); err != nil {
			return err
		}
	}
	return nil
}

type explainedObject struct {
	Page   string        `json:"page"`
	Texts  []string      `json:"texts"`
	Line   int           `json:"line,omitempty"`
	Lines  int           `json:"lines,omitempty"`
	Says   string        `json:"says"`
	Causes []causeObject `json:"causes"`
	See    []string      `json:"see"`
}

type causeObject struct {
	Is       string          `json:"is"`
	Says     string          `json:"says"`
	When     string          `json:"when"`
	Peers    string          `json:"met_at"`
	Checks   []checkObject   `json:"checks"`
	Hopeless string          `json:"hopeless"`
	Remedies []remedyObject  `json:"remedies"`
	Shown    []exhibitObject `json:"shown_by"`
}

type checkObject struct {
	Command string `json:"command"`
	Prints  string `json:"prints"` // "" if there is something else to look for
	Says    string `json:"says"`
}

type remedyObject struct {
	Does string   `json:"does"`
	Code []string `json:"code"`
	When string   `json:"when"`
}

type exhibitObject struct {
	Scenario string   `json:"scenario"`
	When     string   `json:"when"`
	Settings string   `json:"settings"`
	Shows    string   `json:"shows"` // "" if it is the text of the page
	Commands []string `json:"commands"`
}

func explainedJSON(e Explained) explainedObject {
	o := explainedObject{
		Page: e.Page.Slug, Texts: e.Page.Texts, Line: e.Line, Lines: e.Lines, Says: e.Page.Says,
		Causes: []causeObject{}, See: append([]string{}, e.Page.See...),
	}
	for _, c := range e.Page.Causes {
		o.Causes = append(o.Causes, causeJSON(c))
	}
	return o
}

func causeJSON(c errortexts.Cause) causeObject {
	o := causeObject{Is: c.Is, Says: c.Says, When: c.Shown[0].When(), Peers: c.Peers, Hopeless: c.Hopeless}
	for _, check := range c.Checks {
		o.Checks = append(o.Checks, checkObject{check.Command, check.Prints, check.Says})
	}
	for _, r := range c.Remedies {
		o.Remedies = append(o.Remedies, remedyObject{r.Does, append([]string{}, r.Code()...), r.When()})
	}
	for _, e := range c.Shown {
		o.Shown = append(o.Shown, exhibitObject{e.Scenario, e.When(), e.Settings.String(), e.As, e.Commands()})
	}
	return o
}
