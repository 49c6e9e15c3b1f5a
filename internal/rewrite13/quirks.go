package rewrite13

import (
	"slices"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// A quirk acts at one or more of these places.
type quirk struct {
	name string // of the field of fixtures.Quirks

	// begin sees the ClientHello, and may turn the client away.
	begin func(*Conn, *wire.ClientHello) error

	// edit changes what crypto/tls sends.
	edit func(fixtures.Quirks) edit

	// established speaks when the handshake is complete.
	established func(*Conn) error
}

// quirks are those that are played here. They edit in this order: what changes a
// message comes before what moves it.
func quirks() []quirk {
	return []quirk{
		{name: "PointlessRetryRequest", begin: askPointlessly},
		{name: "TwoRetryRequests", begin: askTwice},
		{name: "EmptyTicket", begin: refuseEmptyIdentity, edit: emptyTicket},
		{name: "SelectVersion", edit: selectVersion},
		{name: "SelectCompression", edit: selectCompression},
		{name: "NoSessionIDEcho", edit: noSessionIDEcho},
		{name: "StatusInCertificateRequest", edit: statusInCertificateRequest},
		{name: "NoCloseNotify", edit: noCloseNotify},
		{name: "UserCanceled", edit: userCanceled},
		{name: "KeyChangeInOneRecord", edit: keyChangeInOneRecord},
		{name: "AlertAfterHandshake", established: alertAfterHandshake},
	}
}

// Plays reports whether a quirk, by its field name, is one of those played here.
func Plays(name string) bool {
	for _, q := range quirks() {
		if q.name == name {
			return true
		}
	}
	return false
}

// quirksOf returns those that are set.
func quirksOf(p fixtures.Profile) []quirk {
	var all []quirk
	for _, q := range quirks() {
		if slices.Contains(p.Quirks.Set(), q.name) {
			all = append(all, q)
		}
	}
	return all
}
