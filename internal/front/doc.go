// Package front plays the quirks of a server that act before TLS, or on the bytes
// below it: what it cannot stand in a ClientHello, what it says instead of TLS, how
// it cuts its first flight. It knows nothing of the backend behind it, so that every
// backend has them, in every version. docs/adding.md says how to add one.
//
//	f := front.New(profile, certificate)
//	...
//	conn, err := f.Accept(tcp) // reads the ClientHello, or has turned the client away
//
// hello.go judges ClientHellos; each quirk is a row of its table. instead.go has what
// is said instead of TLS, waiting.go who has to wait, cutting.go how records are cut on
// their way out, and ending.go how a connection ends.
package front
