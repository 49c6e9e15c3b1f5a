package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

// helloScenario is a client that is answered a ServerHello of TLS 1.2 with
// something about it. The server sends it twice: a client that takes it waits
// for a certificate and stumbles over the second, see [takesServerHello].
func helloScenario(name string, hello wire.ServerHello) harness.Scenario {
	hello.LegacyVersion, hello.CipherSuite = tls.VersionTLS12, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
	twice := wire.MarshalRecord(wire.Handshake, tls.VersionTLS12, append(hello.Marshal(), hello.Marshal()...))
	return harness.Scenario{
		Name:   name,
		Server: quirky("two-hellos-"+name, "TLS 1.2, answers by two ServerHellos", fixtures.Quirks{AnswerInstead: string(twice)}),
	}
}

// takesServerHello expects that a client has nothing against a ServerHello, and
// goes on to wait for the certificate.
func takesServerHello() harness.Expectation {
	return harness.Refused(
		harness.LocalAlert(harness.UnexpectedMessage),
		harness.ErrorText("unexpected handshake message of type *tls.serverHelloMsg when waiting for *tls.certificateMsg"))
}

// takesKeyExchange expects that a client has nothing against a
// [peers.KeyExchange].
func takesKeyExchange() harness.Expectation {
	return harness.Refused(harness.RemoteAlert(harness.InternalError))
}
