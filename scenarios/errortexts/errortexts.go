// Package errortexts has the error texts that people paste after an update of Go, with
// what each of them can mean and what to do. docs/errors.md and the pages in docs/errors
// are the same for reading, and legacytls explain prints them.
//
// What a page says is run by the tests on real toolchains: that the text is shown in the
// releases that it names and in no others, and that each remedy helps in those that it
// names. [Find] finds the pages of a line of a log.
package errortexts

import "github.com/legacytls/legacytls/harness"

// A Page is one error text, or several that are one for whoever meets them.
type Page struct {
	// Slug names the page: docs/errors/handshake-failure.md, "handshake-failure".
	Slug string

	// Texts are the texts as people paste them, the most common first. They are
	// recognised in whatever stands around them. "…" in one of them stands for what
	// differs: a number, a name, an address.
	Texts []string

	// Says is what the text says by itself: who sent what, and what it leaves open.
	Says string

	// Causes are what it can mean, the most common first.
	Causes []Cause

	// See are the slugs of pages that have more of the same.
	See []string
}

// A Cause is one thing that an error text can mean.
type Cause struct {
	Is    string // what it is, in a few words
	Says  string // what happens
	Peers string // where it was met: products, "" if none is known by name

	// Shown are the scenarios that have the text, the plainest first.
	Shown []Exhibit

	// Checks tell whether it is this one.
	Checks []Check

	// Remedies are what helps, what weakens least first. Hopeless says that nothing
	// helps on the side of the Go program, and why; "" if something does.
	Remedies []Remedy
	Hopeless string
}

// An Exhibit is a scenario that shows the text, and when.
type Exhibit struct {
	Scenario string           // "table/name", of package scenarios
	Settings harness.Settings // how the program is made and run

	// First and Last are the releases between which it shows the text. First "" means
	// every release since the first that is tried, Last "" means still.
	First, Last string

	// Otherwise are the texts that it shows in other releases, if it does not connect.
	Otherwise []string

	// As is the text that it shows instead of that of the page, which says the same
	// where a deadline is another's. "" is that of the page.
	As string
}

// A Check is a command that tells one cause from the others. HOST:PORT stands for the
// server.
type Check struct {
	Command string
	Prints  string // a part of what it prints if it is this cause; columns with one blank between them
	Says    string // instead of Prints, what to look for

	// Against is the server of the catalogue with which the tests try the command.
	Against string
}

// A Remedy is one way to get the connection back.
type Remedy struct {
	// Does is what to do, and what else it does.
	Does string

	// Client is what to set in tls.Config, nil if nothing.
	Client *harness.Client

	// Settings are the settings with which the program is made and run, zero for those of
	// the exhibit. Without takes those of the exhibit away.
	Settings harness.Settings
	Without  bool

	// First and Last are the releases in which it helps. First "" means all in which
	// there is something to help, Last "" means still.
	First, Last string

	// Scenario is the scenario that shows the remedy, where that is not the exhibit
	// with Client and Settings: a server that was mended, for example.
	Scenario string
}

// Pages returns all pages, in the order of the index. The caller may change the slice.
func Pages() []Page {
	var all []Page
	for _, part := range [][]Page{
		refusals(),
		endings(),
		timeouts(),
		versions(),
		certificates(),
		messages(),
		servers(),
		settings(),
	} {
		all = append(all, part...)
	}
	return all
}

// FindPage returns the page of that slug.
func FindPage(slug string) (Page, bool) {
	for _, p := range Pages() {
		if p.Slug == slug {
			return p, true
		}
	}
	return Page{}, false
}

// Title returns the text that the page is called by.
func (p Page) Title() string { return p.Texts[0] }
