package main

import (
	"context"
	"flag"
	"io"
	"strings"
)

// candidates are what a word on the command line can become: names, each with
// a description behind a tab if it has one, and files.
type candidates struct {
	names []string
	files bool
}

// complete returns what the last of the words, which may be empty, can become.
// The words are those after the program's name.
func complete(words []string) candidates {
	if len(words) == 0 {
		words = []string{""}
	}
	if len(words) == 1 {
		return candidates{names: verbs()}.startingWith(words[0])
	}
	words, beforeColon := joinColons(words)
	last := words[len(words)-1]
	if words[0] == "help" {
		return candidates{names: onlyFirst(words[1:len(words)-1], verbs())}.startingWith(last)
	}
	c, err := findCommand(words[0])
	if err != nil {
		return candidates{}
	}
	return c.completeAfter(joinAssignments(words[1:])).without(beforeColon)
}

// verbs returns the verbs with their summaries.
func verbs() []string {
	names := []string{"help\tshows the flags of a verb, with examples", "version\tsays which legacytls this is, and which Go built it"}
	for _, c := range commands() {
		names = append(names, c.name+"\t"+c.summary)
	}
	return names
}

// completeAfter returns what the last of the words after a verb can become.
func (c command) completeAfter(words []string) candidates {
	set := c.flagSet()
	var before []string // the arguments that are not flags
	last := words[len(words)-1]
	for i := 0; i < len(words)-1; i++ {
		name, takesValue := flagNamed(set, words[i])
		switch {
		case words[i] == "--":
			before = append(before, words[i+1:len(words)-1]...)
			return c.complete(before).startingWith(last)
		case takesValue && i == len(words)-2:
			return valuesOf(name).startingWithItem(last)
		case takesValue:
			i++ // the value
		case name == "":
			before = append(before, words[i])
		}
	}
	if name, value, ok := strings.Cut(last, "="); ok && strings.HasPrefix(name, "-") {
		flagName, _ := flagNamed(set, name)
		return valuesOf(flagName).startingWithItem(value).behind(name + "=")
	}
	if strings.HasPrefix(last, "-") {
		return candidates{names: flagNames(set, last)}.startingWith(last)
	}
	return c.complete(before).startingWith(last)
}

// flagSet returns the flags of the command.
func (c command) flagSet() *flag.FlagSet {
	// With -h a command defines its flags and does nothing else.
	f := newFlags(c, []string{"-h"})
	c.run(context.Background(), f, streams{io.Discard, io.Discard})
	return f.set
}

// flagNamed returns the name of the flag that word is, "" if it is none, and
// whether the next word is its value.
func flagNamed(set *flag.FlagSet, word string) (name string, takesValue bool) {
	if !strings.HasPrefix(word, "-") || word == "-" || word == "--" {
		return "", false
	}
	name, _, hasValue := strings.Cut(strings.TrimLeft(word, "-"), "=")
	found := set.Lookup(name)
	return name, found != nil && !hasValue && !isBool(found)
}

func isBool(f *flag.Flag) bool {
	b, ok := f.Value.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}

// flagNames returns the flags with as many dashes as were typed, and what they do.
func flagNames(set *flag.FlagSet, typed string) []string {
	dash := "-"
	if strings.HasPrefix(typed, "--") {
		dash = "--"
	}
	var names []string
	set.VisitAll(func(f *flag.Flag) {
		_, usage := flag.UnquoteUsage(f)
		names = append(names, dash+f.Name+"\t"+usage)
	})
	return names
}

// joinAssignments undoes what bash does to -flag=value: it makes three words of
// it. The value stands alone then, which is also what bash wants completed.
func joinAssignments(words []string) []string {
	var joined []string
	for i, word := range words {
		if word == "=" && i > 0 && strings.HasPrefix(words[i-1], "-") {
			if i == len(words)-1 {
				joined = append(joined, "")
			}
			continue
		}
		joined = append(joined, word)
	}
	return joined
}

// joinColons undoes what bash does to docker:1.1.1: it makes three words of it. What
// bash wants completed is the last of them, so the beginning is returned that the names
// are to lose.
func joinColons(words []string) (joined []string, beginning string) {
	for i := 0; i < len(words); i++ {
		if words[i] != ":" || i == 0 {
			joined, beginning = append(joined, words[i]), ""
			continue
		}
		last := &joined[len(joined)-1]
		*last += ":"
		beginning = *last
		if i+1 < len(words) {
			i++
			*last += words[i]
		}
	}
	return joined, beginning
}

// startingWith keeps the names that start with what was typed. Files are for
// the shell to choose.
func (c candidates) startingWith(typed string) candidates {
	var names []string
	for _, name := range c.names {
		if strings.HasPrefix(name, typed) {
			names = append(names, name)
		}
	}
	c.names = names
	return c
}

// startingWithItem completes the last item of a list that commas separate.
func (c candidates) startingWithItem(typed string) candidates {
	comma := strings.LastIndex(typed, ",") + 1
	return c.startingWith(typed[comma:]).behind(typed[:comma])
}

// behind puts the beginning of the word before the names.
func (c candidates) behind(beginning string) candidates {
	names := make([]string, len(c.names))
	for i, name := range c.names {
		names[i] = beginning + name
	}
	c.names = names
	return c
}

// without takes the beginning off the names, which all have it.
func (c candidates) without(beginning string) candidates {
	for i, name := range c.names {
		c.names[i] = strings.TrimPrefix(name, beginning)
	}
	return c
}

// onlyFirst returns names if they would be the first argument.
func onlyFirst(before, names []string) []string {
	if len(before) > 0 {
		return nil
	}
	return names
}
