package harness

import (
	"crypto/tls"
	"slices"

	"github.com/legacytls/legacytls/fixtures"
)

func suiteDiagnosis(p fixtures.Profile, hello *ClientHello) diagnosis {
	d := diagnosis{kind: CauseSuite, cause: suiteCause(p, hello), better: betterForSuites(p)}
	if known := goSuites(p.Suites); len(known) > 0 {
		d.candidates = suiteChanges(known)
	} else {
		d.hopeless = "no Go release implements a suite of this server, with any setting"
	}
	if !offersDefaults(hello) {
		return d // settings do not act on an explicit list
	}
	d.recorded = offerRemediesFor(p, hello)
	return d
}

// offersDefaults reports whether hello has the suites that every Go release
// from 1.12 on offers unless tls.Config.CipherSuites says otherwise.
func offersDefaults(hello *ClientHello) bool {
	for _, id := range []uint16{
		tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
		tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
		tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
		tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
	} {
		if !hello.OffersSuite(id) {
			return false
		}
	}
	return true
}

// betterForSuites is the change of the server, or of a client that leaves out
// what is good about it.
func betterForSuites(p fixtures.Profile) string {
	for _, id := range p.Suites {
		if s, _ := fixtures.SuiteByID(id); s.KeyExchange == "ECDHE" && s.MAC == "AEAD" && s.Go != "" {
			return "let tls.Config.CipherSuites of the client include " + s.Name
		}
	}
	return "enable an ECDHE suite on the server"
}

// goSuites returns those of ids that crypto/tls implements and that can be
// configured; nil means all that it implements.
func goSuites(ids []uint16) []uint16 {
	var known []uint16
	for _, s := range fixtures.Suites() {
		if s.Go != "" && !s.TLS13() && (ids == nil || slices.Contains(ids, s.ID)) {
			known = append(known, s.ID)
		}
	}
	return known
}
