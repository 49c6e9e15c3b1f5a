package scenarios

import (
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

// noCommonSuite is what a server says to a client with none of its suites.
func noCommonSuite() harness.Expectation {
	return harness.Refused(
		harness.LocalAlert(harness.HandshakeFailure),
		harness.ErrorText("tls: no cipher suite supported by both client and server"))
}

// offersSuite expects a ClientHello with the suite, among others perhaps.
func offersSuite(id uint16) harness.Expectation { return suiteOffered(id, true) }

// offersNoSuite expects a ClientHello without the suite.
func offersNoSuite(id uint16) harness.Expectation { return suiteOffered(id, false) }

func suiteOffered(id uint16, want bool) harness.Expectation {
	what := "the suite " + suiteList([]uint16{id})
	if !want {
		what = "a list without " + what
	}
	return harness.Sends(what,
		func(h *harness.ClientHello) bool { return h.OffersSuite(id) == want },
		func(h *harness.ClientHello) string { return "the suites " + suiteList(h.CipherSuites) })
}

// offersNoGroup expects a ClientHello without the named group.
func offersNoGroup(id uint16) harness.Expectation {
	return harness.Sends("no group "+wire.GroupName(id),
		func(h *harness.ClientHello) bool { return !has(h.Groups, id) },
		func(h *harness.ClientHello) string { return "the groups " + suiteList(h.Groups) })
}

func has(ids []uint16, id uint16) bool {
	for _, i := range ids {
		if i == id {
			return true
		}
	}
	return false
}
