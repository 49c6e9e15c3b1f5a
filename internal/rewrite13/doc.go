// Package rewrite13 plays quirks of TLS 1.3, which the legacy engine does not speak:
// crypto/tls serves, and a connection below it opens its records with the secrets of
// its key log, changes what the quirks say, and seals them again.
//
//	conn := rewrite13.New(tcp, profile)
//	if err := conn.Begin(); err != nil {
//		return err // a quirk has turned the client away
//	}
//	server := tls.Server(conn, config) // with conn.KeyLog() as its KeyLogWriter
//	...
//	err := conn.Established() // once the handshake is complete
//
// quirks.go is the table of the quirks; each has a file with others of its kind. What
// changes a message of the handshake parts the transcripts of the two sides: a client
// that does not mind the change finds a signature that does not fit. KeyChangeInOneRecord
// changes no message, and what is sent after the handshake is in no transcript.
package rewrite13
