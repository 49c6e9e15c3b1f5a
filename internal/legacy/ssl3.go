package legacy

import (
	"bytes"
	"crypto"
)

// ssl3Derive is how SSL 3.0 makes bytes from a secret: MD5(secret + SHA('A' +
// secret + seed)) + MD5(secret + SHA('BB' + secret + seed)) + ... (RFC 6101,
// sections 6.1 and 6.2.2). The letters end before any key block does: 26 times
// 16 bytes.
func ssl3Derive(secret, seed []byte, length int) []byte {
	var out []byte
	for i := 1; len(out) < length; i++ {
		letters := bytes.Repeat([]byte{byte('A' + i - 1)}, i)
		out = append(out, digest(crypto.MD5, secret, digest(crypto.SHA1, letters, secret, seed))...)
	}
	return out[:length]
}

// ssl3Finished is the content of Finished in SSL 3.0: 36 bytes, MD5 and SHA-1
// (RFC 6101, section 5.6.9).
func ssl3Finished(master, transcript []byte, fromClient bool) []byte {
	sender := []byte("SRVR")
	if fromClient {
		sender = []byte("CLNT")
	}
	return append(ssl3Digest(crypto.MD5, master, transcript, sender), ssl3Digest(crypto.SHA1, master, transcript, sender)...)
}

// ssl3CertificateVerify is what a client of SSL 3.0 signs: as Finished, but
// without a sender (RFC 6101, section 5.6.8).
func ssl3CertificateVerify(h crypto.Hash, master, transcript []byte) []byte {
	if h == crypto.MD5SHA1 {
		return append(ssl3Digest(crypto.MD5, master, transcript, nil), ssl3Digest(crypto.SHA1, master, transcript, nil)...)
	}
	return ssl3Digest(h, master, transcript, nil)
}

func ssl3Digest(h crypto.Hash, master, transcript, sender []byte) []byte {
	pad1, pad2 := ssl3Pads(h)
	return digest(h, master, pad2, digest(h, transcript, sender, master, pad1))
}
