package harness

import (
	"crypto/tls"
	"fmt"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// A misbehaviour is what can be said and done about a quirk that a client meets in TLS,
// or when it waits for it.
type misbehaviour struct {
	quirk    string                          // field of fixtures.Quirks
	kind     Cause                           // "" means CauseProtocol
	cause    string                          // what the server does, and since when Go minds; %s is the value
	value    func(fixtures.Profile) string   // of the quirk, nil if the cause has no place for it
	says     []string                        // what one of the ends says of it, in some release
	helps    func(fixtures.Profile) []change // what a client can do, the least weakening first; nil if nothing
	recorded []Remedy                        // settings with which releases take it
	hopeless string                          // what to say if none of that helps
	better   string                          // what the server should do
	when     moment                          // when the client meets it
}

// A moment is when something goes wrong: zero is at any time.
type moment uint8

const (
	inHandshake moment = iota + 1
	afterHandshake
)

// What clients say of more than one quirk.
const (
	unexpectedMessage = "tls: unexpected message"
	decodeError       = "tls: error decoding message"
	badKeyExchange    = "tls: invalid ServerKeyExchange message"
	noCurve           = "tls: server selected unsupported curve"
	resetByPeer       = "connection reset by peer"
)

// strict is what to say where a client has no choice.
const strict = "no setting of Go makes a client take it"

// timeouts are what clients say whose time is up, the server's side of it among them.
func timeouts() []string {
	return []string{"i/o timeout", "TLS handshake timeout", "deadline exceeded", errHandshakeTimeout.Error()}
}

// misbehaviours has a row for each of these quirks, in the order of the struct.
func misbehaviours() []misbehaviour {
	var all []misbehaviour
	for _, part := range [][]misbehaviour{
		misbehavioursBefore(), misbehavioursOfServerHello(), misbehavioursOfExtensions(), misbehavioursOfMessages(),
		misbehavioursOfKeyExchange(), misbehavioursAfter(), misbehavioursOfTLS13(),
	} {
		all = append(all, part...)
	}
	return all
}

func misbehavioursBefore() []misbehaviour {
	return []misbehaviour{
		{
			quirk: "DelayHandshake", kind: CauseTime, when: inHandshake, says: timeouts(),
			cause:  "the server takes %s to answer a ClientHello, longer than the client waited",
			value:  func(p fixtures.Profile) string { return p.Quirks.DelayHandshake.String() },
			better: "give the client more time: its context or deadline, http.Transport.TLSHandshakeTimeout (10 seconds in http.DefaultTransport)",
		},
		{
			quirk: "OneConnection", kind: CauseTime, when: inHandshake, says: timeouts(),
			cause:  "the server serves one connection at a time, and another one was open",
			better: "close connections before the next is opened: http.Transport.MaxConnsPerHost of 1, CloseIdleConnections",
		},
		{
			quirk: "WarnUnknownServerName", kind: CauseServerName, says: []string{"tls: too many ignored records"},
			cause:  "the server sends %s warnings unrecognized_name before its ServerHello, because its certificate has not the name that is asked for; Go takes 16",
			value:  count(func(q fixtures.Quirks) int { return q.WarnUnknownServerName }),
			helps:  func(p fixtures.Profile) []change { return otherServerName(p, nil) },
			better: "let the client ask for a name that the server has",
		},
		{
			quirk: "HandshakeRecordSize", says: []string{"record overflow", "oversized record received"},
			cause:    "the server sends handshake records of up to %s bytes; 16384 is the most (RFC 5246, section 6.2.1)",
			value:    count(func(q fixtures.Quirks) int { return q.HandshakeRecordSize }),
			hopeless: strict, better: "let the server cut its flight into records of 16384 bytes",
		},
		{
			quirk: "WriteDelay", kind: CauseTime, when: inHandshake, says: append(timeouts(), "broken pipe", resetByPeer),
			cause:  "the server waits %s after each part of its flight, longer altogether than the client waited",
			value:  func(p fixtures.Profile) string { return p.Quirks.WriteDelay.String() },
			better: "give the client more time: its context or deadline, http.Transport.TLSHandshakeTimeout",
		},
		{
			quirk: "EmptyHandshakeRecord", says: []string{unexpectedMessage},
			cause:    "the server sends a handshake record with nothing in it, which RFC 5246, section 6.2.1, forbids",
			hopeless: strict, better: "let the server leave out empty handshake records",
		},
		{
			quirk: "RecordVersion", says: []string{"tls: received record with version"},
			cause:    "the server keeps version %s in the headers of its records, whatever was negotiated; Go takes that in the first record alone",
			value:    func(p fixtures.Profile) string { return wire.VersionName(p.Quirks.RecordVersion) },
			hopeless: strict, better: "let the server put the negotiated version there (RFC 5246, section 6.2.1)",
		},
		{
			quirk: "AlertRecordVersion", says: []string{"first record does not look like a TLS handshake"},
			cause:    "the server puts version %s into the header of its alert, so that the client takes it for no TLS and shows no alert",
			value:    func(p fixtures.Profile) string { return wire.VersionName(p.Quirks.AlertRecordVersion) },
			hopeless: strict, better: "let the server put the version of the ClientHello there",
		},
	}
}

func misbehavioursOfServerHello() []misbehaviour {
	return []misbehaviour{
		{
			quirk: "SelectVersion", says: []string{"server selected", "tls: received record with version"},
			cause:    "the ServerHello says %s, which is not what the server goes on with",
			value:    func(p fixtures.Profile) string { return wire.VersionName(p.Quirks.SelectVersion) },
			hopeless: strict, better: "let the server, or the middlebox before it, name the version that it speaks (RFC 8446, section 4.1.3)",
		},
		{
			quirk: "SelectSuite", says: []string{"server chose an unconfigured cipher suite"},
			cause:    "the server selects %s, whether the client offers it or not",
			value:    func(p fixtures.Profile) string { return fixtures.OpenSSLName(p.Quirks.SelectSuite) },
			helps:    func(p fixtures.Profile) []change { return suiteChanges(goSuites([]uint16{p.Quirks.SelectSuite})) },
			hopeless: strict, better: "let the server select a suite that it was offered (RFC 5246, section 7.4.1.3)",
		},
		{
			quirk: "CompareSecondBytes", says: []string{"server chose an unconfigured cipher suite"},
			cause:    "the server compares the second bytes of suites alone, and so selects one that the client does not offer",
			helps:    func(p fixtures.Profile) []change { return suiteChanges(goSuites(p.Suites)) },
			hopeless: strict, better: "update the server: yaSSL, in MySQL up to 5.7, is known for this",
		},
		{
			quirk: "SelectCompression", says: []string{"server selected unsupported compression format", "non-zero legacy TLS compression method"},
			cause:    "the server selects compression, which no Go client offers",
			hopeless: strict, better: "turn compression off on the server (it is what CRIME attacks)",
		},
		{
			quirk: "SelectALPN", kind: CauseALPN, says: []string{"unadvertised ALPN protocol", "unrequested ALPN extension", "unexpected EOF", "http2: "},
			cause:    "the server selects the application protocol %s, whether the client offers it or not, and does not speak it; Go refuses what it did not offer, since 1.16 also if it offered others",
			value:    func(p fixtures.Profile) string { return fmt.Sprintf("%q", p.Quirks.SelectALPN) },
			helps:    func(p fixtures.Profile) []change { return []change{{protocols: []string{p.Quirks.SelectALPN}}} },
			hopeless: "only a client that offers the protocol and then does not speak it gets through",
			better:   "let the server select what it was offered, or nothing (RFC 7301, section 3.2)",
		},
		{
			quirk: "EchoSessionID", says: []string{"server echoed TLS 1.3 compatibility session ID"},
			cause:    "the server gives back the client's session id without resuming a session; Go refuses that since 1.25",
			hopeless: "no setting of Go leaves out the session id, nor the check since 1.25",
			better:   "let the server send an empty session id, or one of its own (RFC 5246, section 7.4.1.3)",
		},
		{
			quirk: "DowngradeSentinel", says: []string{"downgrade attempt detected"},
			cause:    "the random of the server ends with the mark of a server that could speak a newer version (RFC 8446, section 4.1.3), as proxies do that copy it; Go refuses that since 1.15",
			helps:    func(p fixtures.Profile) []change { return []change{{maxVersion: p.MaxVersion}} },
			hopeless: strict, better: "let the proxy before the server make a random of its own, or speak TLS 1.3",
		},
	}
}

func misbehavioursOfExtensions() []misbehaviour {
	const fips = "fips140=on,fips140ems=0"
	return []misbehaviour{
		{
			quirk: "NoExtendedMasterSecret", kind: CauseExtendedMasterSecret, says: []string{"FIPS 140-3 requires the use of Extended Master Secret"},
			cause:    "the server does not acknowledge extended_master_secret, on which a client in FIPS 140-3 mode insists since Go 1.25",
			recorded: []Remedy{{GODEBUG: fips, First: "1.25", Last: "1.27", Measured: "1.27.4"}},
			hopeless: strict, better: "let the server acknowledge it (RFC 7627), or speak TLS 1.3",
		},
		{
			quirk: "NoExtendedMasterSecretOnResumption", kind: CauseExtendedMasterSecret, says: []string{"server resumed a session with a different EMS extension"},
			cause:    "the server acknowledges extended_master_secret in a full handshake, and not when it resumes (RFC 7627, section 5.3); Go refuses that since 1.21",
			hopeless: "the client can do without resumption: no tls.Config.ClientSessionCache",
			better:   "bring all servers behind the address to one version",
		},
		{
			quirk: "ExtendedMasterSecretInNameOnly", kind: CauseExtendedMasterSecret, says: []string{"bad record MAC", "does not match its MAC"},
			cause:    "the server acknowledges extended_master_secret and derives its keys without it; Go has offered the extension since 1.21",
			hopeless: "no setting of Go leaves out extended_master_secret, which clients send since 1.21",
			better:   "let the server keep to what it acknowledges (RFC 7627, section 4)",
		},
		{
			quirk: "NonEmptyRenegotiationInfo", says: []string{"initial handshake had non-empty renegotiation extension"},
			cause:    "the server begins as if it renegotiated: renegotiation_info is not empty (RFC 5746, section 3.4)",
			hopeless: strict, better: "let the server send an empty renegotiation_info in a first handshake",
		},
		{
			quirk: "CompressedPointsOnly", says: []string{"incompatible point formats"},
			cause:    "the server says that it takes compressed points alone (ec_point_formats); Go refuses that since 1.25",
			hopeless: strict, better: "let the server list uncompressed points (RFC 8422, section 5.1.2)",
		},
		{
			quirk: "NonEmptyServerName", says: []string{unexpectedMessage, decodeError},
			cause:    "the server acknowledges server_name with the name in it, where RFC 6066, section 3, wants nothing; Go refuses that since 1.23",
			hopeless: "only a client that dials an IP address sends no server_name", better: "let the server acknowledge with an empty extension",
		},
		{
			quirk: "UnsolicitedExtensions", says: []string{"server sent unrequested session ticket", "unrequested NPN extension", unexpectedMessage},
			cause:    "the ServerHello has extensions that the client did not ask for: %s",
			value:    func(p fixtures.Profile) string { return listed(wire.ExtensionName, p.Quirks.UnsolicitedExtensions) },
			hopeless: strict, better: "let the server answer what it was asked (RFC 5246, section 7.4.1.4)",
		},
		{
			quirk: "OmitExtensions", says: []string{unexpectedMessage, "unexpected CertificateStatus message", "bad record MAC", "does not match its MAC"},
			cause:    "the server goes on as if its ServerHello had %s, and it has not",
			value:    func(p fixtures.Profile) string { return listed(wire.ExtensionName, p.Quirks.OmitExtensions) },
			hopeless: strict, better: "let the server announce what it does (RFC 5246, section 7.4.1.4)",
		},
		{
			quirk: "DoubleExtensions", says: []string{unexpectedMessage, decodeError},
			cause:    "the ServerHello has each of its extensions twice, which RFC 5246, section 7.4.1.4, forbids; Go refuses that since 1.19",
			hopeless: strict, better: "let the server send each extension once",
		},
	}
}

func misbehavioursOfMessages() []misbehaviour {
	return []misbehaviour{
		{
			quirk: "EmptyCertificateList", says: []string{"when waiting for *tls.certificateMsg"},
			cause:    "the server's Certificate message has no certificate (RFC 5246, section 7.4.2); Go says that it is of an unexpected type",
			hopeless: strict, better: "give the server a certificate",
		},
		{
			quirk: "CertificateMessageSize", kind: CauseCertificate, says: []string{"exceeds maximum of"},
			cause:    "the server's Certificate message has at least %s bytes; Go takes 65536, since 1.23 262144",
			value:    count(func(q fixtures.Quirks) int { return q.CertificateMessageSize }),
			hopeless: strict, better: "let the server send its own chain, not a whole bundle of authorities",
		},
		{
			quirk: "KeyExchangeBeforeCertificate", says: []string{"type *tls.serverKeyExchangeMsg when waiting"},
			cause:    "the server sends ServerKeyExchange before Certificate (RFC 5246, section 7.3)",
			hopeless: strict, better: "let the server keep to the order of messages",
		},
		{
			quirk: "NoServerKeyExchange", says: []string{"missing ServerKeyExchange message"},
			cause:    "the server leaves out ServerKeyExchange, which its suite needs (RFC 5246, section 7.4.3)",
			hopeless: strict, better: "let the server send its part of the key exchange",
		},
		{
			quirk: "NoServerHelloDone", when: inHandshake, says: append(timeouts(), "ClientKeyExchange came"),
			cause:    "the server leaves out ServerHelloDone, so that client and server wait for each other (RFC 5246, section 7.4.5)",
			hopeless: strict, better: "let the server end its flight",
		},
		{
			quirk: "HelloRequestInHandshake", says: []string{"type *tls.helloRequestMsg when waiting"},
			cause:    "the server sends HelloRequest in the handshake, which clients should ignore (RFC 5246, section 7.4.1.1) and Go does not",
			hopeless: strict, better: "let the server ask for a handshake when none is going on",
		},
		{
			quirk: "CertificateRequestAfterDone", says: []string{unexpectedMessage, "got ClientKeyExchange"},
			cause:    "the server asks for a client certificate after ServerHelloDone (RFC 5246, section 7.3), when the client has gone on without",
			hopeless: strict, better: "let the server ask before ServerHelloDone",
		},
		{
			quirk: "NoClientSchemes", says: []string{decodeError},
			cause:    "the server's CertificateRequest lists no signature scheme (RFC 5246, section 7.4.4); Go refuses that since 1.25",
			hopeless: strict, better: "let the server list the schemes that it takes",
		},
	}
}

func misbehavioursOfKeyExchange() []misbehaviour {
	const betterGroup = "let the server use a named group that it was offered, such as P-256 (RFC 8422, section 5.4)"
	const betterPoint = "let the server send an uncompressed point of the curve (RFC 8422, section 5.4.1)"
	return []misbehaviour{
		{
			quirk: "SelectScheme", says: []string{badKeyExchange, "verification error", "certificate used with invalid signature algorithm", "common signature algorithms"},
			cause:    "the server says that its key exchange is signed with %s, which it is not",
			value:    func(p fixtures.Profile) string { return wire.SignatureSchemeName(uint16(p.Quirks.SelectScheme)) },
			hopeless: strict, better: "let the server name the scheme of its key",
		},
		{
			quirk: "SelectGroup", says: []string{noCurve, "server selected unoffered curve", badKeyExchange},
			cause:    "the server says that its key is of the group %s, whether the client offers it or not",
			value:    func(p fixtures.Profile) string { return wire.GroupName(uint16(p.Quirks.SelectGroup)) },
			hopeless: strict, better: betterGroup,
		},
		{
			quirk: "ExplicitCurve", says: []string{noCurve},
			cause:    "the server describes its curve by parameters instead of naming it, which RFC 8422, section 5.4, forbids",
			hopeless: strict, better: betterGroup,
		},
		{
			quirk: "CompressedPoint", says: []string{badKeyExchange},
			cause:    "the server's public key is a compressed point",
			hopeless: strict, better: betterPoint,
		},
		{
			quirk: "MalformedPoint", says: []string{badKeyExchange},
			cause:    "the server's public key is no point of its curve",
			hopeless: strict, better: betterPoint,
		},
		{
			quirk: "ShortSignature", says: []string{"verification error"},
			cause:    "the server leaves out the leading zero bytes of its RSA signature; it is to be as long as the modulus (RFC 8017, section 8.2.1)",
			hopeless: strict, better: "let the server pad its signatures",
		},
	}
}

func misbehavioursAfter() []misbehaviour {
	return []misbehaviour{
		{
			quirk: "ResetAfterFlight", says: []string{resetByPeer, "broken pipe", "resets connections after its first flight"},
			cause:    "the server resets the connection when it has sent its first flight, as some do that miss a client certificate",
			hopeless: "what the server wants, its log has to tell", better: "let the server say by an alert what it misses",
		},
		{
			quirk: "CloseAfterKeyExchange", says: []string{"EOF", "closes connections after the client's key exchange"},
			cause:    "the server closes the connection when it has the client's key exchange, as some do that miss a client certificate",
			hopeless: "what the server wants, its log has to tell", better: "let the server say by an alert what it misses",
		},
		{
			quirk: "AlertAfterHandshake", when: afterHandshake, says: []string{"remote error: tls: ", "when the handshake is complete", "after the handshake by the alert"},
			cause:    "the server turns clients away by the alert %s when the handshake is complete; Dial and Handshake succeed, and the first Read shows it",
			value:    func(p fixtures.Profile) string { return AlertCode(p.Quirks.AlertAfterHandshake).String() },
			hopeless: "the server sends it to every client", better: "look at what the server wants in client certificates",
		},
		{
			quirk: "PlainAlertAfterHandshake", when: afterHandshake, says: []string{"bad record MAC", "when the handshake is complete"},
			cause:    "the server, or a proxy before it, sends the alert %s after the handshake without encryption, so that the client sees a wrong record and not what is in it",
			value:    func(p fixtures.Profile) string { return AlertCode(p.Quirks.PlainAlertAfterHandshake).String() },
			hopeless: "the server sends it to every client", better: "look at the proxy: it turns the client away and has no keys to say so",
		},
		{
			quirk: "RenegotiateAfter", kind: CauseRenegotiation, when: afterHandshake, says: []string{"no renegotiation"},
			cause: "the server asks for another handshake after %s bytes of application data, which Go clients decline by default",
			value: count(func(q fixtures.Quirks) int { return q.RenegotiateAfter }),
			helps: func(fixtures.Profile) []change {
				return []change{{renegotiate: tls.RenegotiateFreelyAsClient}} // it asks again after as many more
			},
			better: "turn renegotiation off on the server (ssl_renegotiation_limit of 0 in PostgreSQL)",
		},
		{
			quirk: "EmptyRecords", when: afterHandshake, says: []string{"tls: too many ignored records"},
			cause:    "the server sends %s empty records before each with data; Go takes 16 in a row",
			value:    count(func(q fixtures.Quirks) int { return q.EmptyRecords }),
			hopeless: strict, better: "let the server send fewer; one is enough against BEAST",
		},
		{
			quirk: "HeartbeatRecord", when: afterHandshake, says: []string{unexpectedMessage},
			cause:    "the server sends a heartbeat request, which no Go client has negotiated (RFC 6520, section 2)",
			hopeless: strict, better: "turn heartbeats off on the server",
		},
		{
			quirk: "ResetAtEnd", when: afterHandshake, says: []string{resetByPeer, "broken pipe"},
			cause:    "the server ends connections by a TCP reset instead of closing them",
			hopeless: strict, better: "let the server send close_notify and close",
		},
		{
			quirk: "TruncateAfter", when: afterHandshake, says: []string{"EOF"},
			cause:    "the server closes the connection after %s bytes of application data, without close_notify",
			value:    count(func(q fixtures.Quirks) int { return q.TruncateAfter }),
			hopeless: "only a protocol that says how much is to come notices", better: "look at what cuts the connection off",
		},
	}
}

func misbehavioursOfTLS13() []misbehaviour {
	return []misbehaviour{
		{
			quirk: "StatusInCertificateRequest", says: []string{unexpectedMessage, decodeError},
			cause:    "the server's CertificateRequest has something in its status_request (RFC 8446, section 4.4.2.1), as OpenSSL 1.1.1 to 1.1.1c with a stapled response",
			hopeless: strict, better: "update OpenSSL on the server, or turn stapling off",
		},
		{
			quirk: "NoSessionIDEcho", says: []string{"did not echo the legacy session ID"},
			cause:    "the ServerHello has another session id than the client's, as behind a proxy that rewrites it (RFC 8446, section 4.1.3)",
			hopeless: strict, better: "let the proxy leave TLS 1.3 alone, or turn it off",
		},
		{
			quirk: "PointlessRetryRequest", says: []string{"server sent an unnecessary HelloRetryRequest"},
			cause:    "the server asks for a key share that it has got (RFC 8446, section 4.1.4)",
			hopeless: strict, better: "let the server take the key share",
		},
		{
			quirk: "TwoRetryRequests", says: []string{"server sent two HelloRetryRequest messages"},
			cause:    "the server asks twice for another ClientHello (RFC 8446, section 4.1.4)",
			hopeless: strict, better: "let the server ask once",
		},
		{
			quirk: "KeyChangeInOneRecord", says: []string{"handshake buffer not empty before setting read traffic secret"},
			cause:    "the server puts EncryptedExtensions into the record of its ServerHello (RFC 8446, section 5.1); Go refuses that since 1.24.12 and 1.25.6",
			hopeless: strict, better: "let the server begin a record when it changes keys",
		},
		{
			quirk: "EmptyTicket", says: []string{"empty opaque ticket label", "an empty identity"},
			cause:    "the server issues session tickets with nothing in them (RFC 8446, section 4.6.1); Go refuses them since 1.25, and came back with them before",
			hopeless: "the client can do without resumption: no tls.Config.ClientSessionCache",
			better:   "let the server issue no ticket, or one with something in it",
		},
		{
			quirk: "UserCanceled", says: []string{"user canceled"},
			cause:    "the server sends the alert user_canceled before application data; clients are to read on (RFC 8446, section 6.1), which Go does since 1.25",
			hopeless: strict, better: "update the server's Java (JDK-8323517)",
		},
	}
}

// count is the value of a quirk that is a number.
func count(of func(fixtures.Quirks) int) func(fixtures.Profile) string {
	return func(p fixtures.Profile) string { return fmt.Sprint(of(p.Quirks)) }
}
