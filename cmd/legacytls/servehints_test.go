package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/cmd/legacytls/internal/report"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/needs"
)

// hints returns the lines of standard error, which come at once.
func (s *serving) hints() []string {
	s.t.Helper()
	require.Eventually(s.t, func() bool { return s.err.String() != "" }, patience, time.Millisecond)
	return strings.Split(strings.TrimSuffix(s.err.String(), "\n"), "\n")
}

// requireHint runs what serve prints for a server. A line that says that OpenSSL
// cannot is right when it cannot with all flags there are.
func requireHint(t *testing.T, s *serving, addr, roots string) {
	t.Helper()
	t.Setenv("OPENSSL_CONF", strictConfiguration(t))
	for _, line := range s.hints() {
		command, isCommand := strings.CutPrefix(line, "try: ")
		args := words(command)
		switch {
		case isCommand && args[0] == "openssl":
			out, err := runSClient(t, args[2:]...)
			require.NoError(t, err, "%s\n%s", line, out)
			require.NotContains(t, out, "Cipher is (NONE)", line)
		case isCommand:
			got := legacytls(t, args[1:]...)
			require.Equal(t, exitOK, got.code, "%s\n%s%s", line, got.out, got.err)
		default:
			require.Contains(t, line, ": no openssl s_client, as OpenSSL ")
			t.Setenv("OPENSSL_CONF", os.DevNull)
			out, err := connectStayingSClient(t, addr, roots, "-legacy_server_connect", "-cipher", "ALL:COMPLEMENTOFALL:@SECLEVEL=0")
			require.Error(t, err, "%s\n%s", line, out)
		}
	}
}

// strictConfiguration is that of the strictest distributions, so that a hint works
// there too.
func strictConfiguration(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "openssl.cnf")
	const text = `openssl_conf = openssl_init
[openssl_init]
ssl_conf = ssl
[ssl]
system_default = strict
[strict]
MinProtocol = TLSv1.2
CipherString = DEFAULT:@SECLEVEL=2
`
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestWhatServePrintsToTryConnectsToEachProfileOfTheCatalogue(t *testing.T) {
	for _, p := range fixtures.Catalogue() {
		t.Run(p.Name, func(t *testing.T) {
			s := serve(t, p.Name)
			addr, _, roots := s.listening()
			requireHint(t, s, addr, roots)
		})
	}
}

// A line that is to be pasted says which of several servers it is for.
func TestEachOfSeveralServersIsNamedInItsHint(t *testing.T) {
	s := serve(t, "tls12-only", "ssl3-only", "aes128-sha-only")
	first, _, _ := s.listening()
	s.listening()
	third, _, _ := s.listening()
	hints := s.hints()
	require.Len(t, hints, 3)
	require.Regexp(t, "^tls12-only: try: openssl s_client -connect "+first+" ", hints[0])
	require.Regexp(t, "^ssl3-only: no openssl s_client, as OpenSSL ", hints[1])
	require.Regexp(t, "^aes128-sha-only: try: openssl s_client -connect "+third+" ", hints[2])
}

func TestWhatServePrintsToTryConnectsToProfilesOfFiles(t *testing.T) {
	const prime768 = "0xffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a63a3620ffffffffffffffff"
	for name, fields := range map[string][]string{
		"tls11-with-ecdhe":            {"base: ecdhe-cbc-only", "max-version: 1.1"},
		"ssl3-with-aes":               {"base: ssl3-only", "suites: [AES128-SHA]"},
		"no-renegotiation-info":       {"base: tls12-only", "quirks: {no-renegotiation-info: true}"},
		"renegotiation-info-and-null": {"base: null-only", "quirks: {no-renegotiation-info: true}"},
		"double-extensions":           {"base: tls12-only", "quirks: {double-extensions: true}"},
		"malformed-point":             {"base: tls12-only", "quirks: {malformed-point: true}"},
		"short-signature":             {"base: tls12-only", "quirks: {short-signature: true}"},
		"selects-a-draft":             {"base: tls12-only", "quirks: {select-version: 0x7f1c}"},
		"selects-compression":         {"base: tls12-only", "quirks: {select-compression: 1}"},
		"selects-a-protocol":          {"base: tls12-only", "quirks: {select-alpn: spdy/3}"},
		"non-empty-renegotiation":     {"base: tls12-only", "quirks: {non-empty-renegotiation-info: true}"},
		"dh-of-512-bits-or-rsa":       {"base: dhe-512-only", "suites: [DHE-RSA-AES256-SHA, AES256-SHA]"},
		"selects-null":                {"base: tls12-only", "quirks: {select-suite: NULL-SHA}"},
		"selects-rc4":                 {"base: tls12-only", "quirks: {select-suite: RC4-SHA}"},
		"signs-with-md5":              {"base: tls12-only", "signature-schemes: [0x0101]"},
		"signs-with-sha1":             {"base: tls12-only", "signature-schemes: [rsa_pkcs1_sha1]"},
		"signs-with-sha1-first":       {"base: tls12-only", "signature-schemes: [rsa_pkcs1_sha1, rsa_pkcs1_sha256]"},
		"sha1-first-in-any-case":      {"base: sha1-signer", "signature-schemes: [rsa_pkcs1_sha1, rsa_pkcs1_sha256]"},
		"sha1-unless-told":            {"base: tls12-only", "quirks: {ignore-signature-algorithms: true}"},
		"key-of-512-bits":             {"base: aes128-sha-only", "certificate: {key: rsa-512}"},
		"key-on-p-224":                {"base: tls12-only", "suites: [ECDHE-ECDSA-AES128-SHA]", "certificate: {key: ecdsa-p224}"},
		"ccm":                         {"base: tls12-only", "suites: [ECDHE-ECDSA-AES128-CCM8]", "certificate: {key: ecdsa-p256}"},
		"dh-of-512-bits":              {"base: dhe-1024-only", "dh-group: apache_512"},
		"dh-of-768-bits":              {"base: dhe-1024-only", "dh-group: {prime: " + prime768 + ", generator: 2}"}, // RFC 2409, section 6.1
		"dh-of-2048-bits":             {"base: dhe-1024-only", "dh-group: modp_2048"},
		"null-and-more":               {"base: null-only", "suites: [NULL-SHA, AES128-SHA]"},
		"rc4-and-more":                {"base: rc4-sha-only", "suites: [RC4-SHA, AES128-SHA]"},
		"rc4-in-tls10":                {"base: rc4-sha-only", "max-version: 1.0"},
		"rc4-with-client-certificate": {"base: rc4-sha-only", "client-auth: require-and-verify"},
		"rc4-with-quirks":             {"base: rc4-sha-only", "quirks: {double-extensions: true}"},
		"rc4-in-ssl3":                 {"base: ssl3-only", "quirks: {}"},
		"3des-with-sha1":              {"base: ecdhe-3des-only", "signature-schemes: [rsa_pkcs1_sha1]"},
		"certificate-if-given":        {"base: client-certificate-after-request", "client-auth: request"},
		"certificate-in-tls13":        {"base: tls13-only", "client-auth: require-and-verify"},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, writeProfile(t, name+".yaml", "name: "+name+"\n"+strings.Join(fields, "\n")+"\n"))
			addr, _, roots := s.listening()
			requireHint(t, s, addr, roots)
		})
	}
}

func TestServePlaysTheExamples(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "examples", "profiles", "*.yaml"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			s := serve(t, file)
			addr, _, roots := s.listening()
			requireHint(t, s, addr, roots)
		})
	}
}

// The suites that a profile can have are in OpenSSL's own lists, or are not, as the
// table says.
func TestTheOffersOfSuitesAreThoseOfOpenSSL(t *testing.T) {
	openssl := needs.Command(t, needs.OpenSSL)
	listed := func(ciphers string) map[string]bool {
		out, err := exec.Command(openssl, "ciphers", "-s", "-V", ciphers+":@SECLEVEL=0").Output()
		require.NoError(t, err)
		ids := make(map[string]bool)
		for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
			ids[strings.ReplaceAll(strings.Fields(line)[0], ",0x", "")] = true
		}
		return ids
	}
	byDefault, all, null := listed("DEFAULT"), listed("ALL"), listed("ALL:COMPLEMENTOFALL")
	for _, s := range fixtures.Suites() {
		if _, err := fixtures.Pinned(s.ID, 0x0303); err != nil || strings.HasSuffix(s.Name, "_DRAFT") { // which no backend has
			continue
		}
		id := fmt.Sprintf("0x%04X", s.ID)
		want := offeredNever
		switch {
		case byDefault[id]:
			want = offeredByDefault
		case all[id]:
			want = offeredIfAsked
		case null[id]:
			want = offeredAsNull
		}
		require.Equal(t, want, offerOf(s), s.OpenSSL)
	}
}

func TestAHintCanBePasted(t *testing.T) {
	at := report.Listening{Addr: "127.0.0.1:1", Roots: "/tmp/my CA's.pem", ClientCertificate: "/tmp/client.pem"}
	require.Equal(t, []string{`try: openssl s_client -connect 127.0.0.1:1 -CAfile '/tmp/my CA'\''s.pem' -cert /tmp/client.pem`},
		serveHints(fixtures.ClientCertificateRequired(), at))
}
