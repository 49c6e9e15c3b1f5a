// Package pcapng writes captures of TCP connections of which no packets were captured: a
// program kept what it read from the connection and what it wrote to it. The file is a
// pcapng (draft-ietf-opsawg-pcapng) and has the secrets of the TLS in it, so that
// Wireshark and tshark open it decrypted:
//
//	w, err := pcapng.NewWriter(file)
//	if err != nil {
//		return err
//	}
//	err = w.Write(pcapng.Connection{
//		Client: client, Server: server, Started: started, Ended: ended,
//		Chunks: []pcapng.Chunk{
//			{FromClient: true, At: at, Data: hello},
//			{At: later, Data: answer},
//		},
//		KeyLog: keyLog,
//	})
//
// # What the packets are
//
// What the two sides sent and when is real, and so are their addresses. The rest is
// made up, as a network would have it that loses nothing: the handshake of TCP, a packet
// for each [Chunk], a packet that acknowledges it where no answer does, the end. A chunk
// that is larger than a packet of loopback is cut. Times have nanoseconds. Packets of one
// connection follow each other in the file, in the order in which connections were
// written.
//
// Bytes that were not kept are in packets whose captured length is shorter than their
// length, which is what pcapng has for it. A reader says "Packet size limited during
// capture" at that place, counts right, and finds no fault with TCP; a gap in the
// sequence numbers would look like a loss on the network. A comment on the packet has
// the number. Of one chunk, up to 16 MiB that are missing are given room; what is beyond
// is in the comment alone. The records of TLS that follow in that direction cannot be
// decrypted, those of the other direction can.
//
// # What to do to see the TLS
//
// Nothing, as a rule: Wireshark and tshark take from their first bytes that the
// connections are TLS, and what is decrypted is HTTP (both heuristics are on unless they
// were turned off). This is of no help in two cases:
//
//   - A port of either side is registered for another protocol, of those that Linux
//     gives out 34980, 44321, 44322, 44818, 48049, 48898 and 57000. With -o
//     tcp.try_heuristic_first:TRUE (Preferences, Protocols, TCP, "Try heuristic
//     sub-dissectors first"), or -d tcp.port==44818,tls (Decode As), it is TLS.
//   - A client of TLS 1.0 sends the first byte of a request in a record of its own, as all
//     do today with suites of CBC. It is decrypted, but not taken for HTTP, unless
//     with -d tls.port==PORT,http.
//
// Package tshark says what tshark 4.0 was seen to decrypt.
package pcapng
