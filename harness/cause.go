package harness

// A Cause is the property of a server, or of the program, for which a connection failed:
// with that property changed, and nothing else, it comes about, or fails for another
// cause. It is what tests compare; the line "cause" of an [Explanation] has the details.
type Cause string

// The causes. "" is none, or one that could not be found.
const (
	CauseVersion              Cause = "version"                // no common protocol version, or one offered that the server cannot stand
	CauseSuite                Cause = "cipher suite"           // no common cipher suite
	CauseGroup                Cause = "named group"            // no common named group, or one offered that the server cannot stand
	CauseSignatureScheme      Cause = "signature scheme"       // none for the key exchange, or one offered that the server cannot stand
	CauseExtendedMasterSecret Cause = "extended master secret" // RFC 7627: missing, or not what was said
	CauseALPN                 Cause = "application protocol"   // no common one, or one that was not offered
	CauseServerName           Cause = "server name"            // none where one is wanted, or one that the server has not
	CauseCertificate          Cause = "certificate"            // the server's, or its key: not trusted, not for the name, or not read
	CauseClientCertificate    Cause = "client certificate"     // missing, or not accepted
	CauseRenegotiation        Cause = "renegotiation"          // a second handshake, which the client declines
	CauseHelloSize            Cause = "size of the hello"      // the length of the ClientHello, or of its records
	CauseHelloShape           Cause = "shape of the hello"     // the order of extensions, the number of suites, the session id
	CauseExtension            Cause = "extension"              // one in the ClientHello that the server cannot stand
	CauseProtocol             Cause = "protocol fault"         // the server does what the protocol forbids, or ends what it should not
	CauseTime                 Cause = "time"                   // the server takes longer than the client waits
	CauseNoTLS                Cause = "no TLS"                 // the port does not speak it
	CauseGODEBUG              Cause = "GODEBUG"                // a setting that the Go release does not accept
)

// Causes returns all causes, in the order in which they stand above.
func Causes() []Cause {
	return []Cause{
		CauseVersion, CauseSuite, CauseGroup, CauseSignatureScheme, CauseExtendedMasterSecret, CauseALPN, CauseServerName,
		CauseCertificate, CauseClientCertificate, CauseRenegotiation, CauseHelloSize, CauseHelloShape, CauseExtension,
		CauseProtocol, CauseTime, CauseNoTLS, CauseGODEBUG,
	}
}
