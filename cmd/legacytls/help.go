package main

import (
	"fmt"
	"io"
)

// help runs "legacytls help [VERB]".
func help(args []string, s streams) int {
	if len(args) == 0 {
		printHelp(s.out)
		return exitOK
	}
	c, err := findCommand(args[0])
	if err != nil {
		fmt.Fprintf(s.err, "legacytls: %v\n", err)
		return exitUsage
	}
	printUsage(s.out, c)
	return exitOK
}

func printHelp(w io.Writer) {
	fmt.Fprint(w, "legacytls shows what Go clients and servers of different releases do with legacy TLS peers.\n\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  legacytls %s %s\n        %s\n", c.name, c.args, c.summary)
	}
	fmt.Fprint(w, `  legacytls help VERB
        shows the flags of a verb, with examples
  legacytls version
        says which legacytls this is, and which Go built it

Results go to standard output, all else to standard error. Exit codes: 0 all as
expected, 1 something was not as expected, 2 wrong usage, 3 something asked for
could not run (the rest was as expected), 130 interrupted.
`)
}

func printUsage(w io.Writer, c command) {
	fmt.Fprintf(w, "usage: legacytls %s [flags] %s\n\nIt %s.\n%s\nexamples:\n", c.name, c.args, c.summary, c.about)
	for _, e := range c.examples {
		fmt.Fprintf(w, "  %s\n", e)
	}
	fmt.Fprint(w, "\nflags (one dash or two, before or after the arguments):\n")
	set := c.flagSet()
	set.SetOutput(w)
	set.PrintDefaults()
}
