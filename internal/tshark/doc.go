// Package tshark has another decoder look at a capture: Wireshark's, as its command
// tshark has it. Tests compare with it what this project's own decoder reads.
//
//	streams, err := tshark.Dissect(ctx, needs.Command(t, needs.TShark), "capture.pcapng")
//	require.NoError(t, err)
//	hello := streams[0].Messages[0]
//	hello.Get("tls.handshake.ciphersuite") // "0x1301", "0x1302", ...
//
// It reads tshark -T json -x. That JSON has all fields in the order of tshark's tree,
// those that are repeated as members of the same name (--no-duplicate-keys would move
// them to the first), and with -x the bytes that each was read from, which some fields
// have in place of a value. This is as much as -T pdml has. What it does not have are
// tshark's texts for persons, and with them the difference between a handshake message
// of which the rest did not come and an encrypted one: see [Message].
//
// Handshake messages that are spread over records, records that are spread over packets,
// and several of them in one, come out as the messages that were sent. What is encrypted
// comes out decrypted if the capture has the secrets and tshark has the cipher.
//
// Tshark 4.0.17 decrypted all that was tried: null, RC4, DES, 3DES and AES in CBC of SSL 3.0
// and TLS 1.0, CAMELLIA in CBC of TLS 1.0, null, RC4, 3DES, AES in CBC, GCM, CCM and CCM_8,
// CAMELLIA in CBC and ChaCha20-Poly1305 of TLS 1.2, and TLS 1.3 as OpenSSL and crypto/tls speak
// it by default. Suites of EXPORT, IDEA, SEED and ARIA were not tried.
//
// # What is above TLS
//
// In tshark's tree of a packet all that was found in application data comes after all
// records of the packet, an alert that follows the data too. Other than that, messages
// are in the order in which they were complete.
package tshark
