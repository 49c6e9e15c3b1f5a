package certs_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
)

func leafKey(tb testing.TB, key certs.Key) crypto.Signer {
	tb.Helper()
	return issue(tb, newAuthority(tb, certs.AuthoritySpec{}), certs.Spec{Key: key}).Key
}

func TestCryptoRSAVerifiesWhatOurArithmeticSigned(t *testing.T) {
	digest := sha256.Sum256([]byte("message"))
	for _, kind := range []certs.Key{certs.RSA1025, certs.RSA2047, certs.RSA8192} {
		key := leafKey(t, kind)
		public := key.Public().(*rsa.PublicKey)

		signature, err := key.Sign(rand.Reader, digest[:], crypto.SHA256)
		require.NoError(t, err)
		require.NoError(t, rsa.VerifyPKCS1v15(public, crypto.SHA256, digest[:], signature), "%s", kind)

		for _, salt := range []int{rsa.PSSSaltLengthEqualsHash, rsa.PSSSaltLengthAuto, 20} {
			options := &rsa.PSSOptions{SaltLength: salt, Hash: crypto.SHA256}
			signature, err = key.Sign(rand.Reader, digest[:], options)
			require.NoError(t, err)
			require.NoError(t, rsa.VerifyPSS(public, crypto.SHA256, digest[:], signature, options), "%s, salt %d", kind, salt)
		}
	}
}

// The longest salt fills the message: 256 bytes without the hash and two more.
func TestTheSaltOfPSSIsAsLongAsCanBeUnlessGiven(t *testing.T) {
	digest := sha256.Sum256([]byte("message"))
	key := leafKey(t, certs.RSA2047)
	signature, err := key.Sign(rand.Reader, digest[:], &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthAuto, Hash: crypto.SHA256})
	require.NoError(t, err)
	require.NoError(t, rsa.VerifyPSS(key.Public().(*rsa.PublicKey), crypto.SHA256, digest[:], signature, &rsa.PSSOptions{SaltLength: 256 - 32 - 2}))
}

func TestOurArithmeticDecryptsWhatCryptoRSAEncrypted(t *testing.T) {
	key := leafKey(t, certs.RSA2047)
	secret := []byte("a premaster secret of 48 bytes, as TLS wants it.")
	ciphertext, err := rsa.EncryptPKCS1v15(rand.Reader, key.Public().(*rsa.PublicKey), secret)
	require.NoError(t, err)

	for _, options := range []crypto.DecrypterOpts{nil, &rsa.PKCS1v15DecryptOptions{}, &rsa.PKCS1v15DecryptOptions{SessionKeyLen: 48}} {
		plain, err := key.(crypto.Decrypter).Decrypt(rand.Reader, ciphertext, options)
		require.NoError(t, err)
		require.Equal(t, secret, plain)
	}
	_, err = key.(crypto.Decrypter).Decrypt(rand.Reader, ciphertext, &rsa.OAEPOptions{})
	require.ErrorContains(t, err, "only PKCS #1 v1.5 is known")
}

// RFC 5246, section 7.4.7.1: a server must not tell a wrong padding from a right one.
func TestAWrongPremasterSecretBecomesARandomOneWithoutAnError(t *testing.T) {
	key := leafKey(t, certs.RSA2047).(crypto.Decrypter)
	short, err := rsa.EncryptPKCS1v15(rand.Reader, key.Public().(*rsa.PublicKey), []byte("short"))
	require.NoError(t, err)
	for _, wrong := range [][]byte{make([]byte, 256), {1}, short} {
		plain, err := key.Decrypt(rand.Reader, wrong, &rsa.PKCS1v15DecryptOptions{SessionKeyLen: 48})
		require.NoError(t, err)
		require.Len(t, plain, 48)
		require.NotEqual(t, make([]byte, 48), plain)
	}
	_, err = key.Decrypt(rand.Reader, make([]byte, 256), nil)
	require.ErrorContains(t, err, "padding")
}

func TestAKeyTooShortForTheHashSaysSo(t *testing.T) {
	digest := make([]byte, 64)
	key := leafKey(t, certs.RSA512)
	_, err := key.Sign(rand.Reader, digest, crypto.SHA512)
	require.EqualError(t, err, "RSA key is too short for the hash")
	_, err = key.Sign(rand.Reader, digest, &rsa.PSSOptions{Hash: crypto.SHA512})
	require.EqualError(t, err, "RSA key is too short for the hash")
	_, err = key.Sign(rand.Reader, digest[:20], crypto.SHA256)
	require.ErrorContains(t, err, "digest of 20 bytes is none of SHA-256, which has 32")
}

func TestOpenSSLVerifiesWhatShortAndLongKeysSigned(t *testing.T) {
	sweep.AllOrSkip(t, "makes long keys")
	needs.Command(t, needs.OpenSSL)
	digest := sha256.Sum256([]byte("message"))
	a := newAuthority(t, certs.AuthoritySpec{})
	for _, spec := range []certs.Spec{
		{Key: certs.RSA512}, {Key: certs.RSA768}, {Key: certs.RSA1016}, {Key: certs.RSA1023}, {Key: certs.RSA8193}, {Key: certs.RSA8200}, {Key: certs.RSA16384},
		find(t, "rsa-exponent-large"), find(t, "rsa-modulus-negative"),
	} {
		cert := issue(t, a, spec)
		signature, err := cert.Key.Sign(rand.Reader, digest[:], crypto.SHA256)
		require.NoError(t, err)
		dir := t.TempDir()
		chain, private, err := cert.WriteFiles(dir, "leaf")
		require.NoError(t, err)
		message, signed := filepath.Join(dir, "message"), filepath.Join(dir, "signature")
		require.NoError(t, os.WriteFile(message, []byte("message"), 0o644))
		require.NoError(t, os.WriteFile(signed, signature, 0o644))

		// The certificate's key and the private key are both asked.
		out, ok := openssl(t, "dgst", "-sha256", "-prverify", private, "-signature", signed, message)
		require.True(t, ok, "%s: %s", spec.Key, out)
		public, ok := openssl(t, "x509", "-pubkey", "-noout", "-in", chain)
		require.True(t, ok, public)
		pub := filepath.Join(dir, "public.pem")
		require.NoError(t, os.WriteFile(pub, []byte(public), 0o644))
		out, ok = openssl(t, "dgst", "-sha256", "-verify", pub, "-signature", signed, message)
		require.True(t, ok, "%s: %s", spec.Key, out)
	}
}
