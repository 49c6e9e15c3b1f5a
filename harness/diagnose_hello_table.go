package harness

import (
	"crypto/tls"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// An intolerance is what can be said and done about a quirk for which a server refuses
// a ClientHello.
type intolerance struct {
	quirk       string                                        // field of fixtures.Quirks
	kind        Cause                                         // what of the ClientHello it is about
	takes       func(fixtures.Quirks) string                  // what the server takes
	helps       func(fixtures.Profile, *ClientHello) []change // what a client can do, the least weakening first; nil if nothing
	hopeless    string                                        // what to say if none of that helps
	better      string                                        // what the server should do
	aboutLength bool                                          // the length of the ClientHello is what matters
	besides     string                                        // what to say instead of the releases that send such a ClientHello by default
}

const (
	betterLength  = "let the server, and what stands before it, read a ClientHello of any length (RFC 8446, section 5.1)"
	betterUnknown = "let the server, and what stands before it, ignore what they do not know (RFC 8446, section 9.3)"
)

// intolerances has a row for each of these quirks, in the order of the struct.
func intolerances() []intolerance {
	var all []intolerance
	for _, part := range [][]intolerance{
		intolerancesOfForm(), intolerancesOfExtensions(), intolerancesOfLists(), intolerancesOfNames(),
	} {
		all = append(all, part...)
	}
	return all
}

// intolerancesOfForm are about how long a ClientHello is, and of what version.
func intolerancesOfForm() []intolerance {
	return []intolerance{
		{
			quirk: "RefuseHelloOver", kind: CauseHelloSize, aboutLength: true,
			takes: func(q fixtures.Quirks) string { return fmt.Sprintf("no ClientHello over %d bytes", q.RefuseHelloOver) },
			helps: smallerHello, better: betterLength,
		},
		{
			quirk: "RefuseHelloOf256To511", kind: CauseHelloSize, aboutLength: true,
			takes: always("no ClientHello of 256 to 511 bytes"),
			helps: smallerHello, better: betterLength,
		},
		{
			quirk: "RefuseHelloOf10Mod256", kind: CauseHelloSize, aboutLength: true,
			takes: always("no ClientHello of 266, 522, 778 ... bytes"),
			helps: smallerHello, better: betterLength,
		},
		{
			quirk: "RefuseHelloInRecords", kind: CauseHelloSize,
			takes: always("no ClientHello in more than one record"),
			helps: withoutProtocols, better: betterLength,
		},
		{
			quirk: "RefuseVersionOver", kind: CauseVersion,
			takes: func(q fixtures.Quirks) string {
				return "no ClientHello of a version over " + wire.VersionName(q.RefuseVersionOver)
			},
			helps:    olderVersion,
			hopeless: "no Go client since 1.12 says less than TLS 1.0 in its ClientHello",
			better:   "let the server answer with a version of its own (RFC 5246, appendix E.1)",
		},
		{
			quirk: "RefuseOfferedVersions", kind: CauseVersion,
			takes: func(q fixtures.Quirks) string {
				return "no client that offers " + versionNames(q.RefuseOfferedVersions)
			},
			helps: otherVersions, better: betterUnknown,
		},
	}
}

// intolerancesOfExtensions are about which extensions there are, and in what order.
func intolerancesOfExtensions() []intolerance {
	return []intolerance{
		{
			quirk: "RefuseExtensions", kind: CauseExtension,
			takes: func(q fixtures.Quirks) string {
				return "no ClientHello with " + listed(wire.ExtensionName, q.RefuseExtensions)
			},
			helps:    withoutExtensions,
			hopeless: "no setting of Go leaves the extension out",
			better:   betterUnknown,
		},
		{
			quirk: "RefuseEmptyLastExtension", kind: CauseHelloShape,
			takes:    always("no ClientHello that ends with an empty extension"),
			hopeless: "no setting of Go changes the order of extensions",
			better:   betterUnknown,
		},
		{
			quirk: "RequireSecondExtension", kind: CauseHelloShape,
			takes: func(q fixtures.Quirks) string {
				return "only a ClientHello whose second extension is " + wire.ExtensionName(q.RequireSecondExtension)
			},
			hopeless: "no setting of Go changes the order of extensions",
			better:   "let the server take extensions in any order (RFC 8446, section 4.2)",
		},
	}
}

// intolerancesOfLists are about what is listed: groups, signature schemes, suites, and the session id.
func intolerancesOfLists() []intolerance {
	return []intolerance{
		{
			quirk: "RefuseUnknownFirstGroup", kind: CauseGroup,
			takes:  always("only clients whose first group is one of its own"),
			helps:  func(p fixtures.Profile, _ *ClientHello) []change { return []change{{groups: p.Groups}} },
			better: betterUnknown,
		},
		{
			quirk: "RefuseGroups", kind: CauseGroup,
			takes: func(q fixtures.Quirks) string { return "no client that offers " + groupNames(groupIDs(q.RefuseGroups)) },
			helps: otherGroups, better: betterUnknown,
		},
		{
			quirk: "RefuseSchemes", kind: CauseSignatureScheme,
			takes: func(q fixtures.Quirks) string {
				return "no client that offers " + schemeNames(q.RefuseSchemes) + " in signature_algorithms"
			},
			helps:    olderSchemes,
			hopeless: "no setting of Go leaves other signature schemes out than ML-DSA and SHA-1",
			better:   betterUnknown,
		},
		{
			quirk: "RefuseCertificateSchemes", kind: CauseSignatureScheme,
			takes: func(q fixtures.Quirks) string {
				return "no client that offers " + schemeNames(q.RefuseCertificateSchemes) + " in signature_algorithms_cert"
			},
			helps:    olderSchemes,
			hopeless: "no setting of Go leaves other signature schemes out than ML-DSA and SHA-1",
			better:   betterUnknown,
		},
		{
			quirk: "RequireScheme", kind: CauseSignatureScheme,
			takes: func(q fixtures.Quirks) string {
				return "only clients that offer " + wire.SignatureSchemeName(uint16(q.RequireScheme)) + " in signature_algorithms"
			},
			helps:    beforeSchemes,
			hopeless: "no setting of Go adds the signature scheme",
			better:   "give the server a certificate that is signed with SHA-256",
		},
		{
			quirk: "RefuseSessionID", kind: CauseHelloShape,
			takes:    always("no ClientHello with a session id"),
			hopeless: "no setting of Go leaves out the session id, which clients make up since Go 1.12",
			better:   "let the server ignore session ids that it does not know (RFC 5246, section 7.4.1.2)",
		},
		{
			quirk: "RefuseSuitesOver", kind: CauseHelloShape,
			takes: func(q fixtures.Quirks) string {
				return fmt.Sprintf("no client with over %d suites", q.RefuseSuitesOver)
			},
			helps:  fewerSuites,
			better: betterUnknown,
		},
	}
}

// intolerancesOfNames are about the server name.
func intolerancesOfNames() []intolerance {
	return []intolerance{
		{
			quirk: "RequireServerName", kind: CauseServerName,
			takes:   always("only clients that ask for a server name"),
			besides: "Go sends none for an IP address",
			helps:   otherServerName,
			better:  "let the client dial the server by its name, not by an IP address",
		},
		{
			quirk: "RefuseUnknownServerName", kind: CauseServerName,
			takes:  always("only clients that ask for a name of its certificate"),
			helps:  otherServerName,
			better: "give the server a certificate for the name",
		},
	}
}

func always(text string) func(fixtures.Quirks) string {
	return func(fixtures.Quirks) string { return text }
}

// classicGroups are those that crypto/tls has had since before Go 1.12.
func classicGroups() []tls.CurveID {
	return []tls.CurveID{tls.X25519, tls.CurveP256, tls.CurveP384, tls.CurveP521}
}

// isHybrid says whether a group is one of a post-quantum scheme and an older one, which
// crypto/tls of Go 1.21 has no names for.
func isHybrid(group uint16) bool {
	return slices.Contains([]uint16{0x6399, 0x11eb, 0x11ec, 0x11ed}, group)
}

// smallerHello is without post-quantum key shares, then without what TLS 1.3 adds.
func smallerHello(_ fixtures.Profile, h *ClientHello) []change {
	changes := []change{{groups: classicGroups()}, {maxVersion: tls.VersionTLS12}}
	if len(h.ALPN) > 0 {
		changes = append(changes, change{noProtocols: true}, change{maxVersion: tls.VersionTLS12, noProtocols: true})
	}
	return changes
}

func withoutProtocols(_ fixtures.Profile, h *ClientHello) []change {
	if len(h.ALPN) == 0 {
		return nil
	}
	return []change{{noProtocols: true}}
}

// olderVersion is in the field that TLS 1.2 and older have, of which it is the highest.
func olderVersion(p fixtures.Profile, _ *ClientHello) []change {
	if p.Quirks.RefuseVersionOver < tls.VersionTLS10 {
		return nil
	}
	return []change{{minVersion: min(p.MaxVersion, p.Quirks.RefuseVersionOver), maxVersion: p.Quirks.RefuseVersionOver}}
}

// otherVersions are below those that the server cannot stand, or above.
func otherVersions(p fixtures.Profile, _ *ClientHello) []change {
	var changes []change
	if lowest := slices.Min(p.Quirks.RefuseOfferedVersions); lowest > tls.VersionTLS10 {
		changes = append(changes, change{maxVersion: min(lowest-1, tls.VersionTLS13)})
	}
	if highest := slices.Max(p.Quirks.RefuseOfferedVersions); highest < tls.VersionTLS13 {
		changes = append(changes, change{minVersion: max(highest+1, tls.VersionTLS10)})
	}
	return changes
}

// withoutExtensions leaves out what a tls.Config can: ALPN, and what TLS 1.3 adds.
func withoutExtensions(p fixtures.Profile, h *ClientHello) []change {
	changes := withoutProtocols(p, h)
	if slices.Contains(p.Quirks.RefuseExtensions, wire.ExtKeyShare) {
		changes = append(changes, change{maxVersion: tls.VersionTLS12})
	}
	return changes
}

// otherGroups are those that are left.
func otherGroups(p fixtures.Profile, _ *ClientHello) []change {
	var left []tls.CurveID
	for _, g := range classicGroups() {
		if !slices.Contains(p.Quirks.RefuseGroups, g) {
			left = append(left, g)
		}
	}
	if left == nil {
		return nil
	}
	return []change{{groups: left}}
}

// olderSchemes are without ML-DSA, which is for TLS 1.3 alone (RFC 8446, section 4.2.3).
func olderSchemes(fixtures.Profile, *ClientHello) []change {
	return []change{{maxVersion: tls.VersionTLS12}}
}

// beforeSchemes is older than the extension (RFC 5246, section 7.4.1.4.1).
func beforeSchemes(p fixtures.Profile, _ *ClientHello) []change {
	if p.MinVersion > tls.VersionTLS11 {
		return nil
	}
	return []change{{minVersion: min(p.MaxVersion, tls.VersionTLS11), maxVersion: tls.VersionTLS11}}
}

// fewerSuites are those that the server has, without those of TLS 1.3 if need be.
func fewerSuites(p fixtures.Profile, _ *ClientHello) []change {
	changes := suiteChanges(goSuites(p.Suites))
	for _, ch := range changes {
		ch.maxVersion = tls.VersionTLS12
		changes = append(changes, ch)
	}
	return changes
}

// otherServerName is the first name of the server's certificate.
func otherServerName(p fixtures.Profile, _ *ClientHello) []change {
	hosts := p.Certificate.Hosts
	if hosts == nil {
		hosts = []string{"localhost"} // as package certs has it
	}
	for _, host := range hosts {
		if net.ParseIP(host) == nil {
			return []change{{serverName: host}}
		}
	}
	return nil
}

func schemeNames(schemes []tls.SignatureScheme) string {
	var ids []uint16
	for _, s := range schemes {
		ids = append(ids, uint16(s))
	}
	return listed(wire.SignatureSchemeName, ids)
}

func listed(name func(uint16) string, ids []uint16) string {
	var texts []string
	for _, id := range ids {
		texts = append(texts, name(id))
	}
	return strings.Join(texts, ", ")
}

// A portWithoutTLS is what can be said about a port that does not speak TLS.
type portWithoutTLS struct {
	quirk  string                       // field of fixtures.Quirks
	cause  func(fixtures.Quirks) string // what the client met
	better string
}

func notTLS() []portWithoutTLS {
	return []portWithoutTLS{
		{
			quirk: "Banner",
			cause: func(q fixtures.Quirks) string {
				return "the server begins with the banner " + quoted(q.Banner) + " and speaks no TLS before it is asked to (STARTTLS)"
			},
			better: "let the client begin as the protocol wants it, for example with smtp.Client.StartTLS, or dial the port that begins with TLS",
		},
		{
			quirk: "AnswerInstead",
			cause: func(q fixtures.Quirks) string {
				return "whatever comes, the server answers " + quoted(q.AnswerInstead) + " and closes: it speaks no TLS here"
			},
			better: "let the client dial a port with TLS 1.2",
		},
		{
			quirk:  "NeverAnswer",
			cause:  always("the server takes connections and never answers: nothing is there that speaks TLS"),
			better: "look at what stands before the server, and let the client have a time-out",
		},
	}
}

// quoted shows the beginning of what a server says.
func quoted(text string) string {
	const most = 40
	if len(text) > most {
		return strconv.QuoteToASCII(text[:most]) + "..."
	}
	return strconv.QuoteToASCII(text)
}
