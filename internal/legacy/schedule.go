package legacy

import (
	"crypto"

	"github.com/legacytls/legacytls/internal/wire"
)

const (
	masterSecretLength = 48 // RFC 5246, section 8.1
	verifyDataLength   = 12 // RFC 5246, section 7.4.9
)

// A schedule derives all secrets of a connection, as its version does: SSL 3.0
// by RFC 6101, TLS 1.0 by RFC 2246, TLS 1.1 by RFC 4346, TLS 1.2 by RFC 5246.
type schedule struct {
	version uint16
	hash    crypto.Hash // the suite's prfHash; only TLS 1.2 looks at it
}

// masterSecret implements RFC 5246, section 8.1.
func (s schedule) masterSecret(premaster, clientRandom, serverRandom []byte) []byte {
	return s.derive(premaster, "master secret", concat(clientRandom, serverRandom), masterSecretLength)
}

// extendedMasterSecret implements RFC 7627, section 4. The transcript is the
// handshake messages from ClientHello to ClientKeyExchange. SSL 3.0 has no such
// thing, and must not get here.
func (s schedule) extendedMasterSecret(premaster, transcript []byte) []byte {
	return s.derive(premaster, "extended master secret", digest(s.transcriptHash(), transcript), masterSecretLength)
}

// keyBlock implements RFC 5246, section 6.3. The order of the randoms is not
// that of the master secret.
func (s schedule) keyBlock(master, clientRandom, serverRandom []byte, length int) []byte {
	return s.derive(master, "key expansion", concat(serverRandom, clientRandom), length)
}

// finished is the verify_data of a Finished (RFC 5246, section 7.4.9). The
// transcript is all handshake messages before it.
func (s schedule) finished(master, transcript []byte, fromClient bool) []byte {
	if s.version <= wire.VersionSSL30 {
		return ssl3Finished(master, transcript, fromClient)
	}
	label := "server finished"
	if fromClient {
		label = "client finished"
	}
	return s.derive(master, label, digest(s.transcriptHash(), transcript), verifyDataLength)
}

// export is keying material for the application (RFC 5705, section 4). No
// context (nil) is not the same as an empty one. It is nil in SSL 3.0, for which
// nobody ever defined it.
func (s schedule) export(master []byte, label string, clientRandom, serverRandom, context []byte, length int) []byte {
	if s.version <= wire.VersionSSL30 {
		return nil
	}
	seed := concat(clientRandom, serverRandom)
	if context != nil {
		seed = append(seed, byte(len(context)>>8), byte(len(context)))
		seed = append(seed, context...)
	}
	return s.derive(master, label, seed, length)
}

// certificateVerifyDigest is what a client signs to prove that it has the key of
// its certificate (RFC 5246, section 7.4.8). Before TLS 1.2 the hash is
// crypto.MD5SHA1 for RSA keys and crypto.SHA1 for others (RFC 4346, section
// 7.4.8; RFC 8422, section 5.4).
func (s schedule) certificateVerifyDigest(hash crypto.Hash, master, transcript []byte) []byte {
	if s.version <= wire.VersionSSL30 {
		return ssl3CertificateVerify(hash, master, transcript)
	}
	return digest(hash, transcript)
}

// derive is the PRF of the version. SSL 3.0 has no labels.
func (s schedule) derive(secret []byte, label string, seed []byte, length int) []byte {
	switch {
	case s.version <= wire.VersionSSL30:
		return ssl3Derive(secret, seed, length)
	case s.version <= wire.VersionTLS11:
		return prf10(secret, label, seed, length)
	}
	return prf12(s.hash, secret, label, seed, length)
}

// transcriptHash is what Finished and the extended master secret hash messages
// with.
func (s schedule) transcriptHash() crypto.Hash {
	if s.version <= wire.VersionTLS11 {
		return crypto.MD5SHA1
	}
	return s.hash
}
