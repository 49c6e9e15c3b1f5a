package gotls

import "github.com/legacytls/legacytls/internal/toolchain"

// Defaults are what a program does with a tls.Config in which nothing is set
// but the server's name or certificate. Values are those of the wire, lists in
// its order.
type Defaults struct {
	// Suites are the suites that a client offers on a machine with AES in
	// hardware. Without, those with ChaCha20 come first.
	Suites []uint16

	// Groups is supported_groups, KeyShares are the groups in key_share; nil
	// where that is not sent.
	Groups, KeyShares []uint16

	// Versions is supported_versions, the highest first.
	Versions []uint16

	// SignatureAlgorithms is signature_algorithms, SignatureAlgorithmsCert is
	// signature_algorithms_cert; nil where that is not sent.
	SignatureAlgorithms, SignatureAlgorithmsCert []uint16

	// Extensions are those of a ClientHello with a server name.
	Extensions []uint16

	// ServerMin and ServerMax are the lowest and the highest version that a
	// server accepts.
	ServerMin, ServerMax uint16
}

// DefaultsOf returns the defaults of a program that is built by a release with
// a go line in its go.mod ("" is the release's own) and started with godebug as
// GODEBUG in its environment.
//
// It reports false where it knows nothing: for releases before Go 1.12 and
// after Go 1.27, for a go line that is none or that the release refuses as too
// new, for a godebug with which the program dies, and for fips140 switched on.
// Patch releases after [toolchain.TableDate] are taken to be like those before.
func DefaultsOf(release toolchain.Version, goLine, godebug string) (Defaults, bool) {
	p := program{release: release, goLine: release}
	if !p.covered() || !p.setGoLine(goLine) || !p.setGODEBUG(godebug) {
		return Defaults{}, false
	}
	var d Defaults
	for _, c := range changes() {
		if reached(release, c.since) && !p.undoes(c) {
			c.to(&d)
		}
	}
	return d, true
}

// The lengths of a ClientHello of TLS 1.2 and 1.3 without its variable parts,
// with the headers of record and message (RFC 8446 sections 4.1.2 and 5.1): Go
// sends a session id of 32 bytes and one compression method.
const helloBytes = 5 + 4 + 2 + 32 + 1 + 32 + 2 + 1 + 1 + 2

// HelloBytes returns the size in bytes of the ClientHello for a server name,
// with the header of its record. Clients send no IP addresses as names; ""
// stands for that.
func (d Defaults) HelloBytes(serverName string) int {
	size := helloBytes + 2*len(d.Suites)
	for _, id := range d.Extensions {
		if id != extServerName || serverName != "" {
			size += 4 + d.extensionBytes(id, serverName)
		}
	}
	return size
}

// extensionBytes returns the length of an extension without type and length.
func (d Defaults) extensionBytes(id uint16, serverName string) int {
	switch id {
	case extServerName:
		return 2 + 1 + 2 + len(serverName)
	case extStatusRequest:
		return 1 + 2 + 2
	case extSupportedGroups:
		return 2 + 2*len(d.Groups)
	case extPointFormats:
		return 1 + 1
	case extSignatureAlgorithms:
		return 2 + 2*len(d.SignatureAlgorithms)
	case extSignatureAlgorithmsCert:
		return 2 + 2*len(d.SignatureAlgorithmsCert)
	case extSupportedVersions:
		return 1 + 2*len(d.Versions)
	case extKeyShare:
		size := 2
		for _, group := range d.KeyShares {
			size += 2 + 2 + shareBytes(group)
		}
		return size
	case extRenegotiationInfo:
		return 1
	default: // extended_master_secret, signed_certificate_timestamp
		return 0
	}
}

// shareBytes returns the length of a client's key share: those of Go's
// defaults are X25519 and its two hybrids, a public key of ML-KEM-768 or of
// Kyber-768 (1184 bytes) with one of X25519.
func shareBytes(group uint16) int {
	if group == x25519 {
		return 32
	}
	return 1184 + 32
}
