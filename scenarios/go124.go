package scenarios

import (
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

const (
	go124TLS  = "https://go.dev/doc/go1.24#cryptotlspkgcryptotls"
	go124X509 = "https://go.dev/doc/go1.24#cryptox509pkgcryptox509"
	go124RSA  = "https://go.dev/doc/go1.24#cryptorsapkgcryptorsa"
	go124FIPS = "https://go.dev/doc/go1.24#fips140"
)

// Go124 is what Go 1.24 changed for TLS connections, with what its patch
// releases changed after it.
func Go124() Table {
	scenarios := append(postQuantum124(), groups124()...)
	scenarios = append(scenarios, smallRSAKeys()...)
	scenarios = append(scenarios, certificates124()...)
	scenarios = append(scenarios, fips140()...)
	return Table{
		Name:      "go1.24",
		Title:     "Go 1.24: X25519MLKEM768, the order of groups, RSA keys of fewer than 1024 bits, policies, FIPS 140-3",
		Scenarios: append(scenarios, keyChangeInOneRecord()),
	}
}

// keyChangeInOneRecord: two messages share a record, and the keys change
// between them.
func keyChangeInOneRecord() harness.Scenario {
	return harness.Scenario{
		Name:       "key-change-in-one-record",
		Claim:      "Since the patch releases 1.24.12 and 1.25.6 handshake bytes that reach across a change of keys end the connection; before, they were taken as if they had come encrypted.",
		Source:     "src/crypto/tls/conn.go of Go 1.24.12, setReadTrafficSecret; RFC 8446, section 5.1",
		Boundaries: []string{"1.24.11", "1.24.12", "1.25.5", "1.25.6"},
		Server:     quirky13("tls13-key-change-in-one-record", "TLS 1.3, EncryptedExtensions in the record of the ServerHello", fixtures.Quirks{KeyChangeInOneRecord: true}),
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: unsupportedVersion()},
			{When: harness.Go("<1.24.12"), Want: harness.Connects()},
			{When: harness.Go(">=1.25 <1.25.6"), Want: harness.Connects()},
			{Want: harness.Refused(
				harness.LocalAlert(harness.UnexpectedMessage),
				harness.ErrorText("tls: handshake buffer not empty before setting read traffic secret"))},
		},
	}
}
