// Package breakages lists what people reported after an update of Go broke a TLS
// connection of theirs, with the scenarios of package scenarios that reproduce it, or
// with the reason why none does. docs/breakages.md is the same for reading.
package breakages

import (
	"fmt"

	"github.com/legacytls/legacytls/harness"
)

// A Report is what one thread reports.
type Report struct {
	Thread

	// Says is the peer and what about it matters, in our words.
	Says string

	// Certain is how sure it is that the thread is about this.
	Certain Certainty

	// Works and Breaks are builds of the Go program before and after; Mended, if not
	// zero, is one that does not break any more. Go is a minor release, which means
	// its latest patch release, where the report is not about a certain one.
	Works, Breaks, Mended harness.Build

	// Server is set if the Go program is the server.
	Server bool

	// Text is the part of what the program shows under Breaks that comes from Go.
	// What a Go server tells its client counts as well, as Go clients show it; so do
	// connections that succeed in another way than before. Before is what it shows
	// under Works instead, "" if it connects.
	Text, Before string

	// Shown are the scenarios that reproduce it, as "table/name". Each has the text
	// under the builds above.
	Shown []string

	// Differs is what is not as in the thread, "" if nothing is.
	Differs string

	// Why is the reason, if there are no scenarios.
	Why string
}

// A Thread is where something was reported, on GitHub.
type Thread struct {
	Repo   string // owner and name
	Number int    // of the issue or pull request
	Pull   bool   // whether it is a pull request

	// Release is the tag of a release whose notes report it. Number is zero then.
	Release string
}

// String returns the thread as people write it: "golang/go#34040".
func (t Thread) String() string {
	if t.Release != "" {
		return t.Repo + " " + t.Release
	}
	return fmt.Sprintf("%s#%d", t.Repo, t.Number)
}

// URL returns the address of the thread.
func (t Thread) URL() string {
	switch {
	case t.Release != "":
		return "https://github.com/" + t.Repo + "/releases/tag/" + t.Release
	case t.Pull:
		return fmt.Sprintf("https://github.com/%s/pull/%d", t.Repo, t.Number)
	}
	return fmt.Sprintf("https://github.com/%s/issues/%d", t.Repo, t.Number)
}

// Certainty is how sure it is what a thread is about.
type Certainty string

// The degrees of certainty. What the scenarios show is measured in any case.
const (
	// Read is a thread that says so itself, in what was read of it.
	Read Certainty = "read"

	// Measured is one whose mechanism was also tried apart from this library,
	// against a simulated peer.
	Measured Certainty = "read, mechanism measured"

	// Unproven is one whose symptom and dates fit, and that does not say why.
	Unproven Certainty = "not proven"
)

// A Part is the reports about one change of Go, or those that are not reproduced.
type Part struct {
	Title   string
	Reports []Report
}

// Parts returns all reports, in the order of the releases that broke something, and
// after them the threads that are not reproduced. The caller may change the slices.
func Parts() []Part {
	return []Part{
		{"Go 1.13: TLS 1.3", go113()},
		{"Go 1.15: names in the common name", go115()},
		{"Go 1.17: the certificate parser, application protocols, the order of suites", go117()},
		{"Go 1.18: TLS 1.0 and 1.1, certificates signed with SHA-1", go118()},
		{"Go 1.19: extensions that are there twice", go119()},
		{"Go 1.20.7: large RSA keys", go120()},
		{"Go 1.21: what servers say of client certificates", go121()},
		{"Go 1.22: RSA key exchange", go122()},
		{"Go 1.23: the large ClientHello, negative serial numbers", go123()},
		{"Go 1.24: the large ClientHello once more", go124()},
		{"Go 1.24.8 and 1.25.2: alternative names", nameChecks()},
		{"Go 1.25: SHA-1 in handshakes, FIPS 140-3, clients without a certificate", go125()},
		{"Go 1.27: ML-DSA, settings that are gone", go127()},
		{"Not reproduced", notReproduced()},
		{"Questions", questions()},
	}
}

// Reports returns the reports of all parts. The caller may change the slice.
func Reports() []Report {
	var all []Report
	for _, part := range Parts() {
		all = append(all, part.Reports...)
	}
	return all
}
