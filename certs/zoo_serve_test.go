package certs_test

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/wire"
)

func TestACryptoTLSServerShowsEveryMemberAsItIs(t *testing.T) {
	sweep.AllOrSkip(t, "serves each certificate of the zoo")
	t.Parallel()
	a := newAuthority(t, certs.AuthoritySpec{})
	for _, member := range certs.Zoo() {
		cert := issue(t, a, member)
		sent, served, _ := serve(t, cert, &tls.Config{InsecureSkipVerify: true})
		if served != nil {
			// The client may object, the server never.
			require.ErrorContains(t, served, "remote error", member.Name)
		}
		require.Equal(t, cert.Chain, shown(t, sent), member.Name)
	}
}

func TestAServerOfAnOddKeyDoesRSAKeyExchangeToo(t *testing.T) {
	t.Parallel()
	a := newAuthority(t, certs.AuthoritySpec{})
	for _, key := range []certs.Key{certs.RSA1025, certs.RSA2047, certs.RSA8192} {
		cert := issue(t, a, certs.Spec{Key: key})
		_, served, err := serve(t, cert, &tls.Config{
			InsecureSkipVerify: true,
			CipherSuites:       []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA},
		})
		require.NoError(t, served, "%s", key)
		require.NoError(t, err, "%s", key)
	}
}

func TestAServerOfAnOddKeySignsForEveryVersion(t *testing.T) {
	t.Parallel()
	cert := issue(t, newAuthority(t, certs.AuthoritySpec{}), certs.Spec{Key: certs.RSA2047})
	for version := uint16(tls.VersionTLS10); version <= tls.VersionTLS13; version++ { // MD5 and SHA-1, PKCS #1 v1.5, PSS
		_, served, err := serve(t, cert, &tls.Config{InsecureSkipVerify: true, MinVersion: version, MaxVersion: version})
		require.NoError(t, served)
		require.NoError(t, err)
	}
}

// What Go says of a member is in the tables of scenarios, for every release. These
// are some that all releases and settings from 1.21 on agree about.
func TestGoJudgesTheZooAsEveryReleaseDoes(t *testing.T) {
	t.Parallel()
	a := newAuthority(t, certs.AuthoritySpec{})
	for name, want := range map[string]string{
		"self-signed":             "certificate signed by unknown authority",
		"self-signed-pinned":      "",
		"self-signed-pinned-md5":  "",
		"unknown-root":            "certificate signed by unknown authority",
		"missing-intermediate":    "certificate signed by unknown authority",
		"intermediates-shuffled":  "",
		"chain-reversed":          "certificate is not valid for any names, but wanted to match localhost",
		"root-included":           "",
		"extra-unrelated":         "",
		"extra-garbage":           "tls: failed to parse certificate from server: x509: malformed tbs certificate",
		"cross-signed-expired":    "",
		"expired":                 "certificate has expired or is not yet valid",
		"expired-by-a-second":     "certificate has expired or is not yet valid",
		"not-yet-valid":           "certificate has expired or is not yet valid",
		"cn-only":                 "certificate relies on legacy Common Name field, use SANs instead",
		"ip-as-dns-san":           "cannot validate certificate for 10.0.0.5 because it doesn't contain any IP SANs",
		"wildcard-two-labels":     "certificate is valid for *.example.test, not a.b.example.test",
		"san-underscore-wildcard": "",
		"san-ip-five-bytes":       "x509: cannot parse IP address of length 5",
		"thousand-sans":           "",
		"md5-leaf":                "insecure algorithm MD5-RSA",
		"md5-root":                "",
		"sha224-leaf":             "cannot verify signature: algorithm unimplemented",
		"dsa-root":                "insecure algorithm DSA-SHA1",
		"pss-signed":              "",
		"pss-salt-20":             "cannot verify signature: algorithm unimplemented",
		"signature-null-mismatch": "inner and outer signature algorithm identifiers don't match",
		"signature-no-null":       "",
		"signature-corrupt":       "crypto/rsa: verification error",
		"rsa-1025":                "",
		"rsa-8193":                "tls: server sent certificate containing RSA key larger than 8192 bits",
		"rsa-modulus-negative":    "x509: RSA modulus is not a positive number",
		"rsa-no-null":             "x509: RSA key missing NULL parameters",
		"ecdsa-p224":              "",
		"ecdsa-p521":              "",
		"ed25519":                 "",
		"ecdsa-brainpool":         "x509: unsupported elliptic curve",
		"dsa-leaf":                "tls: server's certificate contains an unsupported type of public key: *dsa.PublicKey",
		"ed448":                   "tls: server's certificate contains an unsupported type of public key: <nil>",
		"serial-64-bytes":         "",
		"serial-padded":           "x509: malformed serial number",
		"v4-leaf":                 "x509: invalid version",
		"v1-root":                 "",
		"v1-intermediate":         "certificate is not authorized to sign other certificates",
		"pathlen-exceeded":        "too many intermediates for path length constraint",
		"nc-permitted":            "",
		"nc-excluded":             `DNS name "localhost" is excluded by constraint "localhost"`,
		"nc-intermediate-has-san": "",
		"critical-unknown-root":   "unhandled critical extension",
		"eku-client-only":         "certificate specifies an incompatible key usage",
		"ku-encipherment-only":    "",
		"issuer-case-mismatch":    "certificate signed by unknown authority",
		"aki-mismatch":            "",
		"der-trailing-data":       "x509: trailing data",
		"der-trailing-inside":     "",
		"subject-printable-at":    "invalid PrintableString",
		"subject-t61-latin1":      "",
	} {
		spec := find(t, name)
		cert := issue(t, a, spec)
		roots := x509.NewCertPool()
		roots.AppendCertsFromPEM(cert.RootsPEM())
		client := &tls.Config{RootCAs: roots, ServerName: spec.ServerName}
		if client.ServerName == "" {
			client.ServerName = "localhost"
		}
		if _, _, err := serve(t, cert, client); want == "" {
			require.NoError(t, err, name)
		} else {
			require.ErrorContains(t, err, want, name)
		}
	}
}

// serve shows the certificate to a client of TLS 1.2, in which certificates are
// not encrypted, unless the client says otherwise. It returns what the server
// sent, and the errors of both.
func serve(tb testing.TB, cert *certs.Certificate, client *tls.Config) (sent []byte, served, dialled error) {
	tb.Helper()
	if client.MaxVersion == 0 {
		client.MaxVersion = tls.VersionTLS12
	}
	near, far := net.Pipe()
	tapped := newRecorder(far)
	done := make(chan error, 1)
	go func() {
		server := tls.Server(tapped, &tls.Config{
			Certificates: []tls.Certificate{cert.TLS()},
			MinVersion:   tls.VersionTLS10,
			CipherSuites: append([]uint16{
				tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
				tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
			}, client.CipherSuites...),
		})
		err := server.Handshake()
		tapped.Close()
		done <- err
	}()
	dialled = tls.Client(near, client).Handshake()
	near.Close()
	served = <-done
	return tapped.sent, served, dialled
}

// A recorder keeps what is written. Writing does not wait for the reader: a pipe
// has no buffer, and a client that refuses a long chain wants to say so before it
// has read all of it.
type recorder struct {
	net.Conn
	sent    []byte
	waiting chan []byte
	written chan struct{}
}

func newRecorder(conn net.Conn) *recorder {
	r := &recorder{Conn: conn, waiting: make(chan []byte, 1000), written: make(chan struct{})}
	go func() {
		defer close(r.written)
		for b := range r.waiting {
			_, _ = r.Conn.Write(b) // fails when the client has gone, which the server learns by reading
		}
	}()
	return r
}

func (r *recorder) Write(b []byte) (int, error) {
	r.sent = append(r.sent, b...)
	r.waiting <- append([]byte{}, b...)
	return len(b), nil
}

func (r *recorder) Close() error {
	close(r.waiting)
	<-r.written
	return r.Conn.Close()
}

// shown is the list of the Certificate message (RFC 5246, section 7.4.2).
func shown(tb testing.TB, sent []byte) [][]byte {
	tb.Helper()
	for _, message := range wire.DecodeFlow(sent).Messages {
		if message.Type == wire.TypeCertificate {
			var list [][]byte
			for rest := message.Body[3:]; len(rest) > 0; {
				n := int(rest[0])<<16 | int(rest[1])<<8 | int(rest[2])
				list, rest = append(list, rest[3:3+n]), rest[3+n:]
			}
			return list
		}
	}
	return nil
}
