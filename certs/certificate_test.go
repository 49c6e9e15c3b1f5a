package certs_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
)

func TestAClientWithThePoolConnectsToAServerOfEveryKindOfKey(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	for _, key := range certs.Keys() {
		for _, host := range []string{"localhost", "127.0.0.1", "::1"} {
			server := &tls.Config{Certificates: []tls.Certificate{issue(t, a, certs.Spec{Key: key}).TLS()}}
			client := &tls.Config{RootCAs: a.Pool(), ServerName: host}
			require.NoError(t, handshake(t, server, client), "%s, %s", key, host)
		}
	}
}

func TestAClientWithAnotherPoolDoesNotConnect(t *testing.T) {
	server := &tls.Config{Certificates: []tls.Certificate{issue(t, newAuthority(t, certs.AuthoritySpec{}), certs.Spec{}).TLS()}}
	client := &tls.Config{RootCAs: newAuthority(t, certs.AuthoritySpec{}).Pool(), ServerName: "localhost"}

	require.ErrorAs(t, handshake(t, server, client), new(x509.UnknownAuthorityError))
}

func TestAClientCertificateIsAccepted(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	server := &tls.Config{
		Certificates: []tls.Certificate{issue(t, a, certs.Spec{}).TLS()},
		ClientAuth:   tls.RequireAndVerifyClientCert,
		ClientCAs:    a.Pool(),
		MaxVersion:   tls.VersionTLS12, // the client learns the outcome within the handshake
	}
	client := &tls.Config{RootCAs: a.Pool(), ServerName: "localhost"}
	require.Error(t, handshake(t, server, client), "without a certificate")

	client.Certificates = []tls.Certificate{issue(t, a, certs.Spec{ForClient: true}).TLS()}
	require.NoError(t, handshake(t, server, client))
}

func TestAServerHandsOutBytesThatAreNoCertificate(t *testing.T) {
	cert := issue(t, newAuthority(t, certs.AuthoritySpec{}), certs.Spec{})
	odd := certs.Certificate{Chain: [][]byte{[]byte("not DER")}, Key: cert.Key}
	server := &tls.Config{Certificates: []tls.Certificate{odd.TLS()}}

	err := handshake(t, server, &tls.Config{ServerName: "localhost", InsecureSkipVerify: true})
	require.ErrorContains(t, err, "tls: failed to parse certificate from server", "the client must be the one to object")
}

func TestOpenSSLReadsTheKeyOfEveryKindAndItFitsTheCertificate(t *testing.T) {
	sweep.AllOrSkip(t, "starts OpenSSL for each kind of key")
	needs.Command(t, needs.OpenSSL)
	a := newAuthority(t, certs.AuthoritySpec{})
	for _, key := range certs.Keys() {
		key := key
		t.Run(string(key), func(t *testing.T) {
			files := write(t, a, issue(t, a, certs.Spec{Key: key}))
			check, ok := openssl(t, "pkey", "-check", "-noout", "-in", files.key)
			// OpenSSL 3.0 cannot check Ed25519 keys, reading them is all.
			require.True(t, ok || key == certs.Ed25519, check)
			ofKey, ok := openssl(t, "pkey", "-pubout", "-in", files.key)
			require.True(t, ok, ofKey)
			ofCertificate, ok := openssl(t, "x509", "-pubkey", "-noout", "-in", files.chain)
			require.True(t, ok, ofCertificate)
			require.Equal(t, ofCertificate, ofKey)
		})
	}
}

func TestGoReadsBackWhatThePEMSays(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	for _, key := range certs.Keys() {
		cert := issue(t, a, certs.Spec{Key: key})
		keyPEM, err := cert.KeyPEM()
		require.NoError(t, err)

		pair, err := tls.X509KeyPair(cert.ChainPEM(), keyPEM)
		require.NoError(t, err, "%s", key)
		require.Equal(t, cert.Chain, pair.Certificate)
		require.Equal(t, cert.Key, pair.PrivateKey)
	}
}

func TestTheChainPEMHasAllCertificatesLeafFirst(t *testing.T) {
	c := certs.Certificate{Chain: [][]byte{{1}, {2}}}
	first, rest := pem.Decode(c.ChainPEM())
	second, rest := pem.Decode(rest)
	require.Equal(t, []byte{1}, first.Bytes)
	require.Equal(t, []byte{2}, second.Bytes)
	require.Empty(t, rest)
}

func TestFilesReplaceOlderOnesAndKeysArePrivate(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	dir := t.TempDir()
	for _, kind := range []certs.Key{certs.RSA2048, certs.ECDSAP256} {
		_, err := a.WriteFile(dir)
		require.NoError(t, err)
		chain, key, err := issue(t, a, certs.Spec{Key: kind}).WriteFiles(dir, "server")
		require.NoError(t, err)
		require.Equal(t, filepath.Join(dir, "server.pem"), chain)
		require.Equal(t, filepath.Join(dir, "server.key"), key)
		_, err = tls.LoadX509KeyPair(chain, key)
		require.NoError(t, err)
	}

	modes := map[string]os.FileMode{}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		info, err := e.Info()
		require.NoError(t, err)
		modes[e.Name()] = info.Mode()
	}
	require.Len(t, modes, 3, "no temporary file is left")
	if runtime.GOOS != "windows" { // which has no such modes
		require.Equal(t, map[string]os.FileMode{"ca.pem": 0o644, "server.pem": 0o644, "server.key": 0o600}, modes)
	}
}

func TestAFailedWriteLeavesNothingBehind(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	dir := t.TempDir()
	// A directory in the place of the file cannot be replaced by one.
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "ca.pem", "occupied"), 0o755))

	_, err := a.WriteFile(dir)
	require.Error(t, err)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 1)
}

func TestFileNamesCannotLeaveTheDirectoryOrReplaceTheAuthority(t *testing.T) {
	cert := issue(t, newAuthority(t, certs.AuthoritySpec{}), certs.Spec{})
	for _, name := range []string{"", "..", ".", "../server", "sub/server", "ca", "CA"} {
		_, _, err := cert.WriteFiles(t.TempDir(), name)
		require.ErrorContains(t, err, "want a plain name", "%q", name)
	}
}

// handshake connects both over loopback and returns the client's error, or the
// server's if the client has none.
func handshake(tb testing.TB, server, client *tls.Config) error {
	tb.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(tb, err)
	defer listener.Close()
	served := make(chan error, 1)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			served <- err
			return
		}
		defer conn.Close()
		served <- tls.Server(conn, server).HandshakeContext(context.Background())
	}()
	conn, err := net.Dial("tcp", listener.Addr().String())
	require.NoError(tb, err)
	defer conn.Close()
	if err := tls.Client(conn, client).HandshakeContext(context.Background()); err != nil {
		return err
	}
	return <-served
}
