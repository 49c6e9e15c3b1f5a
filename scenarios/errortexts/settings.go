package errortexts

import "github.com/legacytls/legacytls/harness"

// noGodebugLines is what a go command before 1.23 says to a godebug line in go.mod.
const noGodebugLines = "unknown directive: godebug"

// settings are programs that do not build or start, for a GODEBUG setting that is gone.
func settings() []Page {
	return []Page{removedInEnvironment(), removedInSource(), unknownGodebug()}
}

// whatInstead are the ways to reach an old server without a setting, each with the
// scenario that shows it.
func whatInstead() []Remedy {
	return []Remedy{
		without("Instead of tlsrsakex=1: name the suite in tls.Config.CipherSuites of this connection, or enable ECDHE on the server.", "go1.22/rsa-key-exchange-explicit-suites"),
		without("Instead of tls3des=1: the same, with the suite that has 3DES.", "go1.27/instead-of-tls3des"),
		without("Instead of tls10server=1: set tls.Config.MinVersion of the server to tls.VersionTLS10.", "go1.22/server-tls10-client-min-version"),
		without("Instead of x509sha1=1: a certificate that is signed with SHA-256.", "certificates/certificate-ecdsa-p256"),
		without("Instead of tlskyber=0: nothing, the group is gone. tlsmlkem=0 leaves its successor out.", "go1.27/removed-tlskyber"),
	}
}

func removedInEnvironment() Page {
	const removed = "go1.27/removed-"
	in := func(setting, value string) Exhibit {
		return since("1.27", removed+setting).with(harness.Settings{GODEBUG: setting + "=" + value})
	}
	return Page{
		Slug:  "removed-godebug-at-start",
		Texts: []string{`fatal error: removed GODEBUG "…" set to old value "…" in environment`},
		Says: "The program died at start, before main, and there was no connection at all: GODEBUG in its environment has a " +
			"setting that Go does not know any more, with the value that used to bring the old behaviour back. One old " +
			"value anywhere in GODEBUG is enough, and it may be meant for another program.",
		Causes: []Cause{{
			Is: "The program was built with Go 1.27 or newer, and the workaround for an older one is still in the environment",
			Says: "tlsrsakex=1, tls3des=1, tls10server=1, tlsunsafeekm=1, x509keypairleaf=0, x509sha1=1 and tlskyber=0 " +
				"end a program of Go 1.27. Older ones obey them, or ignore those that were gone already.",
			Peers: "unit files of systemd, Dockerfiles, Helm charts, CI variables",
			Shown: []Exhibit{in("tlsrsakex", "1"), in("tls3des", "1"), in("tls10server", "1"), in("tlsunsafeekm", "1"), in("x509keypairleaf", "0"), in("x509sha1", "1"), in("tlskyber", "0")},
			Checks: []Check{
				{Command: "legacytls list -go 1.27 settings tlsrsakex", Prints: "dies"},
			},
			Remedies: append([]Remedy{
				without("Take the setting out of the environment. Where it was needed, the connection then shows an error of its own.", removed+"tlsrsakex"),
			}, whatInstead()...),
		}},
		See: []string{"removed-godebug", "unknown-godebug", "handshake-failure"},
	}
}

func removedInSource() Page {
	const scenario = "go1.27/removed-tlsrsakex"
	return Page{
		Slug:  "removed-godebug",
		Texts: []string{`removed GODEBUG "…" set to old value "…"`},
		Says: "The go command refused to build: a godebug line in go.mod or go.work, or a //go:debug line in the main package, has " +
			"a setting that Go does not know any more, with its old value. With a line in go.mod no go command works in " +
			"that module, go list and go vet included.",
		Causes: []Cause{{
			Is:   "The toolchain is Go 1.27 or newer, and the workaround for an older one is still in the source",
			Says: "The go line of the module does not matter: until Go 1.26 an old one kept old defaults, with 1.27 it does not.",
			Shown: []Exhibit{
				since("1.27", scenario).with(harness.Settings{GoMod: "tlsrsakex=1"}).otherwise(noGodebugLines),
				since("1.27", scenario).with(harness.Settings{Directive: "tlsrsakex=1"}).otherwise(`unknown //go:debug setting "tlsrsakex"`),
			},
			Checks: []Check{
				{Command: "grep -rnE '^(godebug|//go:debug)' --include=go.mod --include=go.work --include=*.go .", Says: "take out, or change, the lines that it shows"},
			},
			Remedies: append([]Remedy{
				without("Take the line out. Where it was needed, the connection then shows an error of its own.", scenario),
			}, whatInstead()...),
		}},
		See: []string{"removed-godebug-at-start", "unknown-godebug"},
	}
}

func unknownGodebug() Page {
	const kyber, rsa = "go1.27/removed-tlskyber", "go1.27/removed-tlsrsakex"
	const gone = `removed GODEBUG "tlskyber" set to old value "0"`
	return Page{
		Slug:  "unknown-godebug",
		Texts: []string{`unknown godebug "…"`, `unknown //go:debug setting "…"`, noGodebugLines},
		Says: "The go command refused to build: it does not know the setting that a godebug line in go.mod or a //go:debug " +
			"line in the main package has, or does not know such lines yet.",
		Causes: []Cause{
			{
				Is:   "The setting is gone in this release",
				Says: "tlskyber and x509sha1 went with Go 1.24. Go 1.27 says \"removed GODEBUG\" instead.",
				Shown: []Exhibit{
					between("1.24", "1.26", kyber).with(harness.Settings{GoMod: "tlskyber=0"}).otherwise(noGodebugLines, gone),
					between("1.24", "1.26", kyber).with(harness.Settings{Directive: "tlskyber=0"}).otherwise(`//go:debug setting "tlskyber"`, gone),
				},
				Checks:   []Check{{Command: "legacytls list settings tlskyber", Prints: "1.24"}},
				Remedies: append([]Remedy{without("Take the line out.", kyber)}, whatInstead()...),
			},
			{
				Is:   "The setting, or the line, is newer than this release",
				Says: "//go:debug lines are read since Go 1.21, godebug lines in go.mod since 1.23; tlsrsakex came with 1.22.",
				Shown: []Exhibit{
					between("1.21", "1.21", rsa).with(harness.Settings{Directive: "tlsrsakex=1"}).otherwise(`removed GODEBUG "tlsrsakex"`),
					between("", "1.22", rsa).with(harness.Settings{GoMod: "tlsrsakex=1"}).otherwise(`removed GODEBUG "tlsrsakex"`),
					between("1.21", "1.22", kyber).with(harness.Settings{Directive: "tlskyber=0"}).otherwise(gone),
					between("", "1.22", kyber).with(harness.Settings{GoMod: "tlskyber=0"}).otherwise(gone),
				},
				Checks:   []Check{{Command: "legacytls list settings tlsrsakex", Prints: "1.22"}},
				Remedies: []Remedy{without("Take the line out: a release that does not know the setting has the old behaviour.", rsa)},
			},
		},
		See: []string{"removed-godebug", "removed-godebug-at-start"},
	}
}
