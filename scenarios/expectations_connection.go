package scenarios

import "github.com/legacytls/legacytls/harness"

// connectsIn expects a complete connection in this protocol version.
func connectsIn(version uint16) harness.Expectation { return harness.ConnectsWith(harness.In(version)) }

// unsupportedVersion is what a client is told by a server of versions that it
// does not offer, in the words that people search for.
func unsupportedVersion() harness.Expectation {
	return harness.Refused(
		harness.RemoteAlert(harness.ProtocolVersion),
		harness.ErrorText("remote error: tls: protocol version not supported"))
}

// unsupportedClientVersion is what a server says to a client that offers only
// versions that it does not have. The list is as the server prints it: "[304]".
func unsupportedClientVersion(list string) harness.Expectation {
	return harness.Refused(
		harness.LocalAlert(harness.ProtocolVersion),
		harness.ErrorText("tls: client offered only unsupported versions: "+list))
}
