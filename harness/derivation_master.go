package harness

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"fmt"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/dissect"
	"github.com/legacytls/legacytls/internal/legacy"
	"github.com/legacytls/legacytls/internal/wire"
)

// A premaster is the secret that both sides agreed on up to TLS 1.2.
type premaster struct {
	secret []byte // nil if it is not known
	from   string // where it comes from, or why it is not known
}

// premaster returns that of a handshake: from the backend, or with the key of the certificate.
func (s *Server) premaster(h *dissect.Handshake) premaster {
	switch method := dissect.KeyExchangeOf(h.Suite).Method; {
	case h.KeyExchange == nil:
		return premaster{from: "none: the session is resumed, with its master secret"}
	case h.Secrets[dissect.PremasterSecret] != nil && method == wire.ExchangeRSA:
		return premaster{h.Secrets[dissect.PremasterSecret], "the ClientKeyExchange, decrypted with the key of the certificate"}
	case h.Secrets[dissect.PremasterSecret] != nil:
		return premaster{h.Secrets[dissect.PremasterSecret], "the Diffie-Hellman of both public values"}
	case method == wire.ExchangeRSA:
		return s.decryptedPremaster(h)
	}
	return premaster{from: fmt.Sprintf("the Diffie-Hellman of both public values, which %s keeps to itself", s.Backend)}
}

func (s *Server) decryptedPremaster(h *dissect.Handshake) premaster {
	p := premaster{from: "the ClientKeyExchange, which the key of the certificate does not decrypt"}
	key, ok := s.key.(crypto.Decrypter)
	encrypted, err := wire.ParseEncryptedPremaster(h.KeyExchange.Raw, h.Version)
	if !ok || err != nil {
		return p
	}
	const size = 48
	secret, err := key.Decrypt(rand.Reader, encrypted, &rsa.PKCS1v15DecryptOptions{})
	if err != nil || len(secret) != size {
		return p
	}
	return premaster{secret, "the ClientKeyExchange, decrypted with the key of the certificate"}
}

// fromMaster adds the steps up to TLS 1.2 (RFC 5246, sections 6.3, 7.4.9 and 8.1).
func (d *KeyDerivation) fromMaster(h *dissect.Handshake, p premaster) {
	d.add("pre-master secret", p.from, p.secret)
	master := h.Secrets[dissect.MasterSecret]
	d.add("master secret", masterFrom(h, p, master), master)
	if h.Keys == nil {
		return
	}
	d.add("key block", prf(h, "master secret", "key expansion", "server random, client random"), h.Keys.KeyBlock)
	for _, part := range []struct {
		name  string
		value []byte
	}{
		{"client write MAC key", h.Keys.ClientMAC}, {"server write MAC key", h.Keys.ServerMAC},
		{"client write key", h.Keys.ClientKey}, {"server write key", h.Keys.ServerKey},
		{"client write IV", h.Keys.ClientIV}, {"server write IV", h.Keys.ServerIV},
	} {
		if len(part.value) > 0 {
			d.add(part.name, "the next "+bytesOf(len(part.value))+" of the key block", part.value)
		}
	}
	d.addFinished(h, dissect.Client, prf(h, "master secret", "client finished", "hash of the messages before it"))
	d.addFinished(h, dissect.Server, prf(h, "master secret", "server finished", "hash of the messages before it"))
}

// masterFrom says what the master secret is made of, and whether it is.
func masterFrom(h *dissect.Handshake, p premaster, master []byte) string {
	if h.KeyExchange == nil {
		return "that of the session"
	}
	from, transcript := prf(h, "pre-master secret", "master secret", "client random, server random"), []byte(nil)
	if h.ExtendedMasterSecret {
		from, transcript = prf(h, "pre-master secret", "extended master secret", "hash of the messages up to the ClientKeyExchange"), h.Transcript
	}
	if p.secret == nil || master == nil {
		return from
	}
	made := legacy.MasterSecret(h.Version, h.Suite, p.secret, h.ClientRandom[:], h.ServerRandom[:], transcript)
	if !bytes.Equal(made, master) {
		return from + "; that makes " + hexOf(made)
	}
	return from
}

// prf writes down the function of the version.
func prf(h *dissect.Handshake, secret, label, seed string) string {
	switch {
	case h.Version <= wire.VersionSSL30:
		return fmt.Sprintf("MD5 and SHA-1 of %s, %s", secret, seed)
	case h.Version <= wire.VersionTLS11:
		return fmt.Sprintf("PRF (MD5 and SHA-1) of %s, %q, %s", secret, label, seed)
	}
	s, _ := fixtures.SuiteByID(h.Suite)
	return fmt.Sprintf("PRF (%s) of %s, %q, %s", legacy.PRFHash(s), secret, label, seed)
}

// addFinished adds what a Finished is to say, and whether it does.
func (d *KeyDerivation) addFinished(h *dissect.Handshake, side dissect.Side, from string) {
	f := h.Finished[side]
	switch {
	case f == nil:
		d.add(side.String()+" Finished", "none was sent", nil)
	case f.Derived == nil:
		d.add(side.String()+" Finished", "what was sent; the secrets for more are not known", f.Sent)
	case bytes.Equal(f.Sent, f.Derived):
		d.add(side.String()+" Finished", from+"; as it was sent", f.Derived)
	default:
		d.add(side.String()+" Finished", from+"; it was sent as "+hexOf(f.Sent), f.Derived)
	}
}
