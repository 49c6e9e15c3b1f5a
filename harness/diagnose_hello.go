package harness

import (
	"errors"
	"fmt"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// rejectionOf returns why the server turned the client away before TLS, if it did.
func rejectionOf(o Outcome) (rejection, bool) {
	var why rejection
	found := o.Server != nil && errors.As(o.Server.Err, &why)
	return why, found
}

// rejectionDiagnosis is for a server that cannot stand the ClientHello, or never speaks
// TLS.
func rejectionDiagnosis(p fixtures.Profile, why rejection, o Outcome) diagnosis {
	for _, i := range intolerances() {
		if i.quirk == why.quirk {
			return i.diagnose(p, why, o)
		}
	}
	for _, n := range notTLS() {
		if n.quirk == why.quirk {
			return diagnosis{kind: CauseNoTLS, cause: n.cause(p.Quirks), hopeless: "no setting of a TLS client changes what this port speaks", better: n.better}
		}
	}
	return diagnosis{cause: why.Error()}
}

// diagnose says what of the hello it is, since when clients send it, and what may be
// in the way behind it.
func (i intolerance) diagnose(p fixtures.Profile, why rejection, o Outcome) diagnosis {
	hello := o.Hello
	d := diagnosis{
		kind:     i.kind,
		cause:    why.Error() + keyShareClause(i, hello),
		recorded: helloRemediesFor(p, hello),
		hopeless: i.hopeless,
		better:   i.better,
	}
	if i.besides != "" {
		d.cause += "; " + i.besides
	} else if releases := releasesRefused(p, i.quirk, hello.ServerName); releases != "" {
		d.cause += "; such is the default ClientHello " + releases
	}
	if next, misfit := misfitDiagnosis(p, o); misfit {
		d.cause += "; and behind that, " + next.cause
	}
	if i.helps != nil {
		d.candidates = reaching(p, hello, i.helps(p, hello))
	}
	d.tried = describeChanges(d.candidates)
	return d
}

// keyShareClause tells of the largest part of a ClientHello that is too large.
func keyShareClause(i intolerance, hello *ClientHello) string {
	if !i.aboutLength {
		return ""
	}
	for _, share := range hello.KeyShares {
		if isHybrid(share.Group) {
			return fmt.Sprintf("; %d bytes of the ClientHello are the key share of %s, a post-quantum group", share.Length, wire.GroupName(share.Group))
		}
	}
	return ""
}

// rejectedBy says how a client was turned away before TLS, "" if an alert tells.
func rejectedBy(p fixtures.Profile) string {
	if p.Quirks.Intolerance.Kind == fixtures.RefuseAlert {
		return ""
	}
	return "the server, " + p.Quirks.Intolerance.String()
}
