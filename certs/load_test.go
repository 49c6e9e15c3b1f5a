package certs_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/needs"
)

// keyFile has OpenSSL make a key and write it in one of its forms.
func keyFile(t *testing.T, dir, name, command string, args ...string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	out, ok := openssl(t, append([]string{command, "-out", path}, args...)...) // genrsa wants the length last
	require.True(t, ok, out)
	return path
}

func TestKeyFilesOfAllFormsAreRead(t *testing.T) {
	needs.Command(t, needs.OpenSSL)
	a := newAuthority(t, certs.AuthoritySpec{})
	dir := t.TempDir()
	chain, _, err := issue(t, a, certs.Spec{}).WriteFiles(dir, "server")
	require.NoError(t, err)
	for _, tc := range []struct {
		file string
		key  certs.Key
		want any
	}{
		{keyFile(t, dir, "pkcs8", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"), "", &rsa.PrivateKey{}},
		{keyFile(t, dir, "pkcs1", "genrsa", "-traditional", "1024"), certs.RSA4096, &rsa.PrivateKey{}}, // the family counts
		{keyFile(t, dir, "sec1", "ecparam", "-name", "prime256v1", "-genkey"), certs.ECDSAP256, &ecdsa.PrivateKey{}},
		{keyFile(t, dir, "ed25519", "genpkey", "-algorithm", "ED25519"), certs.Ed25519, ed25519.PrivateKey{}},
	} {
		cert, err := a.Issue(certs.Spec{Key: tc.key, Files: certs.Files{Chain: chain, Key: tc.file}})
		require.NoError(t, err, tc.file)
		require.IsType(t, tc.want, cert.Key, tc.file)
	}
	short := keyFile(t, dir, "short", "genrsa", "-traditional", "512")
	cert, err := a.Issue(certs.Spec{Files: certs.Files{Chain: chain, Key: short}})
	require.NoError(t, err, "crypto/rsa refuses it, a legacy server does not")
	require.Equal(t, 512, cert.Key.Public().(*rsa.PublicKey).N.BitLen())
	require.NotEqual(t, reflect.TypeOf(&rsa.PrivateKey{}), reflect.TypeOf(cert.Key), "crypto/rsa would refuse to sign with it")
}

func TestAServerOfFilesIsTrustedByItsRoots(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	dir := t.TempDir()
	roots, err := a.WriteFile(dir)
	require.NoError(t, err)
	chain, key, err := issue(t, a, certs.Spec{Issuers: []certs.CA{{}}}).WriteFiles(dir, "server")
	require.NoError(t, err)

	cert := issue(t, newAuthority(t, certs.AuthoritySpec{}), certs.Spec{Files: certs.Files{Chain: chain, Key: key, Roots: roots}})
	pool := x509.NewCertPool()
	require.True(t, pool.AppendCertsFromPEM(cert.RootsPEM()))
	_, served, err := serve(t, cert, &tls.Config{RootCAs: pool, ServerName: "localhost"})
	require.NoError(t, served)
	require.NoError(t, err)
}

func TestOneFileMayHoldAllAndItsLastCertificateIsTrusted(t *testing.T) {
	pinned := issue(t, newAuthority(t, certs.AuthoritySpec{}), find(t, "self-signed-pinned"))
	private, err := pinned.KeyPEM()
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "all.pem")
	require.NoError(t, os.WriteFile(path, append(private, pinned.ChainPEM()...), 0o600))

	cert := issue(t, newAuthority(t, certs.AuthoritySpec{}), certs.Spec{Key: certs.ECDSAP256, Files: certs.Files{Chain: path}})
	require.Equal(t, pinned.Chain, cert.Chain)
	require.Equal(t, pinned.ChainPEM(), cert.RootsPEM())
}

func TestTheLastCertificateOfTheChainIsTrustedUnlessAFileSaysOtherwise(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	withRoot := issue(t, a, find(t, "root-included"))
	chain, key, err := withRoot.WriteFiles(t.TempDir(), "server")
	require.NoError(t, err)

	require.Equal(t, a.PEM(), issue(t, a, certs.Spec{Files: certs.Files{Chain: chain, Key: key}}).RootsPEM())
}

func TestCertificatesOfFilesAreNotJudged(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	dir := t.TempDir()
	_, key, err := issue(t, a, certs.Spec{}).WriteFiles(dir, "server")
	require.NoError(t, err)
	chain := filepath.Join(dir, "odd.pem")
	odd := certs.Certificate{Chain: [][]byte{[]byte("not DER"), {}}}
	require.NoError(t, os.WriteFile(chain, odd.ChainPEM(), 0o644))

	require.Equal(t, odd.Chain, issue(t, a, certs.Spec{Files: certs.Files{Chain: chain, Key: key}}).Chain)
}

func TestFilesAreReadAtEveryIssue(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	dir := t.TempDir()
	chain, key, err := issue(t, a, certs.Spec{}).WriteFiles(dir, "server")
	require.NoError(t, err)
	spec := certs.Spec{Files: certs.Files{Chain: chain, Key: key}}
	first := issue(t, a, spec)

	renewed := issue(t, a, certs.Spec{Name: "renewed"})
	require.NoError(t, os.WriteFile(chain, renewed.ChainPEM(), 0o644))
	require.NotEqual(t, first.Chain, issue(t, a, spec).Chain)
	require.Equal(t, renewed.Chain, issue(t, a, spec).Chain)
}

func TestFilesThatCannotBeUsedNameFileAndReason(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	dir := t.TempDir()
	chain, key, err := issue(t, a, certs.Spec{}).WriteFiles(dir, "server")
	require.NoError(t, err)
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
		return path
	}
	junk := write("junk.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
	locked := write("locked.pem", "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n")
	missing := filepath.Join(dir, "missing.pem")
	for _, tc := range []struct {
		files certs.Files
		key   certs.Key
		want  []string
	}{
		{certs.Files{Chain: missing}, "", []string{missing, "no such file"}},
		{certs.Files{Chain: key}, "", []string{key, "there is no PEM block of type CERTIFICATE", "openssl x509 -inform DER"}},
		{certs.Files{Chain: chain}, "", []string{chain, "there is no PEM block with a private key"}},
		{certs.Files{Chain: chain, Key: missing}, "", []string{missing, "no such file"}},
		{certs.Files{Chain: chain, Key: junk}, "", []string{junk, "PKCS #8, PKCS #1 or SEC 1"}},
		{certs.Files{Chain: chain, Key: locked}, "", []string{locked, "encrypted", "openssl pkey"}},
		{certs.Files{Chain: chain, Key: key, Roots: missing}, "", []string{missing, "no such file"}},
		{certs.Files{Chain: chain, Key: key, Roots: key}, "", []string{key, "CERTIFICATE"}},
		{certs.Files{Chain: chain, Key: key}, certs.ECDSAP256, []string{key, "is RSA", "says ECDSA"}},
		{certs.Files{Key: key}, "", []string{"field Files has no Chain"}},
	} {
		_, err := a.Issue(certs.Spec{Name: "partner", Key: tc.key, Files: tc.files})
		for _, want := range append(tc.want, `certificate "partner"`) {
			require.ErrorContains(t, err, want)
		}
	}
}

// Whatever is in a file, it gives a key that says what it is, or an error.
func FuzzPEM(f *testing.F) {
	a := newAuthority(f, certs.AuthoritySpec{})
	for _, spec := range []certs.Spec{{Key: certs.RSA1024}, {Key: certs.RSA512}, {Key: certs.ECDSAP256}, {Key: certs.Ed25519}} {
		cert := issue(f, a, spec)
		key, err := cert.KeyPEM()
		require.NoError(f, err)
		f.Add(append(key, cert.ChainPEM()...))
		block, _ := pem.Decode(key)
		f.Add(block.Bytes)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		// Random text is hardly ever PEM, so the content is tried by itself too.
		for _, text := range [][]byte{data, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: data})} {
			if key, err := certs.ParseKeyPEM(text); err == nil {
				require.NotNil(t, key.Public())
			}
			if chain, err := certs.ParseCertificatesPEM(text); err == nil {
				require.NotEmpty(t, chain)
			}
		}
	})
}
