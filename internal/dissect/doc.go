// Package dissect takes a recorded connection apart: into the records of both sides in the
// order in which they came, opened with the secrets of a key log where they are encrypted, and
// the handshake messages, alerts and data in them.
//
//	seen := dissect.Dissect(recording, func(hello *wire.ClientHello) dissect.Secrets { ... })
//	for _, step := range seen.Steps {
//		fmt.Println(step.At, step.From, step.Type, step.Length)
//	}
//
// It follows a connection as a third side: which version and suite were agreed on, where a side
// begins to encrypt and with which keys. What a broken side sends is taken as far as it goes;
// steps that cannot be read have an error, and the steps after it are there all the same.
//
// opening.go has the keys of SSL 3.0 to TLS 1.2, opening13.go those of TLS 1.3. What the
// messages say is for package wire to tell.
package dissect
