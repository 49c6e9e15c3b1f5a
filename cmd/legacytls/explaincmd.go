package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/legacytls/legacytls/cmd/legacytls/internal/report"
	"github.com/legacytls/legacytls/internal/nearest"
	"github.com/legacytls/legacytls/scenarios/errortexts"
)

func explainCommand() command {
	return command{
		name:    "explain",
		args:    "TEXT|PAGE|-",
		summary: "says what an error text can mean, and what to do",
		about: `
The text may stand within others, as in a line of a log; several words need no quotes,
but for what the shell makes of them. With - or behind a pipe standard input is read, and
each error text in it is explained once. The texts, and the pages with their names, are
those of legacytls list errors; docs/errors has the same pages. Exit code 0: there is a
page, 1: there is none.
`,
		examples: []string{
			`legacytls explain "remote error: tls: handshake failure"`,
			"legacytls explain connection reset by peer",
			"legacytls explain handshake-failure",
			"legacytls explain - < program.log",
			"legacytls explain -json - EOF",
		},
		complete: func(before []string) candidates { return candidates{names: onlyFirst(before, errorPages())} },
		run:      func(ctx context.Context, f *flags, s streams) error { return explain(ctx, f, os.Stdin, s) },
	}
}

// explain explains what the arguments say, or what is in a file such as standard input.
func explain(ctx context.Context, f *flags, in *os.File, s streams) error {
	jsonFile := f.set.String("json", "", "also write one JSON object per page to `file`; - is standard output, instead of the text")
	args, err := f.parse()
	if err != nil {
		return err
	}
	fromInput := len(args) == 1 && args[0] == "-"
	if len(args) == 0 {
		if isTerminal(in) {
			return usagef("want an error text, the name of a page, or - for standard input (legacytls list errors has the texts)")
		}
		fromInput = true
	}
	out, err := openOutputs(s, false, destination{"json", *jsonFile})
	if err != nil {
		return err
	}
	defer out.discard()

	var explained []report.Explained
	if fromInput {
		if explained, err = readErrors(ctx, in); err != nil {
			return err
		}
	} else {
		explained = pagesOf(strings.Join(args, " "))
	}
	if len(explained) == 0 {
		return unexplained(s, fromInput, strings.Join(args, " "))
	}
	if err := out.report(func(w io.Writer) { report.Explain(w, explained) }); err != nil {
		return err
	}
	if err := out.write("json", func(w io.Writer) error { return report.ExplainJSON(w, explained) }); err != nil {
		return err
	}
	return out.commit()
}

// isTerminal reports whether nobody has redirected the file. What is not there, and
// what is nothing, as /dev/null, has no text either.
func isTerminal(file *os.File) bool {
	info, err := file.Stat()
	return err != nil || info.Mode()&os.ModeCharDevice != 0
}

// pagesOf are the page of that name, or those of what is in the text.
func pagesOf(text string) []report.Explained {
	if page, ok := errortexts.FindPage(text); ok {
		return []report.Explained{{Page: page}}
	}
	var all []report.Explained
	for _, page := range errortexts.Find(text) {
		all = append(all, report.Explained{Page: page})
	}
	return all
}

// readErrors reads to the end of in, or of ctx: a terminal may never end.
func readErrors(ctx context.Context, in io.Reader) ([]report.Explained, error) {
	type result struct {
		explained []report.Explained
		err       error
	}
	done := make(chan result, 1)
	go func() {
		explained, err := errorsIn(in)
		done <- result{explained, err}
	}()
	select {
	case r := <-done:
		return r.explained, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// maxLine is the length at which a line is cut in two: a log need not have lines.
const maxLine = 1 << 20

// errorsIn returns the pages of the texts in a log, in the order in which it has them.
func errorsIn(in io.Reader) ([]report.Explained, error) {
	var all []report.Explained
	at := make(map[string]int) // index in all, by slug
	r := bufio.NewReaderSize(in, maxLine)
	for line := 1; ; {
		text, isPrefix, err := r.ReadLine()
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("standard input: %w", err)
		}
		for _, page := range errortexts.Find(string(text)) {
			i, known := at[page.Slug]
			if !known {
				i = len(all)
				at[page.Slug] = i
				all = append(all, report.Explained{Page: page, Line: line})
			}
			all[i].Lines++
		}
		if !isPrefix {
			line++
		}
	}
}

// unexplained says what to do with a text that no page has.
func unexplained(s streams, fromInput bool, text string) error {
	what := fmt.Sprintf("no page for %q; the nearest are %s", text, nearestTexts(text))
	if fromInput {
		what = "no text that there is a page for on standard input"
	}
	fmt.Fprintf(s.err, `legacytls explain: %s
legacytls list errors               shows the texts that there are pages for
legacytls try -insecure HOST:PORT   connects to the server that it is about, and says what was missing
`, what)
	return exitError(exitUnexpected)
}

func nearestTexts(text string) string {
	var texts []string
	for _, p := range errortexts.Pages() {
		texts = append(texts, p.Texts...)
	}
	var quoted []string
	for _, near := range nearest.Names(text, texts, 3) {
		quoted = append(quoted, fmt.Sprintf("%q", near))
	}
	return strings.Join(quoted, ", ")
}

// errorPages are the names of the pages, with their texts.
func errorPages() []string {
	var names []string
	for _, p := range errortexts.Pages() {
		names = append(names, p.Slug+"\t"+p.Title())
	}
	return names
}
