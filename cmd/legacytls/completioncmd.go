package main

import (
	"context"
	"embed"
	"fmt"
	"slices"
	"strings"

	"github.com/legacytls/legacytls/internal/nearest"
)

//go:embed completion
var completionScripts embed.FS

func shells() []string { return []string{"bash", "zsh", "fish"} }

func completionCommand() command {
	return command{
		name:    "completion",
		args:    strings.Join(shells(), "|"),
		summary: "prints a script that lets a shell complete verbs, flags and names",
		about: `
The script asks this program what can follow, so it never grows old.
`,
		examples: []string{
			"legacytls completion bash",
			"legacytls completion zsh",
			"legacytls completion fish",
		},
		complete: func(before []string) candidates { return candidates{names: onlyFirst(before, shells())} },
		run:      printCompletion,
	}
}

func printCompletion(_ context.Context, f *flags, s streams) error {
	args, err := f.parse()
	if err != nil {
		return err
	}
	if len(args) != 1 {
		return usagef("want one of %s", strings.Join(shells(), ", "))
	}
	if !slices.Contains(shells(), args[0]) {
		return usagef("no script for the shell %q; did you mean %s? There are %s", args[0], nearest.Names(args[0], shells(), 1)[0], strings.Join(shells(), ", "))
	}
	script, err := completionScripts.ReadFile("completion/legacytls." + args[0])
	if err != nil {
		return err
	}
	_, err = s.out.Write(script)
	return err
}

// completeVerb is what the scripts ask. It is not in the help.
const completeVerb = "__complete"

// printCandidates answers a script: what the last of the words can become.
func printCandidates(words []string, s streams) int {
	c := complete(words)
	for _, name := range c.names {
		if _, err := fmt.Fprintln(s.out, name); err != nil {
			return exitIncomplete
		}
	}
	if c.files {
		fmt.Fprintln(s.out, ":files")
	}
	return exitOK
}
