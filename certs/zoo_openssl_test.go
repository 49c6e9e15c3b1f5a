package certs_test

import (
	"bytes"
	"encoding/pem"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
)

// A sight is what OpenSSL shows of a defect: "openssl storeutl -text" or
// "openssl asn1parse" of the certificate of prints all of want.
type sight struct {
	name string
	of   string // "" is the first that is sent, "1" the one after it, "root" what the client trusts
	want []string
}

// unreadable are those that OpenSSL 3.0 does not read as certificates; asn1parse
// shows them all the same.
func unreadable() map[string]bool {
	return map[string]bool{
		"der-trailing-inside": true, "spki-trailing": true,
		"serial-empty": true, "serial-padded": true, "serial-padded-negative": true,
		"subject-bmp-odd": true, "subject-bmp-surrogate": true, "subject-general": true,
		"subject-utf8-bad": true, "subject-videotex": true, "subject-visible": true,
		"extra-garbage": true,
	}
}

func TestOpenSSLSeesTheDefectOfEveryMemberOfTheZoo(t *testing.T) {
	t.Parallel()
	needs.Command(t, needs.OpenSSL)
	a := newAuthority(t, certs.AuthoritySpec{})
	refused := make(map[int]bool)
	var ders [][]byte
	for i, s := range sights() {
		ders = append(ders, partOf(t, issue(t, a, find(t, s.name)), s.of))
		refused[i] = unreadable()[s.name]
	}
	structure, text := structures(t, ders), texts(t, ders, refused)
	for i, s := range sights() {
		for _, want := range s.want {
			require.True(t, strings.Contains(text[i]+structure[i], want), "%s: %q is not in\n%s", s.name, want, text[i]+structure[i])
		}
	}
}

func find(tb testing.TB, name string) certs.Spec {
	tb.Helper()
	spec, err := certs.Find(name)
	require.NoError(tb, err)
	return spec
}

func partOf(tb testing.TB, c *certs.Certificate, of string) []byte {
	tb.Helper()
	switch of {
	case "":
		return c.Chain[0]
	case "root":
		return c.Roots[0]
	}
	return c.Chain[of[0]-'0']
}

var startOfText = regexp.MustCompile(`(?m)^\d+: Certificate$`)

// texts reads in two processes, one for the certificates that OpenSSL is not to
// read: it leaves them out without saying which.
func texts(t *testing.T, ders [][]byte, refused map[int]bool) []string {
	t.Helper()
	var good, bad [][]byte
	var at []int
	for i, der := range ders {
		if refused[i] {
			bad = append(bad, der)
		} else {
			good, at = append(good, der), append(at, i)
		}
	}
	out, _ := openssl(t, "storeutl", "-noout", "-text", "-certs", pemFile(t, bad...))
	require.Contains(t, out, "Total found: 0", "OpenSSL reads one that it is to refuse")
	out, _ = openssl(t, "storeutl", "-noout", "-text", "-certs", pemFile(t, good...))
	parts := startOfText.Split(out, -1)[1:]
	require.Len(t, parts, len(good), "OpenSSL refuses one that it is to read")
	found := make([]string, len(ders))
	for i, part := range parts {
		found[at[i]] = part
	}
	return found
}

var startOfValue = regexp.MustCompile(`(?m)^ *(\d+):d=`)

// structures reads all in one process, one behind the other; each line begins with
// its offset.
func structures(t *testing.T, ders [][]byte) []string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "all.der")
	require.NoError(t, os.WriteFile(path, bytes.Join(ders, nil), 0o644))
	out, ok := openssl(t, "asn1parse", "-inform", "DER", "-in", path)
	require.True(t, ok, "asn1parse does not come to the end")
	found := make([]string, len(ders))
	i, end := 0, len(ders[0])
	for _, line := range strings.SplitAfter(out, "\n") {
		if m := startOfValue.FindStringSubmatch(line); m != nil {
			offset, err := strconv.Atoi(m[1])
			require.NoError(t, err)
			for ; offset >= end; end += len(ders[i]) {
				i++
			}
		}
		found[i] += line
	}
	return found
}

func pemFile(tb testing.TB, ders ...[]byte) string {
	tb.Helper()
	var b bytes.Buffer
	for _, der := range ders {
		require.NoError(tb, pem.Encode(&b, &pem.Block{Type: "CERTIFICATE", Bytes: der}))
	}
	path := filepath.Join(tb.TempDir(), "certificates.pem")
	require.NoError(tb, os.WriteFile(path, b.Bytes(), 0o644))
	return path
}

// A verdict is what "openssl verify" at security level 0 says, "OK" or an error.
type verdict struct{ name, want string }

func TestOpenSSLJudgesTheZooAsItsTitlesSay(t *testing.T) {
	sweep.AllOrSkip(t, "starts OpenSSL for each certificate of the zoo")
	t.Parallel()
	needs.Command(t, needs.OpenSSL)
	a := newAuthority(t, certs.AuthoritySpec{})
	for _, v := range verdicts() {
		spec := find(t, v.name)
		cert := issue(t, a, spec)
		dir := t.TempDir()
		roots, chain := filepath.Join(dir, "roots.pem"), filepath.Join(dir, "chain.pem")
		require.NoError(t, os.WriteFile(roots, cert.RootsPEM(), 0o644))
		require.NoError(t, os.WriteFile(chain, cert.ChainPEM(), 0o644))

		asked := []string{"-verify_hostname", spec.ServerName}
		if spec.ServerName == "" {
			asked[1] = "localhost"
		}
		if strings.HasPrefix(spec.ServerName, "10.") {
			asked[0] = "-verify_ip"
		}
		out, ok := openssl(t, append([]string{
			"verify", "-auth_level", "0", "-purpose", "sslserver", "-CAfile", roots, "-untrusted", chain,
		}, append(asked, chain)...)...)
		if v.want == "OK" {
			require.True(t, ok, "%s: %s", v.name, out)
		} else {
			require.False(t, ok, "%s: %s", v.name, out)
			require.Contains(t, out, v.want, "%s", v.name)
		}
	}
}
