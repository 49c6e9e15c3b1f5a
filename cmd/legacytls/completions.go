package main

import (
	"context"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/gotls"
	"github.com/legacytls/legacytls/scenarios"
)

// valuesOf returns what the value of a flag can be. A flag means the same in
// every verb that has it. A value that nobody can guess has no candidates.
func valuesOf(name string) candidates {
	switch name {
	case "go":
		return candidates{names: append(releaseNames(), "local\tthe go command in PATH", "all\tevery release of the table")}
	case "goline":
		return candidates{names: releaseNames()}
	case "godebug":
		return candidates{names: assignments()}
	case "suites":
		return candidates{names: suiteNames()}
	case "groups":
		return candidates{names: groupNames()}
	case "min", "max":
		return candidates{names: protocolVersions()}
	case "backend":
		return candidates{names: backendNames()}
	case "color":
		return candidates{names: []string{"auto", "always", "never"}}
	case "key":
		return candidates{names: keyKinds()}
	case "alpn":
		return candidates{names: []string{"h2", "http/1.1"}}
	case "hellos", "json", "junit", "keylog", "md", "pcap", "roots":
		return candidates{files: true}
	}
	return candidates{}
}

// Arguments, given those before them.

func completeScenarios(before []string) candidates {
	var names []string
	for _, t := range scenarios.Tables() {
		names = append(names, t.Name+"/\t"+t.Title)
		for _, s := range t.Scenarios {
			names = append(names, scenarioPath(t, s)+"\t"+s.Claim)
		}
	}
	return candidates{names: onlyFirst(before, names)}
}

// completeTarget has files because a profile can be one.
func completeTarget(before []string) candidates {
	return candidates{names: onlyFirst(before, profileNames()), files: len(before) == 0}
}

func completeProfiles([]string) candidates { return candidates{names: profileNames(), files: true} }

func completeList(before []string) candidates {
	if len(before) == 0 {
		return candidates{names: listNames()}
	}
	k, err := findKind(before[0])
	if err != nil || len(before) > 1 {
		return candidates{}
	}
	if k.name == backendsKind {
		return candidates{names: namesOf(backends())} // without asking them, which takes seconds
	}
	l, err := k.list(context.Background(), &listFlags{release: new(string)})
	if err != nil {
		return candidates{}
	}
	return candidates{names: l.names(k.names)}
}

func completeCerts(before []string) candidates {
	if len(before) == 0 {
		return candidates{files: true}
	}
	var names []string
	for _, spec := range certs.Zoo() {
		names = append(names, spec.Name+"\t"+spec.Title)
	}
	return candidates{names: names}
}

func profileNames() []string {
	var names []string
	for _, p := range fixtures.Catalogue() {
		names = append(names, p.Name+"\t"+p.Title)
	}
	return names
}

func releaseNames() []string {
	var names []string
	for _, r := range harness.GoReleases() {
		names = append(names, r.Minor)
	}
	return names
}

// assignments are the GODEBUG settings with the values that bring old behaviour
// back.
func assignments() []string {
	var all []string
	for _, s := range gotls.Settings() {
		if s.Old != "" {
			all = append(all, s.Name+"="+s.Old+"\t"+s.Does)
		}
	}
	return all
}

// suiteNames are the names of OpenSSL, which are shorter, and those of IANA.
func suiteNames() []string {
	var names []string
	for _, s := range fixtures.Suites() {
		names = append(names, s.OpenSSL)
		if s.Name != s.OpenSSL {
			names = append(names, s.Name)
		}
	}
	return names
}

func backendNames() []string {
	var names []string
	for _, b := range backends() {
		if b.name != goBackend {
			names = append(names, b.name+"\t"+b.with)
		}
	}
	for _, r := range releaseNames() {
		names = append(names, "go"+r)
	}
	return names
}
