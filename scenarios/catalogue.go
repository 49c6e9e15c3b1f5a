package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// Catalogue is what a client of each Go release meets at every profile of the
// catalogue, with its defaults.
func Catalogue() Table {
	t := Table{
		Name:  "catalogue",
		Title: "Every server of the catalogue: what a default client meets",
	}
	for _, m := range Meetings() {
		t.Scenarios = append(t.Scenarios, m.scenario())
	}
	return t
}

// A Meeting is a profile of the catalogue and what clients meet there.
type Meeting struct {
	Server fixtures.Profile

	// Go is what a Go client with its defaults meets, by release.
	Go []harness.Rule

	// OpenSSL is what openssl s_client 3.0 with its defaults meets: the name of the suite
	// that it connects with, or a part of its complaint.
	OpenSSL string

	// Client is the Go client where the defaults would not do: for silent servers one
	// with a short time-out, for quirks that need something of the client what they need.
	Client harness.Client

	// Boundaries are patch releases that lie before a change within a minor.
	Boundaries []string
}

// Meetings returns the lines of all families, in the order of the catalogue.
func Meetings() []Meeting {
	var all []Meeting
	for _, family := range [][]Meeting{
		meetingsOfSuitePins(),
		meetingsOfVersionPins(),
		meetingsOfBehaviours(),
		meetingsOfClientCertificates(),
		meetingsOfIntolerant(),
		meetingsOfWindows(),
		meetingsOfDatabases(),
		meetingsOfJava(),
		meetingsOfUnix(),
		meetingsOfManagement(),
		meetingsOfLoadBalancers(),
		meetingsOfEmbedded(),
		meetingsOfControl(),
	} {
		all = append(all, family...)
	}
	return all
}

func (m Meeting) scenario() harness.Scenario {
	return harness.Scenario{
		Name:   m.Server.Name,
		Claim:  m.Server.Title + ".",
		Source: m.Server.Source,
		Server: m.Server,
		Client: m.Client,
		Rules:  m.Go,

		Boundaries: m.Boundaries,
	}
}

// always is a line of expectation for all releases.
func always(want harness.Expectation) []harness.Rule { return []harness.Rule{{Want: want}} }

// meets is a line of expectation: the first expectation holds until the release of the
// next, and so on.
//
//	meets(connects(aes128SHA), since("1.18", selects("301")), since("1.22", handshakeFailure()))
func meets(first harness.Expectation, changes ...change) []harness.Rule {
	var rules []harness.Rule
	want := first
	for _, c := range changes {
		rules = append(rules, harness.Rule{When: harness.Go("<" + c.release), Want: want})
		want = c.want
	}
	return append(rules, harness.Rule{Want: want})
}

// A change is what clients meet from a release on.
type change struct {
	release string
	want    harness.Expectation
}

func since(release string, want harness.Expectation) change { return change{release, want} }

// connects10 and the like are connections in a version with a suite.
func connects10(suite uint16) harness.Expectation { return connectsBy(tls.VersionTLS10, suite) }
func connects11(suite uint16) harness.Expectation { return connectsBy(tls.VersionTLS11, suite) }
func connects12(suite uint16) harness.Expectation { return connectsBy(tls.VersionTLS12, suite) }

func connectsBy(version, suite uint16) harness.Expectation {
	return harness.ConnectsWith(harness.In(version), harness.WithSuite(suite))
}

// closed, reset and unanswered are servers that turn a client away without an alert.
func closed() harness.Expectation { return harness.Refused(noAlert(), errorIs("EOF")) }
func reset() harness.Expectation {
	return harness.Refused(noAlert(), errorEnds("connection reset by peer"))
}
func unanswered() harness.Expectation {
	return harness.Refused(noAlert(), errorEnds("i/o timeout"))
}
