// Package godebug says where a GODEBUG setting can stand, which of several counts and what
// becomes of it, for programs that talk to old TLS servers: sentence by sentence, each with
// the scenarios of package scenarios and the tests of this repository that show it on real
// toolchains. docs/godebug.md is the same for reading.
package godebug

// A Section is what the page says under one heading.
type Section struct {
	Title string
	Parts []Part
}

// A Part is a paragraph or a table.
type Part struct {
	Claims []Claim  // the sentences of the paragraph, or the rows of the table
	Code   string   // lines that belong to the paragraph, "" for none
	Head   []string // the heads of the columns if it is a table
}

// A Claim is a sentence, or a row of a table, with what shows it.
type Claim struct {
	Says  string   // the sentence, or the first cell, in Markdown
	Cells []string // the other cells
	Shown []string // scenarios as "table/name", and names of test functions; one at least
}

// Sections returns the page in its order. The caller may change the slices.
func Sections() []Section {
	return []Section{
		introduction(),
		oldServers(),
		places(),
		environment(),
		running(),
		source(),
		goLine(),
		modules(),
		testBinaries(),
		removal(),
		inEffect(),
		withoutSettings(),
	}
}

// says is a sentence.
func says(sentence string, shown ...string) Claim { return Claim{Says: sentence, Shown: shown} }

// row is a row of a table.
func row(cells []string, shown ...string) Claim {
	return Claim{Says: cells[0], Cells: cells[1:], Shown: shown}
}

// cells are what a row consists of.
func cells(all ...string) []string { return all }

func paragraph(sentences ...Claim) Part { return Part{Claims: sentences} }

// with returns the paragraph with code below it.
func (p Part) with(code string) Part {
	p.Code = code
	return p
}

func table(head []string, rows ...Claim) Part { return Part{Head: head, Claims: rows} }
