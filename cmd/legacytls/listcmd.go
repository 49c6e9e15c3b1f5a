package main

import (
	"context"
	"regexp"
	"strings"

	"github.com/legacytls/legacytls/internal/nearest"
)

func listCommand() command {
	return command{
		name:    "list",
		args:    strings.Join(listNames(), "|") + " [pattern]",
		summary: "shows what there is, and for what is not there, why",
		about: `
A pattern is a regular expression; rows are shown that have it in one of their
columns, in any case of letters. Profiles are servers to serve and try, by family;
what clients of each release meet there is in docs/servers.md. Settings are the
GODEBUG settings that touch TLS, with all releases of Go, or with -go as that release
takes them; defaults are what a client and a server of each release have if nothing is
configured; certs are the certificates of legacytls certs; go is the table of
releases that 1.22 and the like stand for. Errors are the texts that legacytls explain
knows. Backends are asked what they are and play,
and those in containers are started for it; they are the openssl in PATH, or the
openssl commands that LEGACYTLS_OPENSSL names, and those of the engine that
DOCKER_HOST names.
`,
		examples: []string{
			"legacytls list profiles rsa",
			"legacytls list scenarios '^go1.22/'",
			"legacytls list -json suites 003d",
			"legacytls list -go 1.27 settings",
			"legacytls list backends",
		},
		complete: completeList,
		run:      listThings,
	}
}

// listFlags are what list knows beside what to list.
type listFlags struct {
	release  *string // whose settings, "" for those of all releases
	workshop *workshop
}

// A kind is something that can be listed.
type kind struct {
	name  string
	one   string // what one of them is called in messages
	names int    // how many of the first columns are names for it
	list  func(context.Context, *listFlags) (listing, error)
}

func kinds() []kind {
	plain := func(list func() listing) func(context.Context, *listFlags) (listing, error) {
		return func(context.Context, *listFlags) (listing, error) { return list(), nil }
	}
	return []kind{
		{"profiles", "profile", 1, plain(listProfiles)},
		{"scenarios", "scenario", 1, plain(listScenarios)},
		{"suites", "suite", 3, plain(listSuites)},
		{settingsKind, "setting", 1, listSettings},
		{"defaults", "release", 1, plain(listDefaults)},
		{"certs", "certificate", 1, plain(listCerts)},
		{backendsKind, "backend", 1, listBackends},
		{"errors", "error text", 1, plain(listErrors)},
		{"go", "release", 1, plain(listReleases)},
	}
}

const (
	settingsKind = "settings" // depend on the release
	backendsKind = "backends" // have to be asked for what they are
)

func listNames() []string {
	var names []string
	for _, k := range kinds() {
		names = append(names, k.name)
	}
	return names
}

func listThings(ctx context.Context, f *flags, s streams) error {
	given := &listFlags{
		release:  f.set.String("go", "", "list the settings as this Go `release` takes them (default: as all releases do)"),
		workshop: f.workshop(s),
	}
	asJSON := f.set.Bool("json", false, "print one JSON object per row")
	args, err := f.parse()
	if err != nil {
		return err
	}
	k, pattern, err := parseList(args)
	if err != nil {
		return err
	}
	if *given.release != "" && k.name != settingsKind {
		return usagef("-go %s: releases make a difference to %s, not to %s", *given.release, settingsKind, k.name)
	}
	l, err := k.list(ctx, given)
	if err != nil {
		return err
	}
	if l, err = l.matching(pattern, k); err != nil {
		return err
	}
	if l.note != "" {
		given.workshop.say("legacytls: " + l.note)
	}
	if *asJSON {
		return l.printJSON(s.out)
	}
	return l.print(s.out)
}

// parseList reads the kind and the pattern, nil if there is none.
func parseList(args []string) (k kind, pattern *regexp.Regexp, err error) {
	switch len(args) {
	case 1:
	case 2:
		if pattern, err = regexp.Compile("(?i)" + args[1]); err != nil {
			return k, nil, usagef("pattern %q: %w", args[1], err)
		}
	case 0:
		return k, nil, usagef("want one of %s", strings.Join(listNames(), ", "))
	default:
		return k, nil, usagef("want one of %s, and one pattern at most, got %s; join patterns with |", strings.Join(listNames(), ", "), strings.Join(args, " "))
	}
	k, err = findKind(args[0])
	return k, pattern, err
}

func findKind(name string) (kind, error) {
	for _, k := range kinds() {
		if k.name == name {
			return k, nil
		}
	}
	near := nearest.Names(name, listNames(), 1)
	return kind{}, usagef("nothing called %q to list; did you mean %s? There are %s", name, near[0], strings.Join(listNames(), ", "))
}
