// Package ledger lists each sentence of the release notes of Go 1.12 to 1.27
// about TLS, with the scenarios of package scenarios that show it on real
// toolchains, or with the reason why none does. docs/ledger.md is the same for
// reading.
package ledger

// An Entry is one sentence of the release notes of a Go release, in our words,
// with the scenarios that show it, or with the reason why none does.
//
// A sentence that only points to another page is not an entry; an item of a
// list is a sentence of its own.
type Entry struct {
	Go      string // minor release: "1.22"
	Package string // the part of the notes: an import path, or "GODEBUG"
	Says    string // what the sentence says, one sentence of ours

	// Scenarios are the scenarios that show it, as "table/name". A scenario
	// that is waiting for something counts: it says itself what for.
	Scenarios []string

	// Untestable is the reason, if there are no scenarios.
	Untestable string

	// Unmentioned is set where the notes are silent: a change that was found
	// in the sources of Go or by running it.
	Unmentioned bool
}

// Entries returns an entry for each sentence of the release notes of Go 1.12 to
// 1.27 about TLS, with the changes that they do not mention after them, release
// by release. The caller may change the slice.
//
// Of the notes on crypto/tls, crypto/x509, crypto/x509/pkix and crypto/rsa it
// has every sentence. Of crypto/ecdh, crypto/fips140, crypto/mldsa, crypto,
// encoding/asn1, net/http and GODEBUG it has those that bear on a TLS
// connection or on the certificates in it.
func Entries() []Entry {
	var all []Entry
	for _, release := range [][]Entry{
		go112(), go113(), go114(), go115(),
		go116(), go117(), go118(), go119(),
		go120(), go121(), go122(), go123(),
		go124(), go125(), go126(), go127(),
	} {
		all = append(all, release...)
	}
	return all
}

// Why a sentence has no scenario. Reasons of a single sentence stand beside it.
const (
	newAPI       = "new API: nothing changes for a program that does not use it"
	deprecation  = "deprecates or renames API: no connection changes"
	announcement = "announces a later release; it is listed there"
	background   = "explains or advises: there is nothing in it that a run could show"
	repetition   = "repeats an earlier release; it is listed there"
	speed        = "speed or memory: there are no timed tests here"
	takesTime    = "shows after hours or days: nothing here waits"
	systemRoots  = "roots and verifiers of the operating system: scenarios always give the roots"
	making       = "about making certificates, requests or revocation lists: no peer sees it"
	ownKey       = "about loading, making or checking a program's own key: before any connection"
	afterwards   = "about what a program is told once the handshake is over or the connection broken: no peer shows it"
	printing     = "about how values are printed: no peer sees it"
	quic         = "for QUIC implementations: no TLS connection over TCP has it"
	ech          = "Encrypted ClientHello: off unless a program configures it"
	resuming     = "about servers that resume a session: the peers of servers under test do not"
	randomness   = "the source of randomness: the programs under test leave it alone"
)

// notes are the entries of one part of the notes of a release.
func notes(release, pkg string, entries ...Entry) []Entry {
	for i := range entries {
		entries[i].Go, entries[i].Package = release, pkg
	}
	return entries
}

// unmentioned are the entries of what the notes of a release do not say.
func unmentioned(release, pkg string, entries ...Entry) []Entry {
	for i := range entries {
		entries[i].Unmentioned = true
	}
	return notes(release, pkg, entries...)
}

// shown is a sentence that scenarios show.
func shown(says string, scenarios ...string) Entry {
	return Entry{Says: says, Scenarios: scenarios}
}

// notShown is a sentence that no scenario can show.
func notShown(says, reason string) Entry {
	return Entry{Says: says, Untestable: reason}
}

// together joins the parts of a release.
func together(parts ...[]Entry) []Entry {
	var all []Entry
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}
