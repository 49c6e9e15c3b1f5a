package foreign

// An Answer is what a client says about a property of the connection.
type Answer string

// The answers. A client that does not say has the zero value.
const (
	Yes Answer = "yes"
	No  Answer = "no"
)

// answer makes an Answer of an observation.
func answer(yes bool) Answer {
	if yes {
		return Yes
	}
	return No
}

// A Result is what a client says came of a Request: of the second connection
// when it was to resume a session. After a failed handshake the fields up to
// StatusResponse are zero.
type Result struct {
	Version, Suite uint16
	ALPN           string // the protocol that the server chose

	// Echoed says that every line that was sent came back.
	Echoed bool

	// Resumed and Renegotiated say that the session was resumed and that a second
	// handshake was completed.
	Resumed, Renegotiated bool

	// ExtendedMasterSecret and SecureRenegotiation say whether the server agreed to
	// the extensions of RFC 7627 and RFC 5746. OpenSSL and GnuTLS say so.
	ExtendedMasterSecret, SecureRenegotiation Answer

	// StatusResponse says whether there was an OCSP response. OpenSSL and GnuTLS.
	StatusResponse Answer

	// Alert is the alert that came from the server, by its IANA name:
	// handshake_failure. Warnings count, but not close_notify.
	Alert string

	// Problem is what the client complains about, in its own words, also after the
	// handshake. It is empty when all went well.
	Problem string

	// Output is all that the client printed, for people.
	Output string
}
