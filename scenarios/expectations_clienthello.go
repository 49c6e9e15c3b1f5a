package scenarios

import (
	"crypto/tls"
	"fmt"
	"strings"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

// helloOf is a client whose ClientHello matters and nothing else: its server
// name is the one with which the sizes of ClientHellos were measured.
func helloOf(c harness.Client) harness.Client {
	c.ServerName, c.InsecureSkipVerify = "example.test", true
	return c
}

// ordersSuites expects a ClientHello in which these suites stand in this order;
// others may stand between them.
func ordersSuites(ids ...uint16) harness.Expectation {
	return harness.Sends("the suites "+suiteList(ids)+" in this order",
		func(h *harness.ClientHello) bool { return inOrder(h.CipherSuites, ids) },
		func(h *harness.ClientHello) string { return "the suites " + suiteList(h.CipherSuites) })
}

func suiteList(ids []uint16) string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = fmt.Sprintf("%04x", id)
	}
	return strings.Join(texts, " ")
}

// sharesKey expects a ClientHello with a key share of this group, among others
// perhaps.
func sharesKey(group uint16) harness.Expectation {
	return harness.Sends("a key share of "+wire.GroupName(group),
		func(h *harness.ClientHello) bool {
			for _, share := range h.KeyShares {
				if share.Group == group {
					return true
				}
			}
			return false
		},
		func(h *harness.ClientHello) string {
			return fmt.Sprintf("%d key shares of other groups", len(h.KeyShares))
		})
}

// prefersScheme expects a ClientHello with both signature schemes, the first
// before the second.
func prefersScheme(first, second tls.SignatureScheme) harness.Expectation {
	return harness.Sends(wire.SignatureSchemeName(uint16(first))+" before "+wire.SignatureSchemeName(uint16(second)),
		func(h *harness.ClientHello) bool {
			return inOrder(h.SignatureAlgorithms, []uint16{uint16(first), uint16(second)})
		},
		func(h *harness.ClientHello) string { return "the schemes " + suiteList(h.SignatureAlgorithms) })
}

// inOrder reports whether the ids of part are in list in this order, with
// others between them perhaps.
func inOrder(list, part []uint16) bool {
	for _, id := range list {
		if len(part) > 0 && id == part[0] {
			part = part[1:]
		}
	}
	return len(part) == 0
}

// offersProtocol expects a ClientHello that asks for this application protocol
// (RFC 7301).
func offersProtocol(name string) harness.Expectation {
	return harness.Sends("the application protocol "+name,
		func(h *harness.ClientHello) bool {
			for _, p := range h.ALPN {
				if p == name {
					return true
				}
			}
			return false
		},
		func(h *harness.ClientHello) string { return fmt.Sprintf("the application protocols %q", h.ALPN) })
}
