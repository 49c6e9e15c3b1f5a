// Package wire reads TLS off the wire: records, and handshake messages as far
// as they are in the clear. It is the one parser of this project. It reads what
// real clients, old servers and broken middleboxes send, so it is lenient about
// rules and strict about bounds: what can be read is read, and what cannot is
// told with its place.
//
// The input is what one side of a connection sent, from the first byte on:
//
//	flow := wire.DecodeFlow(sentByClient)
//	hello, err := flow.ClientHello()
//	if err != nil {
//		return err // "no ClientHello: TLS record expected at byte 0, got what looks like plaintext HTTP ..."
//	}
//	fmt.Printf("%d bytes, %d suites for %q\n", hello.Size, len(hello.CipherSuites), hello.ServerName)
//	for _, id := range hello.Versions() {
//		fmt.Println(wire.VersionName(id))
//	}
//
//	flow = wire.DecodeFlow(sentByServer)
//	for _, alert := range flow.Alerts {
//		fmt.Println(alert) // fatal handshake_failure (40)
//	}
//
// # Layers
//
// SplitRecords cuts the bytes into records with what they carry, a Reassembler puts the
// handshake messages in them together again, and DecodeFlow does both, as far as a side has
// not begun to encrypt. Who has the keys decrypts the fragments of SplitRecords and gives them
// to a Reassembler. ParseClientHello and its like decode one message each, all that there are
// from SSL 3.0 to TLS 1.3 over TCP; some methods of Flow find the message first. All of them
// read through one type, the cursor, which checks every bound and keeps the first error. A
// decoder of another message is a function that reads the fields in the order of the RFC:
//
//	c, err := openMessage(TypeCertificate, raw)
//	...
//	list := c.vector("certificate_list", 3)
//	for list.more() { ... }
//
// Where the form of a message changed, they take the version of the connection, or TLS 1.3 has a
// function of its own: ParseCertificate13, ParseCertificateRequest13, ParseNewSessionTicket13.
// The messages of a key exchange up to TLS 1.2 do not say what is in them: the cipher suite does,
// which the caller tells as a KeyExchange. What is in an extension depends on the message that it
// stands in: Extension.Content takes its type. What a server sends up to TLS 1.2 can be composed
// as well, by the functions whose names begin with Marshal.
//
// # Errors
//
// Results are kept next to the error: a Flow that was cut off has all messages
// before the cut, a ClientHello with one broken extension has all the other
// fields. An *Error is about bytes that began as TLS, a *ForeignError about
// bytes that did not.
//
// # Names
//
// The tables of names (alerts, groups, signature schemes, extensions, versions)
// follow the IANA registries. Cipher suites have their own table, in package
// fixtures. Unknown numbers come out as hex, GREASE values as "GREASE(0x1a1a)".
//
// Everything here is a function of its arguments, safe for concurrent use, and
// uses memory in proportion to its input, whatever lengths the input announces.
package wire
