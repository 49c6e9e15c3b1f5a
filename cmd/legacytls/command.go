package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strings"

	"github.com/legacytls/legacytls/internal/nearest"
)

// A command is one verb of the command line.
type command struct {
	name     string
	args     string // what follows the flags, for the usage line
	summary  string // one line
	about    string // what else a user must know
	examples []string

	// complete returns what the next argument can become, given those before
	// it.
	complete func(before []string) candidates

	// run defines its flags in f, parses, and works.
	run func(ctx context.Context, f *flags, s streams) error
}

// commands returns the verbs in the order in which help shows them.
func commands() []command {
	return []command{runCommand(), tryCommand(), serveCommand(), helloCommand(), explainCommand(), listCommand(), certsCommand(), completionCommand()}
}

// A usageError is a mistake in the command line.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// An exitError ends a command with a code after everything has been said.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// run runs the command line and returns the exit code.
func run(ctx context.Context, args []string, s streams) int {
	if len(args) == 0 {
		printHelp(s.err)
		return exitUsage
	}
	verb, rest := args[0], args[1:]
	switch verb {
	case "help", "-h", "-help", "--help":
		return help(rest, s)
	case "version", "-version", "--version":
		fmt.Fprintln(s.out, version())
		return exitOK
	case completeVerb:
		return printCandidates(rest, s)
	}
	c, err := findCommand(verb)
	if err != nil {
		fmt.Fprintf(s.err, "legacytls: %v\n", err)
		return exitUsage
	}
	return exitCode(ctx, c, c.run(ctx, newFlags(c, rest), s), s)
}

// exitCode reports err and returns the code that it stands for.
func exitCode(ctx context.Context, c command, err error, s streams) int {
	var usage usageError
	var exit exitError
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, flag.ErrHelp):
		printUsage(s.out, c)
		return exitOK
	case errors.As(err, &exit):
		return int(exit)
	case ctx.Err() != nil:
		fmt.Fprintln(s.err, "legacytls: interrupted")
		return exitInterrupted
	case errors.As(err, &usage):
		fmt.Fprintf(s.err, "legacytls %s: %v\n(legacytls help %s shows the flags)\n", c.name, err, c.name)
		return exitUsage
	default:
		fmt.Fprintf(s.err, "legacytls %s: %v\n", c.name, err)
		return exitIncomplete
	}
}

func findCommand(verb string) (command, error) {
	var names []string
	for _, c := range commands() {
		if c.name == verb {
			return c, nil
		}
		names = append(names, c.name)
	}
	near := nearest.Names(verb, append(names, "help", "version"), 1)
	return command{}, fmt.Errorf("no verb %q; did you mean %s? There are %s, help and version", verb, near[0], strings.Join(names, ", "))
}
