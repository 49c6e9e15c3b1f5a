package harness

import (
	"crypto/tls"
	"fmt"
	"slices"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// The expectations of this file are about the ClientHello, however the
// connection ended.

// Sends expects a ClientHello for which matches returns true. What says what
// is expected of it, for example "a session id", and came what it has instead.
func Sends(what string, matches func(*ClientHello) bool, came func(*ClientHello) string) Expectation {
	text := "sends a ClientHello with " + what
	return helloExpectation{expectation{text, func(o Outcome) error {
		if o.Hello == nil {
			return fmt.Errorf("no ClientHello: %s", o)
		}
		if !matches(o.Hello) {
			return fmt.Errorf("a ClientHello with %s", came(o.Hello))
		}
		return nil
	}}}
}

// A helloExpectation is one that says nothing about what comes of a connection.
type helloExpectation struct{ expectation }

// aboutHello reports whether e, or one of its parts, is about the ClientHello.
func aboutHello(e Expectation) bool {
	if parts, ok := e.(all); ok {
		for _, part := range parts.parts {
			if aboutHello(part) {
				return true
			}
		}
	}
	_, ok := e.(helloExpectation)
	return ok
}

// OffersSuites expects a ClientHello with exactly these cipher suites below
// TLS 1.3, in this order.
func OffersSuites(ids ...uint16) Expectation {
	return offersList("suites below TLS 1.3", suiteText, ids, suitesOffered)
}

// OffersSuitesOfTLS13 expects a ClientHello with exactly these cipher suites of
// TLS 1.3, in this order.
func OffersSuitesOfTLS13(ids ...uint16) Expectation {
	return offersList("suites of TLS 1.3", suiteText, ids, func(h *ClientHello) []uint16 {
		return keepIDs(h.CipherSuites, isSuiteOfTLS13)
	})
}

// OffersVersions expects a ClientHello that offers exactly these versions, the
// highest first.
func OffersVersions(versions ...uint16) Expectation {
	return offersList("versions", wire.VersionName, versions, (*ClientHello).Versions)
}

// OffersGroups expects a ClientHello with exactly these named groups, in this
// order.
func OffersGroups(groups ...tls.CurveID) Expectation {
	return offersList("groups", wire.GroupName, groupIDs(groups), func(h *ClientHello) []uint16 { return h.Groups })
}

// SharesKeys expects a ClientHello with key shares of exactly these named
// groups, in this order.
func SharesKeys(groups ...tls.CurveID) Expectation {
	return offersList("key shares", wire.GroupName, groupIDs(groups), func(h *ClientHello) []uint16 {
		var shares []uint16
		for _, s := range h.KeyShares {
			shares = append(shares, s.Group)
		}
		return shares
	})
}

// OffersScheme expects a ClientHello with the signature scheme in
// signature_algorithms.
func OffersScheme(id tls.SignatureScheme) Expectation { return offersScheme(id, true) }

// OffersNoScheme expects a ClientHello without the signature scheme in
// signature_algorithms.
func OffersNoScheme(id tls.SignatureScheme) Expectation { return offersScheme(id, false) }

func offersScheme(id tls.SignatureScheme, want bool) Expectation {
	return Sends(with(want, "signature scheme "+wire.SignatureSchemeName(uint16(id))),
		func(h *ClientHello) bool { return slices.Contains(h.SignatureAlgorithms, uint16(id)) == want },
		func(h *ClientHello) string {
			return "signature schemes " + names(wire.SignatureSchemeName, h.SignatureAlgorithms)
		})
}

// OffersSchemeForCertificates is OffersScheme for signature_algorithms_cert.
func OffersSchemeForCertificates(id tls.SignatureScheme) Expectation {
	return offersSchemeForCertificates(id, true)
}

// OffersNoSchemeForCertificates is OffersNoScheme for signature_algorithms_cert.
func OffersNoSchemeForCertificates(id tls.SignatureScheme) Expectation {
	return offersSchemeForCertificates(id, false)
}

func offersSchemeForCertificates(id tls.SignatureScheme, want bool) Expectation {
	return Sends(with(want, "signature scheme "+wire.SignatureSchemeName(uint16(id))+" for certificates"),
		func(h *ClientHello) bool { return slices.Contains(h.SignatureAlgorithmsCert, uint16(id)) == want },
		func(h *ClientHello) string {
			return "signature schemes for certificates " + names(wire.SignatureSchemeName, h.SignatureAlgorithmsCert)
		})
}

// OffersExtension expects a ClientHello with the extension.
func OffersExtension(id uint16) Expectation { return offersExtension(id, true) }

// OffersNoExtension expects a ClientHello without the extension.
func OffersNoExtension(id uint16) Expectation { return offersExtension(id, false) }

func offersExtension(id uint16, want bool) Expectation {
	return Sends(with(want, "extension "+wire.ExtensionName(id)),
		func(h *ClientHello) bool { _, sent := h.Extension(id); return sent == want },
		extensionsCame)
}

// OrdersExtensions expects a ClientHello with these extensions in this order;
// others may stand between them.
func OrdersExtensions(ids ...uint16) Expectation {
	return Sends("the extensions "+names(wire.ExtensionName, ids)+" in this order",
		func(h *ClientHello) bool {
			rest := ids
			for _, e := range h.Extensions {
				if len(rest) > 0 && e.ID == rest[0] {
					rest = rest[1:]
				}
			}
			return len(rest) == 0
		}, extensionsCame)
}

func extensionsCame(h *ClientHello) string {
	var ids []uint16
	for _, e := range h.Extensions {
		ids = append(ids, e.ID)
	}
	return "the extensions " + names(wire.ExtensionName, ids)
}

// HelloOver expects a ClientHello of more than n bytes on the wire, record
// headers included.
func HelloOver(n int) Expectation {
	return helloSize(fmt.Sprintf("more than %d bytes", n), func(size int) bool { return size > n })
}

// HelloUpTo expects a ClientHello of at most n bytes on the wire, record
// headers included.
func HelloUpTo(n int) Expectation {
	return helloSize(fmt.Sprintf("at most %d bytes", n), func(size int) bool { return size <= n })
}

func helloSize(what string, fits func(int) bool) Expectation {
	return Sends(what, func(h *ClientHello) bool { return fits(h.Size) },
		func(h *ClientHello) string { return fmt.Sprintf("%d bytes", h.Size) })
}

// offersList expects one of the lists in a ClientHello to be exactly want.
func offersList(what string, name func(uint16) string, want []uint16, list func(*ClientHello) []uint16) Expectation {
	return Sends(what+" "+names(name, want),
		func(h *ClientHello) bool { return equalIDs(list(h), want) },
		func(h *ClientHello) string { return what + " " + names(name, list(h)) })
}

func suiteText(id uint16) string { return fixtures.OpenSSLName(id) }

func suitesOffered(h *ClientHello) []uint16 {
	return keepIDs(h.CipherSuites, func(id uint16) bool { return !isSuiteOfTLS13(id) })
}

func isSuiteOfTLS13(id uint16) bool { return id>>8 == 0x13 }

func keepIDs(ids []uint16, keep func(uint16) bool) []uint16 {
	var kept []uint16
	for _, id := range ids {
		if keep(id) {
			kept = append(kept, id)
		}
	}
	return kept
}

func equalIDs(a, b []uint16) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// names lists ids for a person, "none" for no ids.
func names(name func(uint16) string, ids []uint16) string {
	if len(ids) == 0 {
		return "none"
	}
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = name(id)
	}
	return strings.Join(texts, " ")
}

func with(want bool, what string) string {
	if want {
		return what
	}
	return "no " + what
}
