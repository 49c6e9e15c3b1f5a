package report

import (
	"bytes"
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
)

func junitOf(t *testing.T, run Run) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, JUnit(&b, run))
	return b.String()
}

// element is any XML element, read without the types that wrote it.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []element  `xml:",any"`
}

func (e element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// all returns the elements of that name at any depth.
func (e element) all(name string) []element {
	var found []element
	for _, child := range e.Children {
		if child.XMLName.Local == name {
			found = append(found, child)
		}
		found = append(found, child.all(name)...)
	}
	return found
}

func parseXML(t *testing.T, text string) element {
	t.Helper()
	var root element
	require.NoError(t, xml.Unmarshal([]byte(text), &root), text)
	return root
}

func TestJUnitHasASuiteForEachTableAndACaseForEachCell(t *testing.T) {
	root := parseXML(t, junitOf(t, runOf(fine())))
	require.Equal(t, "testsuites", root.XMLName.Local)
	require.Equal(t, "legacytls", root.attr("name"))
	require.Equal(t, "1.234", root.attr("time"))
	suites := root.all("testsuite")
	require.Len(t, suites, 2)
	require.Equal(t, "go1.22", suites[0].attr("name"))
	require.Len(t, suites[0].all("testcase"), 8)
	require.Equal(t, "control", suites[1].attr("name"))
	require.Len(t, suites[1].all("testcase"), 1)
	second := suites[0].all("testcase")[1]
	require.Equal(t, "go1.22.rsa-key-exchange", second.attr("classname"))
	require.Equal(t, "go1.22.12, GODEBUG=tlsrsakex=1", second.attr("name"))
	require.Empty(t, second.Children, "it is as expected")
}

func TestJUnitCountsAgreeWithTheCases(t *testing.T) {
	for name, run := range map[string]Run{"fine": runOf(fine()), "broken": runOf(broken()), "interrupted": {Report: fine(), Tables: runOf(fine()).Tables, Interrupted: true}} {
		root := parseXML(t, junitOf(t, run))
		for _, e := range append(root.all("testsuite"), root) {
			for attr, elements := range map[string]string{"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"} {
				if e.attr(attr) == "" && attr == "skipped" {
					continue // testsuites has no such attribute
				}
				require.Equal(t, strconv.Itoa(len(e.all(elements))), e.attr(attr), "%s: %s of %s", name, attr, e.attr("name"))
			}
		}
	}
}

func TestJUnitSaysOfAFailureAllThatIsKnownAndHowToRunItAgain(t *testing.T) {
	r := broken()
	o := &r.Cells[2].Outcome
	o.Target, o.Backend = "rsa-only", "crypto/tls"
	o.Hello = &harness.ClientHello{CipherSuites: []uint16{0xC02F, 0x002F}}
	failures := parseXML(t, junitOf(t, runOf(r))).all("failure")
	require.Len(t, failures, 4)
	require.Equal(t, "agent ended:", failures[0].attr("message"), "the first line")
	failure := failures[1]
	require.Equal(t, "got remote error, want connects", failure.attr("message"))
	require.Equal(t, "not as expected", failure.attr("type"))
	for _, want := range []string{
		"claim    Clients no longer offer it.", "source   https://go.dev/doc/go1.22", "build    go1.22.12, GODEBUG=tlsrsakex=1",
		"want     something", "problem  got remote error, want connects", "got      handshake: remote error: tls: handshake failure",
		"target   rsa-only on crypto/tls", "offered  ECDHE-RSA-AES128-GCM-SHA256 AES128-SHA",
		"again    legacytls run -v -go 1.22.12 'go1.22/rsa-key-exchange$'",
	} {
		require.Contains(t, failure.Text, "\n"+want+"\n")
	}
}

func TestJUnitSkipsWhatCouldNotRunWithTheReason(t *testing.T) {
	skipped := parseXML(t, junitOf(t, runOf(broken()))).all("skipped")
	require.Len(t, skipped, 2)
	require.Equal(t, "go 1.27.4 is unavailable: no proxy", skipped[0].attr("message"))
}

func TestJUnitOfAnInterruptedRunHasAnError(t *testing.T) {
	run := runOf(fine())
	require.Empty(t, parseXML(t, junitOf(t, run)).all("error"))
	run.Interrupted = true
	errors := parseXML(t, junitOf(t, run)).all("error")
	require.Len(t, errors, 1)
	require.Contains(t, errors[0].attr("message"), "interrupted")
}

func TestJUnitSaysWhichShardItIs(t *testing.T) {
	run := runOf(fine())
	run.Shard = "2/3"
	root := parseXML(t, junitOf(t, run))
	require.Equal(t, "legacytls shard 2/3", root.attr("name"))
	property := root.all("testsuite")[0].all("property")[0]
	require.Equal(t, "shard", property.attr("name"))
	require.Equal(t, "2/3", property.attr("value"))
}

func TestJUnitEscapesWhatXMLCannotHold(t *testing.T) {
	r := broken()
	r.Cells[2].Problem = "got <\"&'\x00\x1b[31m\xff ]]>\nsecond line"
	failure := parseXML(t, junitOf(t, runOf(r))).all("failure")[1]
	require.Equal(t, "got <\"&'\uFFFD\uFFFD[31m\uFFFD ]]>", failure.attr("message"))
	require.Contains(t, failure.Text, "\n         second line\n")
}

func TestJUnitDiffersBetweenEqualRunsInTheTimesOnly(t *testing.T) {
	run := runOf(broken())
	first := junitOf(t, run)
	require.Equal(t, first, junitOf(t, runOf(broken())))
	for i := range run.Report.Cells {
		run.Report.Cells[i].Outcome.Duration = 1500 * time.Millisecond
	}
	later := junitOf(t, run)
	require.NotEqual(t, first, later)
	for _, d := range []string{"1.500", "7.500", "9.000"} {
		later = strings.ReplaceAll(later, `time="`+d+`"`, `time="0.000"`)
	}
	require.Equal(t, first, later)
}

func TestJUnitFollowsTheSchemaOfCISystems(t *testing.T) {
	xmllint := needs.Command(t, "xmllint")
	interrupted := runOf(broken())
	interrupted.Interrupted, interrupted.Shard = true, "1/2"
	interrupted.Report.Cells[2].Problem = "\x00<\n>"
	for name, run := range map[string]Run{"fine": runOf(fine()), "broken": interrupted, "empty": {Report: &harness.Report{}}} {
		file := filepath.Join(t.TempDir(), name+".xml")
		require.NoError(t, os.WriteFile(file, []byte(junitOf(t, run)), 0o600))
		out, err := exec.Command(xmllint, "--noout", "--schema", filepath.Join("testdata", "junit.xsd"), file).CombinedOutput()
		require.NoError(t, err, "%s: %s", name, out)
	}
}
