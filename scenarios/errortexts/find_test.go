package errortexts_test

import (
	"context"
	"crypto/tls"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/scenarios/breakages"
	"github.com/legacytls/legacytls/scenarios/errortexts"
)

func slugs(pages []errortexts.Page) []string {
	all := []string{}
	for _, p := range pages {
		all = append(all, p.Slug)
	}
	return all
}

// The texts are those that people pasted into public trackers.
func TestATextIsFoundInWhateverStandsAroundIt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"remote error: tls: handshake failure":                                                                                                  {"handshake-failure"},
		`Get "https://10.1.2.3/api": remote error: tls: handshake failure`:                                                                      {"handshake-failure"},
		`LDAP Result Code 200 "Network Error": remote error: tls: handshake failure`:                                                            {"handshake-failure"},
		"\x1b[31mERROR\x1b[0m Remote Error: TLS: Handshake Failure (attempt 3)":                                                                 {"handshake-failure"},
		"remote error: tls:\n  handshake failure":                                                                                               {"handshake-failure"},
		`{"err":"x509: certificate contains duplicate extension with OID \"2.5.29.17\""}`:                                                       {"duplicate-extension"},
		"tls: failed to parse certificate from server: x509: certificate contains duplicate extensions":                                         {"duplicate-extension"},
		"x509: certificate relies on legacy Common Name field, use SANs or temporarily enable Common Name matching with GODEBUG=x509ignoreCN=0": {"common-name"},
		"tls: failed to verify certificate: x509: certificate relies on legacy Common Name field, use SANs instead":                             {"common-name"},
		"net/http: TLS handshake timeout":                                                                                                       {"tls-handshake-timeout"},
		`Get "https://a.example/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`:                                  {"context-deadline-exceeded"},
		"rpc error: code = DeadlineExceeded desc = context deadline exceeded":                                                                   {"context-deadline-exceeded"},
		"read tcp 10.0.0.2:51334->10.0.0.1:443: i/o timeout":                                                                                    {"io-timeout"},
		"read tcp 10.0.0.2:51334->10.0.0.1:443: read: connection reset by peer":                                                                 {"connection-reset"},
		"tls: failed to parse certificate from server: x509: SAN dNSName is malformed":                                                          {"san-malformed"},
		"tls: server selected unsupported protocol version 301":                                                                                 {"unsupported-version"},
		"tls: server selected unsupported protocol version 302":                                                                                 {"unsupported-version"},
		"tls: server selected unsupported protocol version 300":                                                                                 {"unsupported-version"},
		"remote error: tls: protocol version not supported":                                                                                     {"protocol-version"},
		`x509: certificate signed by unknown authority (possibly because of "x509: cannot verify signature: insecure algorithm SHA1-RSA (temporarily override with GODEBUG=x509sha1=1)" while trying to verify candidate authority certificate "Example CA")`: {"insecure-sha1"},
		`tls: failed to verify certificate: x509: certificate signed by unknown authority (possibly because of "x509: cannot verify signature: insecure algorithm SHA1-RSA" while trying to verify candidate authority certificate "Example CA")`:             {"insecure-sha1"},
		"x509: certificate signed by unknown authority":           {"unknown-authority"},
		"TLS Handshake failed: cannot read handshake packet: EOF": {"eof"},
		`Get "https://127.0.0.1:40913/": EOF`:                     {"eof"},
		"EOF":                                                     {"eof"},
		"tls: failed to parse certificate from server: x509: negative serial number":                                               {"negative-serial"},
		"local error: tls: unexpected message":                                                                                     {"unexpected-message"},
		"x509: invalid RDNSequence: invalid attribute value: unsupported string type: 18":                                          {"rdn-sequence"},
		"x509: invalid RDNSequence: invalid attribute value: invalid PrintableString":                                              {"rdn-sequence"},
		"tls: server sent certificate containing RSA key larger than 8192 bits":                                                    {"rsa-key-too-large"},
		"http: TLS handshake error from 10.0.0.9:5: tls: no cipher suite supported by both client and server":                      {"no-cipher-suite"},
		"tls: no cipher suite supported by both client and server; client offered: [9c 2f]":                                        {"no-cipher-suite"},
		"tls: FIPS 140-3 requires the use of Extended Master Secret":                                                               {"fips-extended-master-secret"},
		`go: error loading go.mod: go.mod:4: unknown godebug "tlskyber"`:                                                           {"unknown-godebug"},
		`go: error loading go.mod: go.mod:4: removed GODEBUG "tlsrsakex" set to old value "1" (https://go.dev/doc/godebug#go-127)`: {"removed-godebug"},
		`fatal error: removed GODEBUG "tlsrsakex" set to old value "1" in environment (https://go.dev/doc/godebug#go-127)`:         {"removed-godebug-at-start"},
	} {
		require.Equal(t, want, slugs(errortexts.Find(text)), "%q", text)
	}
}

// What is a part of another word, or of a longer text, is something else.
func TestATextIsNotFoundInOtherWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"unexpected EOF":                     {"unexpected-eof"},
		"parsed eofield":                     {},
		"my_EOF_marker":                      {},
		"geof":                               {},
		"":                                   {},
		"remote error: tls: bad certificate": {},
		"tls: server selected unsupported protocol version 3010": {},
		"local error: tls: unexpected messages":                  {},
	} {
		require.Equal(t, want, slugs(errortexts.Find(text)), "%q", text)
	}
}

func TestTheMostSpecificTextComesFirst(t *testing.T) {
	t.Parallel()
	found := errortexts.Find("EOF, then remote error: tls: handshake failure, then context deadline exceeded")
	require.Equal(t, []string{"handshake-failure", "context-deadline-exceeded", "eof"}, slugs(found))
}

// Every text of every page leads to it.
func TestEveryTextIsFoundByItself(t *testing.T) {
	t.Parallel()
	for _, p := range errortexts.Pages() {
		for _, text := range p.Texts {
			text = strings.ReplaceAll(text, "…", "2.5.29.17")
			require.Equal(t, []string{p.Slug}, slugs(errortexts.Find(text)), text)
		}
	}
}

// What people reported of the client's error has a page, but for texts that one report
// alone has.
func TestReportedTextsHavePages(t *testing.T) {
	t.Parallel()
	alone := map[string]bool{
		"remote error: tls: alert(116)":                                                      true,
		"connects, TLS 1.3":                                                                  true,
		"connects, TLS 1.2 ECDHE-RSA-AES128-GCM-SHA256":                                      true,
		"tls: client requested unsupported application protocols":                            true,
		"x509: invalid certificate policies":                                                 true,
		"remote error: tls: unknown certificate authority":                                   true,
		"remote error: tls: expired certificate":                                             true,
		"crypto/ecdh: use of X25519 is not allowed in FIPS 140-only mode":                    true,
		"x509: certificate is not valid for any names, but wanted to match project:instance": true,
	}
	for _, r := range breakages.Reports() {
		if r.Text != "" {
			require.Equal(t, !alone[r.Text], len(errortexts.Find(r.Text)) > 0, "%s: %s", r, r.Text)
		}
	}
}

// Of deadlines that are not the connection's own no scenario knows.
func TestDeadlinesOfAProgramHaveAPage(t *testing.T) {
	t.Parallel()
	server := harness.Start(t, fixtures.SilentPort())
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	_, err := (&tls.Dialer{Config: &tls.Config{RootCAs: server.Roots, MinVersion: tls.VersionTLS12}}).DialContext(ctx, "tcp", server.Addr)
	require.Error(t, err)
	require.Equal(t, []string{"context-deadline-exceeded"}, slugs(errortexts.Find(err.Error())), err.Error())

	client := http.Client{Timeout: 50 * time.Millisecond}
	_, err = client.Get("https://" + server.Addr)
	require.Error(t, err)
	require.Equal(t, []string{"context-deadline-exceeded"}, slugs(errortexts.Find(err.Error())), err.Error())
}

// A log is bytes from anywhere.
func FuzzFind(f *testing.F) {
	for _, p := range errortexts.Pages() {
		f.Add(p.Title())
	}
	f.Add("\xff\x00 removed GODEBUG \"")
	f.Fuzz(func(t *testing.T, text string) {
		found := make(map[string]bool)
		for _, p := range errortexts.Find(text) {
			require.False(t, found[p.Slug], "%s twice", p.Slug)
			found[p.Slug] = true
		}
	})
}
