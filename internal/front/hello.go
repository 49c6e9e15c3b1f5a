package front

import (
	"net"
	"slices"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/refusal"
	"github.com/legacytls/legacytls/internal/wire"
)

// An intolerance is something in a ClientHello that a server cannot stand.
type intolerance struct {
	quirk string // field of fixtures.Quirks that sets it
	alert uint8  // what the server says if fixtures.Quirks.Intolerance leaves it open

	// wrong says what of a hello the server cannot stand, "" if it can.
	wrong func(f *Front, h *wire.ClientHello) string
}

// The alerts of servers that refuse a ClientHello (RFC 8446, section 6.2).
const (
	handshakeFailure uint8 = 40
	unrecognizedName uint8 = 112
)

// intolerances has all of them. The first that a client meets is what it is refused for.
func intolerances() []intolerance {
	return []intolerance{
		{"RefuseHelloOver", handshakeFailure, helloOver},
		{"RefuseHelloOf256To511", handshakeFailure, helloOf256To511},
		{"RefuseHelloOf10Mod256", handshakeFailure, helloOf10Mod256},
		{"RefuseHelloInRecords", handshakeFailure, helloInRecords},
		{"RefuseVersionOver", handshakeFailure, versionOver},
		{"RefuseOfferedVersions", handshakeFailure, offeredVersions},
		{"RefuseExtensions", handshakeFailure, extensions},
		{"RefuseEmptyLastExtension", handshakeFailure, emptyLastExtension},
		{"RequireSecondExtension", handshakeFailure, secondExtension},
		{"RefuseUnknownFirstGroup", handshakeFailure, unknownFirstGroup},
		{"RefuseGroups", handshakeFailure, groups},
		{"RefuseSchemes", handshakeFailure, schemes},
		{"RefuseCertificateSchemes", handshakeFailure, certificateSchemes},
		{"RequireScheme", handshakeFailure, missingScheme},
		{"RefuseSessionID", handshakeFailure, sessionID},
		{"RefuseSuitesOver", handshakeFailure, suitesOver},
		{"RequireServerName", unrecognizedName, missingServerName},
		{"RefuseUnknownServerName", unrecognizedName, unknownServerName},
	}
}

// intolerancesOf returns those that are set.
func intolerancesOf(q fixtures.Quirks) []intolerance {
	var those []intolerance
	set := q.Set()
	for _, i := range intolerances() {
		if slices.Contains(set, i.quirk) {
			those = append(those, i)
		}
	}
	return those
}

// judge turns a client away whose ClientHello the server cannot stand.
func (f *Front) judge(conn net.Conn, hello *wire.ClientHello) error {
	if hello == nil {
		return nil
	}
	for _, i := range f.intolerances {
		if wrong := i.wrong(f, hello); wrong != "" {
			refusal.End(conn, f.quirks.Intolerance, i.alert, func(level, code uint8) {
				conn.Write(wire.MarshalRecord(wire.AlertRecord, f.alertVersion(hello), []byte{level, code}))
			})
			return &Error{Quirk: i.quirk, Reason: wrong}
		}
	}
	return nil
}

// Objection returns the quirk for which a server that plays p would turn a ClientHello
// away, "" if none. It has no certificate to compare the name with that is asked for.
func Objection(p fixtures.Profile, hello *wire.ClientHello) string {
	p.Quirks.RefuseUnknownServerName = false
	f := New(p, nil)
	for _, i := range f.intolerances {
		if i.wrong(f, hello) != "" {
			return i.quirk
		}
	}
	return ""
}

// alertVersion is the version of records that answer a hello: the one that the server
// would have chosen, as far as records have it (RFC 8446, section 5.1).
func (f *Front) alertVersion(h *wire.ClientHello) uint16 {
	return min(h.Version, f.profile.MaxVersion, wire.VersionTLS12)
}
