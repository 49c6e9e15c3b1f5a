package wire_test

import (
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/wire"
	"github.com/stretchr/testify/require"
)

// fatal handshake_failure: it ends the client at once.
var refusal = []byte{21, 3, 1, 0, 2, 2, 40}

func TestHelloOfOpenSSLHasTheSuitesThatItLists(t *testing.T) {
	const cipher = "ALL:@SECLEVEL=0"
	sent, _ := clientOutput(t, refusal, "-tls1_2", "-cipher", cipher, "-servername", "legacy.example", "-alpn", "h2,http/1.1")
	out, err := exec.Command(needs.Command(t, needs.OpenSSL), "ciphers", "-V", "-s", "-tls1_2", cipher).Output()
	require.NoError(t, err)
	var want []uint16
	for _, id := range regexp.MustCompile(`0x([0-9A-F]{2}),0x([0-9A-F]{2}) -`).FindAllStringSubmatch(string(out), -1) {
		want = append(want, uint16(number(t, id[1]+id[2], 16)))
	}
	require.Greater(t, len(want), 50)

	hello, err := wire.DecodeFlow(sent).ClientHello()
	require.NoError(t, err)
	const scsv = 0x00ff // TLS_EMPTY_RENEGOTIATION_INFO_SCSV is no cipher
	require.Equal(t, append(want, scsv), hello.CipherSuites)
	require.Equal(t, "legacy.example", hello.ServerName)
	require.Equal(t, []string{"h2", "http/1.1"}, hello.ALPN)
	require.Equal(t, []uint16{wire.VersionTLS12, wire.VersionTLS11, wire.VersionTLS10}, hello.Versions(), "OpenSSL sends no supported_versions then")
	require.True(t, hello.SessionTicket)
	require.Equal(t, len(sent), hello.Size)
	requireAgreement(t, readByCryptoTLS(sent), hello)
}

func TestHelloOfOpenSSLWithoutServerNameHasNone(t *testing.T) {
	sent, _ := clientOutput(t, refusal, "-noservername", "-no_ticket")
	hello, err := wire.DecodeFlow(sent).ClientHello()
	require.NoError(t, err)
	require.Empty(t, hello.ServerName)
	require.Nil(t, hello.ALPN)
	require.False(t, hello.SessionTicket)
}

// OpenSSL prints the hello that it sends, with names.
func TestOpenSSLReadsTheSameOutOfItsHello(t *testing.T) {
	for name, args := range map[string][]string{
		"default": {"-servername", serverName, "-alpn", "h2,http/1.1"},
		"old": {
			"-cipher", "ALL:@SECLEVEL=0", "-status", "-maxfraglen", "512", "-no_tls1_3",
			"-groups", "sect163k1:sect163r2:sect571k1:sect571r1:secp160k1:secp160r1:secp160r2:secp192k1:P-192:secp224k1:P-224:secp256k1:P-256:brainpoolP256r1:brainpoolP384r1:brainpoolP512r1",
			"-sigalgs", "RSA+SHA1:DSA+SHA1:ECDSA+SHA1:RSA+SHA224:DSA+SHA224:ECDSA+SHA224:DSA+SHA256:ed25519",
		},
		"TLS 1.3": {"-tls1_3", "-groups", "X448:P-521:ffdhe2048:ffdhe8192", "-enable_pha", "-sigalgs", "rsa_pss_pss_sha256:ed448"},
	} {
		args := args
		t.Run(name, func(t *testing.T) {
			sent, printed := clientOutput(t, refusal, append(args, "-trace")...)
			hello, err := wire.DecodeFlow(sent).ClientHello()
			require.NoError(t, err)
			trace := helloTrace(t, printed)
			require.Equal(t, trace.suites, hello.CipherSuites)
			require.Equal(t, trace.extensions, described(hello.Extensions))
			require.Equal(t, trace.schemes, named(hello.SignatureAlgorithms, wire.SignatureSchemeName, "%s (0x%04x)"))
			require.Equal(t, trace.groups, named(hello.Groups, wire.GroupName, "%s (%d)"))
			require.Equal(t, trace.versions, named(hello.SupportedVersions, wire.VersionName, "%s (%d)"))
			require.Equal(t, trace.shares, hello.KeyShares)
		})
	}
}

// A trace is what OpenSSL says about a ClientHello.
type trace struct {
	suites                                []uint16
	extensions, schemes, groups, versions []string
	shares                                []wire.KeyShare
}

// helloTrace reads the ClientHello out of the output of s_client -trace.
func helloTrace(t *testing.T, printed string) (found trace) {
	t.Helper()
	_, printed, ok := strings.Cut(printed, "ClientHello, Length=")
	if !ok {
		needs.Missing(t, needs.OpenSSL, "this openssl is built without -trace")
	}
	printed, _, _ = strings.Cut(printed, "Record\n")
	// The names of groups are older than the registry's, with the NIST name behind.
	group := strings.NewReplacer("ecdh_x", "x").Replace
	section := ""
	for _, line := range strings.Split(printed, "\n") {
		line = strings.TrimSpace(line)
		if id := regexp.MustCompile(`^\{0x(..), 0x(..)\}`).FindStringSubmatch(line); id != nil {
			found.suites = append(found.suites, uint16(number(t, id[1]+id[2], 16)))
		} else if e := regexp.MustCompile(`^extension_type=(\S+)\((\d+)\), length=(\d+)`).FindStringSubmatch(line); e != nil {
			section = e[1]
			found.extensions = append(found.extensions, fmt.Sprintf("%s(%s), %s bytes", e[1], e[2], e[3]))
		} else if g := regexp.MustCompile(`^NamedGroup: .*\((\d+)\)$`).FindStringSubmatch(line); g != nil {
			found.shares = append(found.shares, wire.KeyShare{Group: uint16(number(t, g[1], 10))})
		} else if n := regexp.MustCompile(`^key_exchange:\s+\(len=(\d+)\)`).FindStringSubmatch(line); n != nil {
			found.shares[len(found.shares)-1].Length = number(t, n[1], 10)
		} else if v := regexp.MustCompile(`^(.*\S) \((\w+)\)$`).FindStringSubmatch(line); v != nil {
			switch section {
			case "signature_algorithms":
				found.schemes = append(found.schemes, line)
			case "supported_groups":
				name, _, _ := strings.Cut(group(v[1]), " (")
				found.groups = append(found.groups, fmt.Sprintf("%s (%s)", name, v[2]))
			case "supported_versions":
				found.versions = append(found.versions, line)
			}
		}
	}
	require.NotEmpty(t, found.suites)
	require.NotEmpty(t, found.schemes)
	require.NotEmpty(t, found.groups)
	return found
}

func described(extensions []wire.Extension) []string {
	var lines []string
	for _, e := range extensions {
		lines = append(lines, fmt.Sprintf("%s(%d), %d bytes", wire.ExtensionName(e.ID), e.ID, len(e.Data)))
	}
	return lines
}

func named(ids []uint16, name func(uint16) string, format string) []string {
	var lines []string
	for _, id := range ids {
		lines = append(lines, fmt.Sprintf(format, name(id), id))
	}
	return lines
}

func number(t *testing.T, s string, base int) int {
	t.Helper()
	n, err := strconv.ParseInt(s, base, 32)
	require.NoError(t, err)
	return int(n)
}

// OpenSSL prints the name of an alert that it gets.
func TestAlertNamesAreThoseOfOpenSSL(t *testing.T) {
	sweep.AllOrSkip(t, "starts OpenSSL for each alert")
	compared := 0
	for code := uint8(1); code < 255; code++ { // close_notify (0) is no error
		name := wire.AlertName(code)
		if strings.HasPrefix(name, "alert_") {
			continue
		}
		_, printed := clientOutput(t, []byte{21, 3, 1, 0, 2, 2, code}, "-trace")
		got := regexp.MustCompile(`(?s)Received Record.*Level=fatal\(2\), description=(.*?)\((\d+)\)`).FindStringSubmatch(printed)
		if got == nil {
			needs.Missing(t, needs.OpenSSL, "this openssl is built without -trace")
		}
		require.Equal(t, strconv.Itoa(int(code)), got[2])
		words := strings.NewReplacer("_", " ").Replace
		if said := strings.ToLower(words(got[1])); said != "unknown" {
			require.Equal(t, words(name), said, "alert %d", code)
			compared++
		}
	}
	require.Greater(t, compared, 25)
}
