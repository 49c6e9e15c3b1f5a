package breakages

import "github.com/legacytls/legacytls/harness"

// go127 is ML-DSA in the ClientHello, of which patch release 1.27.4 took back a half,
// and settings that are gone.
func go127() []Report {
	firewall := between("1.26", "1.27.0", connectionReset).mended("1.27.4")
	const middlebox = "go1.27/mldsa-middlebox"
	environment := harness.Settings{GODEBUG: "tlsrsakex=1"}
	return []Report{
		firewall.seen(issue("golang/go", 79626), Measured, "a firewall of Palo Alto with a signature against CVE-2020-1967", "catalogue/paloalto-58033", middlebox).
			but("reported of the tip before Go 1.27"),
		firewall.seen(issue("golang/go", 82536), Measured, "such firewalls; the source of Go 1.27.4 names it", "catalogue/paloalto-58033", middlebox),
		firewall.seen(issue("pgsty/silo", 154), Measured, "an OpenID provider behind an inspecting firewall", middlebox),
		between("1.26", "1.27", connectionReset).
			seen(issue("golang/go", 81199), Read, "a service of a company behind an edge of its own, which minds the schemes themselves", "catalogue/mldsa-intolerant"),
		between("1.26", "1.27.0", "EOF").mended("1.27.4").
			seen(issue("grafana/mcp-grafana", 1193), Read, "F5 BIG-IP; the same source with two toolchains", "reports/mldsa-http-closed"),
		gone(harness.Settings{GoMod: "tlsrsakex=1"}, `removed GODEBUG "tlsrsakex" set to old value "1"`).
			seen(issue("pingcap/tiflow", 12691), Measured, "godebug tlsrsakex=1 in go.mod, which does not load any more", "go-line/tlsrsakex-in-source", "go1.27/removed-tlsrsakex"),
		gone(environment, `fatal error: removed GODEBUG "tlsrsakex" set to old value "1" in environment`).
			seen(issue("golang/go", 76163), Read, "a setting in the environment with which the program does not start; how settings are to go", "go1.27/removed-tlsrsakex"),
		gone(harness.Settings{GODEBUG: "tlskyber=0"}, `removed GODEBUG "tlskyber" set to old value "0"`).
			seen(issue("golang/go", 81038), Read, "a setting that another program on the machine needed, in the environment of all", "go1.27/removed-tlskyber"),
	}
}

// gone is a setting that Go 1.27 does not know any more.
func gone(s harness.Settings, text string) Report {
	return Report{Works: with("1.26", s), Breaks: with("1.27", s), Text: text}
}
