package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/legacytls/legacytls/cmd/legacytls/internal/terminal"
	"github.com/legacytls/legacytls/internal/nearest"
)

// flags is the flag set of one verb, and its arguments.
type flags struct {
	set  *flag.FlagSet
	args []string
}

func newFlags(c command, args []string) *flags {
	set := flag.NewFlagSet("legacytls "+c.name, flag.ContinueOnError)
	set.SetOutput(io.Discard) // errors are printed once, by exitCode
	set.Usage = func() {}
	return &flags{set, args}
}

// parse parses the arguments and returns those that are not flags. Flags may
// stand before and after them; after "--" nothing is a flag.
func (f *flags) parse() ([]string, error) {
	var positional []string
	for args := f.args; ; {
		if err := f.set.Parse(args); err != nil {
			if err == flag.ErrHelp {
				return nil, err
			}
			return nil, usageError{f.suggest(err)}
		}
		rest := f.set.Args()
		if len(rest) == 0 {
			return positional, nil
		}
		if parsed := len(args) - len(rest); parsed > 0 && args[parsed-1] == "--" {
			return append(positional, rest...), nil
		}
		positional = append(positional, rest[0])
		args = rest[1:]
	}
}

// suggest adds the flags that may be meant to the flag package's complaint about
// one that there is not.
func (f *flags) suggest(err error) error {
	_, name, unknown := strings.Cut(err.Error(), "not defined: -")
	if !unknown {
		return err
	}
	var names []string
	f.set.VisitAll(func(known *flag.Flag) { names = append(names, known.Name) })
	if len(names) == 0 {
		return fmt.Errorf("no flag -%s; this verb has none", name)
	}
	return fmt.Errorf("no flag -%s; did you mean -%s?", name, strings.Join(nearest.Names(name, names, 2), " or -"))
}

// isSet reports whether the flag was given.
func (f *flags) isSet(name string) bool {
	set := false
	f.set.Visit(func(given *flag.Flag) { set = set || given.Name == name })
	return set
}

// commaList adds a flag that takes values separated by commas, and may be repeated.
func (f *flags) commaList(name, usage string) *[]string {
	list := new([]string)
	f.set.Func(name, usage, func(s string) error {
		if strings.Trim(s, ", ") == "" { // of a variable that is not set, mostly
			return errors.New("want one or more, separated by commas")
		}
		for _, v := range strings.Split(s, ",") {
			if v = strings.TrimSpace(v); v != "" && !slices.Contains(*list, v) {
				*list = append(*list, v)
			}
		}
		return nil
	})
	return list
}

// wholeList adds a flag whose value is never split, and that may be repeated;
// an empty value counts.
func (f *flags) wholeList(name, usage string) *[]string {
	list := new([]string)
	f.set.Func(name, usage, func(s string) error {
		if !slices.Contains(*list, s) {
			*list = append(*list, s)
		}
		return nil
	})
	return list
}

// timeout adds -timeout. The returned function is called after parsing.
func (f *flags) timeout() func() (time.Duration, error) {
	d := f.set.Duration("timeout", 5*time.Second, "`limit` for each connection")
	return func() (time.Duration, error) {
		// Agents count in milliseconds, and 0 would be no limit at all.
		if *d < time.Millisecond {
			return 0, usagef("-timeout %v: want at least 1ms, for example 5s", *d)
		}
		return *d, nil
	}
}

// color adds -color. The returned function is called after parsing.
func (f *flags) color(out io.Writer) func() (bool, error) {
	mode := f.set.String("color", "auto", "`when` to use colours: auto (on a terminal, unless NO_COLOR is set), always, never")
	return func() (bool, error) {
		if !terminal.ValidColor(*mode) {
			return false, usagef("-color %q: want auto, always or never", *mode)
		}
		return terminal.Color(*mode, out), nil
	}
}
