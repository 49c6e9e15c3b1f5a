package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// The elements of JUnit XML as far as CI systems agree on them (the schema
// junit-10.xsd of Jenkins): a suite for each table, a case for each cell.
type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Time     string       `xml:"time,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name       string          `xml:"name,attr"`
	Tests      int             `xml:"tests,attr"`
	Failures   int             `xml:"failures,attr"`
	Errors     int             `xml:"errors,attr"`
	Skipped    int             `xml:"skipped,attr"`
	Time       string          `xml:"time,attr"`
	Properties []junitProperty `xml:"properties>property"`
	Cases      []junitCase     `xml:"testcase"`

	elapsed time.Duration
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitCase struct {
	ClassName string       `xml:"classname,attr"`
	Name      string       `xml:"name,attr"`
	Time      string       `xml:"time,attr"`
	Failure   *junitResult `xml:"failure"`
	Error     *junitResult `xml:"error"`
	Skipped   *junitResult `xml:"skipped"`
}

type junitResult struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

// JUnit writes a run as JUnit XML. A cell that is not as expected is a failure,
// one that could not be run is skipped. The control cells are a suite of their
// own, and so is the news that the run was interrupted, as an error: without it
// the rest of the report would look as if all had been run.
//
// Characters that XML cannot hold become U+FFFD. Reports of equal results are
// equal, but for the times.
func JUnit(w io.Writer, run Run) error {
	root := junitSuites{Name: "legacytls", Time: seconds(run.Report.Elapsed)}
	if run.Shard != "" {
		root.Name += " shard " + run.Shard
	}
	for _, suite := range junitSuitesOf(run) {
		root.Tests += suite.Tests
		root.Failures += suite.Failures
		root.Errors += suite.Errors
		root.Suites = append(root.Suites, suite)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(root); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func junitSuitesOf(run Run) []junitSuite {
	byScenario := make(map[string][]harness.Cell)
	controls := newJUnitSuite("control", run)
	for _, c := range run.Report.Cells {
		if isControl(c) {
			controls.add(junitCaseOf("control", c), c.Outcome.Duration)
		} else {
			byScenario[c.Scenario.Name] = append(byScenario[c.Scenario.Name], c)
		}
	}
	var suites []junitSuite
	for _, t := range run.Tables {
		suite := newJUnitSuite(t.Name, run)
		for _, s := range t.Scenarios {
			for _, c := range byScenario[s.Name] {
				suite.add(junitCaseOf(t.Name, c), c.Outcome.Duration)
			}
		}
		suites = append(suites, suite)
	}
	if controls.Tests > 0 {
		suites = append(suites, controls)
	}
	if run.Interrupted {
		suite := newJUnitSuite("interrupted", run)
		suite.add(junitCase{ClassName: "interrupted", Name: "the run", Time: seconds(0), Error: &junitResult{
			Message: "interrupted: what is missing was not run", Type: "interrupted",
		}}, 0)
		suites = append(suites, suite)
	}
	return suites
}

func newJUnitSuite(name string, run Run) junitSuite {
	s := junitSuite{Name: name, Time: seconds(0)}
	if run.Shard != "" {
		s.Properties = append(s.Properties, junitProperty{"shard", run.Shard})
	}
	s.Properties = append(s.Properties, junitProperty{"go", strings.Join(run.Report.Go, ",")})
	return s
}

func (s *junitSuite) add(c junitCase, took time.Duration) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	s.elapsed += took
	s.Time = seconds(s.elapsed)
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
}

func junitCaseOf(table string, c harness.Cell) junitCase {
	one := junitCase{
		ClassName: table + "." + c.Scenario.Name,
		Name:      c.Build.String(),
		Time:      seconds(c.Outcome.Duration),
	}
	switch c.Verdict {
	case harness.NotAsExpected:
		one.Failure = &junitResult{Message: firstLine(c.Problem), Type: string(c.Verdict), Text: explain(table, c)}
	case harness.Unavailable:
		one.Skipped = &junitResult{Message: firstLine(c.Problem), Text: c.Problem}
	}
	return one
}

// explain says all that is known about a cell that is not as expected, and how
// to run it again.
func explain(table string, c harness.Cell) string {
	var b strings.Builder
	say := func(label, text string) {
		if text != "" {
			fmt.Fprintf(&b, "%-8s %s\n", label, strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n         "))
		}
	}
	b.WriteString("\n")
	say("claim", c.Scenario.Claim)
	say("source", c.Scenario.Source)
	say("build", c.Build.String())
	say("want", c.Want)
	say("problem", c.Problem)
	if o := c.Outcome; o.Stage != "" {
		say("got", o.String())
		say("target", strings.TrimSuffix(o.Target+" on "+o.Backend, " on "))
		say("offered", offered(o))
		if o.Server != nil && o.Server.Err != nil {
			say("server", o.Server.Err.Error())
		}
	}
	if !isControl(c) {
		say("again", again(table, c))
	}
	return b.String()
}

// offered is the cipher suites of the ClientHello.
func offered(o harness.Outcome) string {
	if o.Hello == nil {
		return ""
	}
	names := make([]string, len(o.Hello.CipherSuites))
	for i, id := range o.Hello.CipherSuites {
		names[i] = fixtures.OpenSSLName(id)
	}
	return strings.Join(names, " ")
}

// again is the command that runs a cell's scenario with its release.
func again(table string, c harness.Cell) string {
	return fmt.Sprintf("legacytls run -v -go %s '%s/%s$'", c.Build.Go, table, c.Scenario.Name)
}

// seconds has the form that every reader of JUnit XML takes.
func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
