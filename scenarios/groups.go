package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

// The post-quantum named groups. crypto/tls has names for them since the
// release that brought them, which is newer than what this module builds with.
const (
	x25519MLKEM768     tls.CurveID = 0x11EC // since Go 1.24
	secP256r1MLKEM768  tls.CurveID = 0x11EB // since Go 1.26
	secP384r1MLKEM1024 tls.CurveID = 0x11ED // since Go 1.26
	mlkem1024          tls.CurveID = 0x0202 // since Go 1.27, if asked for
)

// unknownGroup is a named group that nobody has registered.
const unknownGroup tls.CurveID = 0x1234

// classicGroups are what crypto/tls offers besides post-quantum groups, in
// every release.
func classicGroups() []tls.CurveID {
	return []tls.CurveID{tls.X25519, tls.CurveP256, tls.CurveP384, tls.CurveP521}
}

// groupsOnly is a server of TLS 1.3 with these named groups.
func groupsOnly(name string, groups ...tls.CurveID) fixtures.Profile {
	p := fixtures.TLS13Only()
	p.Name = name
	p.Title = "TLS 1.3 alone, with named groups of its own"
	p.Groups = groups
	return p
}

// postQuantumHello is a connection whose ClientHello has these post-quantum
// groups before the others and shares of the first of them and X25519, which
// makes it larger than a TCP segment.
func postQuantumHello(groups ...tls.CurveID) harness.Expectation {
	return harness.All(
		harness.Connects(),
		harness.OffersGroups(append(groups, classicGroups()...)...),
		harness.SharesKeys(groups[0], tls.X25519),
		harness.HelloOver(oneSegment),
	)
}

// smallHello is a connection whose ClientHello has just these groups and is as
// small as all were until Go 1.22.
func smallHello(groups ...tls.CurveID) harness.Expectation {
	return harness.All(harness.Connects(), harness.OffersGroups(groups...), harness.HelloUpTo(512))
}

// connectsOn is a connection whose keys were exchanged on this group.
func connectsOn(group tls.CurveID) harness.Expectation {
	return harness.ConnectsWith(harness.WithGroup(group))
}

// unsupportedCurve is how Go 1.13 to 1.23 ends before it has sent anything if
// the first of tls.Config.CurvePreferences is none that it has.
func unsupportedCurve() harness.Expectation {
	return harness.Refused(sentNothing(), harness.ErrorText("tls: CurvePreferences includes unsupported curve"))
}

// noSupportedCurves is how Go 1.24 to 1.26 ends before it has sent anything if
// tls.Config.CurvePreferences has none that it has.
func noSupportedCurves() harness.Expectation {
	return harness.Refused(sentNothing(), harness.ErrorText("tls: no supported elliptic curves for ECDHE"))
}

// hello13On is a client of TLS 1.3 alone with these named groups and shares.
func hello13On(shares harness.Extension, groups ...tls.CurveID) *harness.RawClient {
	ids := make([]uint16, len(groups))
	for i, g := range groups {
		ids[i] = uint16(g)
	}
	client := leavingOut(wire.ExtKeyShare, leavingOut(wire.ExtSupportedGroups, hello13(tls.TLS_AES_128_GCM_SHA256)))
	client.Extensions = append(client.Extensions, wire.SupportedGroups(ids...), shares)
	return client
}

// shareOfX25519 is a key share of X25519 alone.
func shareOfX25519() harness.Extension { return wire.KeyShareOf(uint16(tls.X25519), x25519Share()) }
