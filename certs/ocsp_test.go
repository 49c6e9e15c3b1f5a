package certs_test

import (
	"crypto/tls"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/needs"
)

// askOpenSSL has OpenSSL check an OCSP response for a leaf and its issuer, with
// the authority as the root.
func askOpenSSL(t *testing.T, response []byte, issuer, leaf, root string) (output string, ok bool) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "response.der")
	require.NoError(t, os.WriteFile(file, response, 0o600))
	return openssl(t, "ocsp", "-respin", file, "-issuer", issuer, "-cert", leaf, "-CAfile", root)
}

func ocspResponse(t *testing.T, a *certs.Authority, c *certs.Certificate) []byte {
	t.Helper()
	response, err := a.OCSPResponse(c)
	require.NoError(t, err)
	return response
}

func TestOpenSSLBelievesTheResponseOfEveryKindOfAuthority(t *testing.T) {
	needs.Command(t, needs.OpenSSL)
	for _, key := range []certs.Key{certs.RSA1024, certs.RSA2048, certs.ECDSAP256, certs.ECDSAP384, certs.ECDSAP521, certs.Ed25519, certs.DSA1024} {
		key := key
		t.Run(string(key), func(t *testing.T) {
			t.Parallel()
			a := newAuthority(t, certs.AuthoritySpec{Key: key})
			c := issue(t, a, certs.Spec{})
			files := write(t, a, c)

			out, ok := askOpenSSL(t, ocspResponse(t, a, c), files.ca, files.chain, files.ca)
			require.True(t, ok, out)
			require.Contains(t, out, "Response verify OK")
			require.Contains(t, out, files.chain+": good")
		})
	}
}

func TestTheFirstOfTheIssuersSpeaksForTheLeaf(t *testing.T) {
	needs.Command(t, needs.OpenSSL)
	a := newAuthority(t, certs.AuthoritySpec{})
	for name, spec := range map[string]certs.Spec{
		"ECDSA below the authority": {Issuers: []certs.CA{{}, {}}},
		"RSA below a root of its own": {
			Issuers: []certs.CA{{Key: certs.RSA1024}}, Root: certs.CA{Key: certs.ECDSAP384},
		},
	} {
		c := issue(t, a, spec)
		dir := t.TempDir()
		root, issuer := filepath.Join(dir, "root.pem"), filepath.Join(dir, "issuer.pem")
		require.NoError(t, os.WriteFile(root, c.RootsPEM(), 0o600))
		require.NoError(t, os.WriteFile(issuer, (&certs.Certificate{Chain: c.Chain[1:]}).ChainPEM(), 0o600))
		leaf, _, err := c.WriteFiles(dir, "leaf")
		require.NoError(t, err)

		// What stands above the issuer comes with the chain.
		file := filepath.Join(dir, "response.der")
		require.NoError(t, os.WriteFile(file, ocspResponse(t, a, c), 0o600))
		out, ok := openssl(t, "ocsp", "-respin", file, "-issuer", issuer, "-cert", leaf, "-CAfile", root, "-verify_other", issuer, "-trust_other")
		require.True(t, ok, "%s: %s", name, out)
		require.Contains(t, out, "Response verify OK", name)
		require.Contains(t, out, leaf+": good", name)
	}
}

func TestOpenSSLDoesNotBelieveTheResponseOfAnotherAuthority(t *testing.T) {
	needs.Command(t, needs.OpenSSL)
	a, other := newAuthority(t, certs.AuthoritySpec{}), newAuthority(t, certs.AuthoritySpec{})
	c := issue(t, a, certs.Spec{})
	files, others := write(t, a, c), write(t, other, issue(t, other, certs.Spec{}))

	out, _ := askOpenSSL(t, ocspResponse(t, a, c), others.ca, files.chain, others.ca)
	require.Contains(t, out, "Response Verify Failure", "the signature is of the other")
	require.NotContains(t, out, "Response verify OK")
	require.NotContains(t, out, ": good")
	out, _ = askOpenSSL(t, ocspResponse(t, a, c), files.ca, others.chain, files.ca)
	require.Contains(t, out, "Response verify OK")
	require.Contains(t, out, "No Status found", "the response is about another leaf")
}

func TestAResponseIsForTheDaysAfterItWasMade(t *testing.T) {
	needs.Command(t, needs.OpenSSL)
	for past, want := range map[time.Duration]string{
		0:                                ": good",
		4*24*time.Hour + 600*time.Second: "status expired",
		-2 * time.Hour:                   "status not yet valid",
	} {
		a := newAuthority(t, certs.AuthoritySpec{})
		a.SetClock(func() time.Time { return time.Now().Add(-past) })
		c := issue(t, a, certs.Spec{NotBefore: -24 * time.Hour})
		files := write(t, a, c)
		out, _ := askOpenSSL(t, ocspResponse(t, a, c), files.ca, files.chain, files.ca)
		require.Contains(t, out, "Response verify OK")
		require.Contains(t, out, want)
	}
}

func TestTheResponseHasTheSerialOfTheLeafWhateverItIs(t *testing.T) {
	needs.Command(t, needs.OpenSSL)
	a := newAuthority(t, certs.AuthoritySpec{})
	c := issue(t, a, certs.Spec{Form: certs.Form{Serial: []byte{0x80, 1}}}) // negative
	files := write(t, a, c)
	out, ok := askOpenSSL(t, ocspResponse(t, a, c), files.ca, files.chain, files.ca)
	require.True(t, ok, out)
	require.Contains(t, out, files.chain+": good")
}

func TestAClientGetsTheResponseThatIsStapled(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	c := issue(t, a, certs.Spec{})
	cert := c.TLS()
	cert.OCSPStaple = ocspResponse(t, a, c)
	near, far := net.Pipe()
	defer near.Close()
	served := make(chan error, 1)
	go func() {
		defer far.Close()
		served <- tls.Server(far, &tls.Config{Certificates: []tls.Certificate{cert}, MaxVersion: tls.VersionTLS12}).Handshake()
	}()
	client := tls.Client(near, &tls.Config{RootCAs: a.Pool(), ServerName: "localhost"})
	require.NoError(t, client.Handshake())
	require.NoError(t, <-served)
	require.Equal(t, cert.OCSPStaple, client.ConnectionState().OCSPResponse)
}

func TestAnAuthorityDoesNotSpeakForWhatItDidNotIssue(t *testing.T) {
	t.Parallel()
	a, other := newAuthority(t, certs.AuthoritySpec{}), newAuthority(t, certs.AuthoritySpec{})
	_, err := a.OCSPResponse(issue(t, other, certs.Spec{}))
	require.EqualError(t, err, `OCSP response for certificate "localhost": another authority issued the certificate: call OCSPResponse of that one`)

	_, err = a.OCSPResponse(issue(t, a, certs.Spec{SelfSigned: true, Key: certs.ECDSAP256}))
	require.ErrorContains(t, err, "a self-signed certificate has no issuer that could say it is good: use a Spec without SelfSigned")

	files := write(t, a, issue(t, a, certs.Spec{}))
	_, err = a.OCSPResponse(issue(t, a, certs.Spec{Name: "from-files", Files: certs.Files{Chain: files.chain, Key: files.key}}))
	require.ErrorContains(t, err, `OCSP response for certificate "from-files": it is signed with the key of the issuer, and that of a certificate from files is not known`)
}
