// Package legacy is a TLS server engine for SSL 3.0 to TLS 1.2, made for tests: it
// is what crypto/tls cannot be, and what old servers were. It has Diffie-Hellman
// without curves, NULL, RC4, DES and AES256-SHA256, signs with SHA-1 if it is told
// to, leaves extensions out, renegotiates, and refuses as products do.
//
//	server, err := legacy.NewServer(legacy.Config{
//		Profile:     fixtures.AES256SHA256Only(),
//		Certificate: certificate,
//	})
//	...
//	conn := server.Conn(tcp, nil)
//	defer conn.Close()
//	err = conn.Handshake()
//
// A [Conn] is a net.Conn: net/http, or any protocol, runs on it.
//
// # Never on a network
//
// The engine protects nothing. That its RSA decryption tells good padding from
// bad by the time it takes (Bleichenbacher's attack), that its CBC records do the
// same (padding oracles, Lucky 13), that its arithmetic is not constant-time, that
// its suites are broken: all this is out of scope, because the keys are a test's and
// the peer is one too. It must never face a network. It does look after the
// process that it runs in: no bytes of a client make it panic, hang or use memory
// without bounds. How long a client may take is for whoever owns the connection
// to say, with deadlines.
//
// # Where to look
//
// handshake.go has the handshake as the sequence that RFC 5246, section 7.3,
// draws. Each step is in the file of its idea: what is read from a ClientHello and
// chosen (hello.go, suitechoice.go), the methods of key exchange
// (keyexchange_*.go), signatures, sessions, client certificates. Below it are the
// secrets (schedule.go, prf.go, ssl3.go, keys.go) and the record layer
// (record.go, protection_*.go). Above it is the connection (conn.go). hooks.go
// has the places where quirks act, quirks.go the quirks. The page docs/quirks.md says
// what each is met as, docs/adding.md how to add one. Those that act before TLS are in
// package front.
//
// Everything is the same under every Go release and GODEBUG setting, except
// fips140=only, under which Go has no MD5, RC4, DES and X25519, and with one
// exception: client certificates are parsed by crypto/x509, which has become
// stricter with time.
package legacy
