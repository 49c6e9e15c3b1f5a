package differential

import (
	"fmt"
	"regexp"
	"sort"
	"strings"
)

// Page returns docs/backends.md: who plays what, what was compared, and what is known to
// differ.
func Page(all []Comparison) string {
	var b strings.Builder
	b.WriteString(pageTop)
	writeMatrix(&b, all)
	writeCompared(&b, all)
	writeKnown(&b, all)
	return b.String()
}

const pageTop = `# Backends

Who plays what, and that they all play the same. A profile is played by the engine of legacytls, by
crypto/tls, by the ` + "`openssl s_server`" + ` of this machine, or by OpenSSL of some generation in a container
(module [docker](../docker/doc.go)):

    harness.Start(t, profile, harness.WithBackend(harness.OpenSSL("")))
    harness.Start(t, profile, harness.WithBackend(docker.OpenSSL("1.1.1-weak")))
    legacytls serve -backend openssl aes256-sha256-only
    legacytls list backends

The openssl of a machine is not in the table, because it is another one on each: ` + "`legacytls list backends`" + `
says what it plays. An OpenSSL cannot be configured into most quirks and refusals of products; what it can
is asked of it, never assumed. Quirks that act before TLS are played in front of every backend.

This page is written by ` + "`go test -run Differential -update`" + ` in module docker.

`

// writeMatrix writes a row for each profile of the catalogue.
func writeMatrix(b *strings.Builder, all []Comparison) {
	b.WriteString("## Who plays what\n\n")
	backends := all[0].Plays
	b.WriteString("| profile |")
	for _, p := range backends {
		b.WriteString(" " + p.Backend + " |")
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(backends)) + "\n")
	for _, c := range all {
		if strings.HasSuffix(c.Profile.Name, plainSuffix) {
			continue
		}
		fmt.Fprintf(b, "| %s |", c.Profile.Name)
		for _, p := range c.Plays {
			b.WriteString(" " + shortly(p.Lacks) + " |")
		}
		b.WriteString("\n")
	}
	b.WriteString("\n")
}

// short are the reasons for which a profile is not played, and how the table says them.
func short() []struct {
	reason *regexp.Regexp
	text   string
} {
	rows := []struct{ reason, text string }{
		{`is built without (\S+)`, "no $1"},
		{`does not speak (.+)`, "no $1"},
		{`has no quirk ([^,]+)(?:, .*)?$`, "no $1"},
		{`no quirk ([^,]+)(?:, .*)?$`, "no $1"},
		{`always answers extended master secret.*`, "always EMS"},
		{`chooses its own alert.*`, "other alerts"},
		{`group below 1024 bits.*`, "no DH below 1024 bits"},
		{`it ends at TLS 1\.2`, "no TLS 1.3"},
		{`has no (\S+) \(.*in any Go release`, "no $1"},
		{`has had no SSL 3\.0.*`, "no SSL 3.0"},
		{`begins? no second handshake.*`, "no second handshake"},
		{`never renegotiate.*`, "no renegotiation"},
		{`the profile has (\w+)$`, "no $1"},
	}
	all := make([]struct {
		reason *regexp.Regexp
		text   string
	}, len(rows))
	for i, r := range rows {
		all[i].reason, all[i].text = regexp.MustCompile(r.reason), r.text
	}
	return all
}

// shortly is a cell of the table.
func shortly(lacks string) string {
	if lacks == "" {
		return "**plays**"
	}
	for _, row := range short() {
		if m := row.reason.FindStringSubmatchIndex(lacks); m != nil {
			return string(row.reason.ExpandString(nil, row.text, lacks, m))
		}
	}
	return lacks
}

// writeCompared says what was compared.
func writeCompared(b *strings.Builder, all []Comparison) {
	played := make(map[string]int)
	plain, compared := 0, 0
	for _, c := range all {
		if strings.HasSuffix(c.Profile.Name, plainSuffix) {
			plain++
		}
		backends := 0
		for _, p := range c.Plays {
			if p.Lacks == "" {
				played[p.Backend]++
				backends++
			}
		}
		if backends > 1 {
			compared++
		}
	}
	fmt.Fprintf(b, `## What is compared

Each of these profiles is played by every backend that can, and so are %d that are products without the
quirks that no TLS library has, so that their suites, versions and certificates are compared: %d servers,
%d of them on more than one backend. The same clients connect to each: every configuration of the scenario
tables (%d), on the Go of the machine, Go 1.21 and the newest, and `+"`openssl s_client`"+` with its defaults and with
everything that it has. What comes of them must agree: the stage, version, suite, protocol, resumption and
alert.

`, plain, len(all), compared, len(Clients()))
	b.WriteString("| backend | servers |\n|---|---|\n")
	for _, p := range all[0].Plays {
		fmt.Fprintf(b, "| %s | %d |\n", p.Backend, played[p.Backend])
	}
	b.WriteString("\n")
}

// writeKnown writes the differences that are known, each with an example.
func writeKnown(b *strings.Builder, all []Comparison) {
	b.WriteString("## What differs\n\n")
	var differences []Difference
	for _, c := range all {
		differences = append(differences, c.Differences...)
	}
	known, _ := Sort(differences)
	fmt.Fprintf(b, "Differences between TLS libraries, not faults; there are %d kinds, and a test fails if another turns up or one is gone.\n", len(Known()))
	for _, k := range Known() {
		these := known[k.Name]
		fmt.Fprintf(b, "\n### %s\n\n%s. The profiles follow %s. Seen with %s.\n", k.Name, upperFirst(k.Reason), k.Follows, where(these))
		if len(these) > 0 {
			b.WriteString("\n```\n" + transcripts(example(these)) + "```\n")
		}
	}
}

// example is a difference that does not depend on the Go of the machine, if there is one.
func example(these []Difference) Difference {
	for _, release := range []string{"go1.21.", "go1.27."} {
		for _, d := range these {
			if strings.HasPrefix(d.Client, release) {
				return d
			}
		}
	}
	return these[0]
}

// transcripts are both sides of a difference.
func transcripts(d Difference) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, client: %s\n", d.Profile, d.Client)
	for i, backend := range d.Backends {
		fmt.Fprintf(&b, "%s: %s\n", backend, d.Came[i])
		for _, line := range strings.Split(strings.TrimSpace(d.Details[i]), "\n") {
			b.WriteString("    " + passing.ReplaceAllString(line, "") + "\n")
		}
	}
	return b.String()
}

// passing is what is another each time: the number of a connection, the thread of an error.
var passing = regexp.MustCompile(`^connection \d+: |^[0-9A-Fa-f]+:(?:error:)`)

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// where lists profiles and backends of differences.
func where(these []Difference) string {
	profiles := make(map[string]map[string]bool) // by backend
	for _, d := range these {
		if profiles[d.Backends[1]] == nil {
			profiles[d.Backends[1]] = make(map[string]bool)
		}
		profiles[d.Backends[1]][d.Profile] = true
	}
	var parts []string
	for backend, of := range profiles {
		parts = append(parts, fmt.Sprintf("%s (%s)", backend, counted(of)))
	}
	sort.Strings(parts)
	return strings.Join(parts, ", ")
}

func counted(profiles map[string]bool) string {
	const most = 3
	var names []string
	for name := range profiles {
		names = append(names, name)
	}
	sort.Strings(names)
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}
