package harness

import (
	"crypto/tls"
	"errors"

	"github.com/legacytls/legacytls/fixtures"
)

// rejectionOf returns why the server turned the client away before TLS, if it did.
func rejectionOf(o Outcome) (rejection, bool) {
	var why rejection
	found := o.Server != nil && errors.As(o.Server.Err, &why)
	return why, found
}

// rejectionDiagnosis is for a server that cannot stand the ClientHello, or never speaks
// TLS. What makes a ClientHello smaller and older is tried.
func rejectionDiagnosis(p fixtures.Profile, why rejection) diagnosis {
	d := diagnosis{cause: why.Error()}
	if !p.Quirks.RefusesHellos() {
		return d
	}
	d.candidates = []change{
		{groups: []tls.CurveID{tls.X25519, tls.CurveP256, tls.CurveP384, tls.CurveP521}},
		{maxVersion: tls.VersionTLS12},
	}
	d.tried = "CurvePreferences without post-quantum groups, and a MaxVersion of TLS 1.2"
	return d
}

// rejectedBy says how a client was turned away before TLS, "" if an alert tells.
func rejectedBy(p fixtures.Profile) string {
	if p.Quirks.Intolerance.Kind == fixtures.RefuseAlert {
		return ""
	}
	return "the server, " + p.Quirks.Intolerance.String()
}
