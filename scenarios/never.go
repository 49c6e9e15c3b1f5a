package scenarios

import (
	"strings"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// Never is the servers that no Go client has ever reached, for which there is no
// release to go back to and no setting to look for. AES256-SHA256 is another; it
// has a table of its own.
func Never() Table {
	return Table{
		Name:  "never",
		Title: "Servers that no Go release reaches, whatever is set",
		Scenarios: []harness.Scenario{
			unreachable(fixtures.DHE1024Only(), "DHE"),
			unreachableWithAllSuites(fixtures.DHE1024Only(), "those of the server"),
			unreachable(fixtures.NullOnly(), "NULL ciphers"),
			unreachableWithAllSuites(fixtures.NullOnly(), "those of the server"),
			unreachable(fixtures.AnonymousOnly(), "anonymous key exchange"),
			unreachableWithAllSuites(fixtures.AnonymousOnly(), "those of the server"),
		},
	}
}

const cipherSuitesSource = "src/crypto/tls/cipher_suites.go of every release"

func unreachable(server fixtures.Profile, what string) harness.Scenario {
	return harness.Scenario{
		Name:   strings.TrimSuffix(server.Name, "-only") + "-unreachable",
		Claim:  "No Go release reaches a server that has only " + what + ", with any setting or go line; all one sees is handshake failure.",
		Source: cipherSuitesSource,
		Server: server,
		Settings: []harness.Settings{
			{},
			{GODEBUG: "tlsrsakex=1,tls3des=1"},
			{GoLine: "1.21"},
		},
		Rules: []harness.Rule{
			{When: harness.Go(">=1.27").GODEBUG("tlsrsakex=1"), Want: harness.DoesNotStart("fatal error: removed GODEBUG")},
			{Want: handshakeFailure()},
		},
	}
}

func unreachableWithAllSuites(server fixtures.Profile, which string) harness.Scenario {
	return harness.Scenario{
		Name:   strings.TrimSuffix(server.Name, "-only") + "-all-suites",
		Claim:  "Nor does a client that names every suite of crypto/tls and " + which + " in tls.Config.CipherSuites: ids that it does not implement are dropped silently.",
		Source: cipherSuitesSource,
		Server: server,
		Client: harness.Client{CipherSuites: append(implementedSuites(), server.Suites...)},
		Rules:  []harness.Rule{{Want: handshakeFailure()}},
	}
}

// implementedSuites are all suites below TLS 1.3 that any crypto/tls has.
func implementedSuites() []uint16 {
	var ids []uint16
	for _, s := range fixtures.Suites() {
		if s.Go != "" && !s.TLS13() {
			ids = append(ids, s.ID)
		}
	}
	return ids
}
