package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/needs"
)

// pki runs legacytls certs for a new directory and returns it.
func pki(t *testing.T, args ...string) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "deep", "pki")
	got := legacytls(t, append([]string{"certs", dir}, args...)...)
	require.Equal(t, exitOK, got.code, got.err)
	for _, line := range strings.Split(strings.TrimSpace(got.out), "\n") {
		require.FileExists(t, strings.Fields(line)[0], "standard output names the files")
	}
	return dir
}

// openssl runs the command and returns what it printed.
func openssl(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command(needs.Command(t, needs.OpenSSL), args...).CombinedOutput()
	require.NoError(t, err, "openssl %v: %s", args, out)
	return string(out)
}

func TestCertsMakesTheFilesOfTheClassicRecipe(t *testing.T) {
	dir := pki(t)
	path := func(name string) string { return filepath.Join(dir, name) }
	require.Equal(t, path("server.pem")+": OK\n", openssl(t, "verify", "-CAfile", path("ca.pem"), "-verify_hostname", "localhost", "-purpose", "sslserver", path("server.pem")))
	text := openssl(t, "x509", "-in", path("server.pem"), "-noout", "-text")
	for _, want := range []string{"Public-Key: (2048 bit)", "Signature Algorithm: sha256WithRSAEncryption", "DNS:localhost, IP Address:127.0.0.1", "CN = localhost"} {
		require.Contains(t, text, want)
	}
	require.Contains(t, openssl(t, "x509", "-in", path("ca.pem"), "-noout", "-text"), "CA:TRUE")
	require.Equal(t, openssl(t, "x509", "-in", path("ca.pem"), "-noout", "-pubkey"), openssl(t, "pkey", "-in", path("ca.key"), "-pubout"))
	require.Equal(t, openssl(t, "x509", "-in", path("server.pem"), "-noout", "-pubkey"), openssl(t, "pkey", "-in", path("server.key"), "-pubout"))
}

func TestTheCertificateIsValidTenYearsOrAsLongAsAskedFor(t *testing.T) {
	end := func(dir string) time.Time {
		text := strings.TrimSpace(strings.TrimPrefix(openssl(t, "x509", "-in", filepath.Join(dir, "server.pem"), "-noout", "-enddate"), "notAfter="))
		at, err := time.Parse("Jan _2 15:04:05 2006 MST", text)
		require.NoError(t, err)
		return at
	}
	require.WithinDuration(t, time.Now().AddDate(0, 0, 3650), end(pki(t)), time.Hour)
	require.WithinDuration(t, time.Now().AddDate(0, 0, 30), end(pki(t, "-days", "30")), time.Hour)
}

func TestCertsTakesHostsKeyAndName(t *testing.T) {
	dir := pki(t, "-host", "ldap.partner.test,10.0.0.5", "-host", "other.test", "-key", "ecdsa-p384", "-name", "ldap")
	text := openssl(t, "x509", "-in", filepath.Join(dir, "ldap.pem"), "-noout", "-text")
	require.Contains(t, text, "DNS:ldap.partner.test, IP Address:10.0.0.5, DNS:other.test")
	require.Contains(t, text, "NIST CURVE: P-384")
	require.Contains(t, text, "CN = ldap.partner.test")
	require.NoFileExists(t, filepath.Join(dir, "server.pem"))
}

func TestEveryKindOfKeyCanBeWritten(t *testing.T) {
	for _, kind := range keyKinds() {
		dir := pki(t, "-key", kind)
		openssl(t, "pkey", "-in", filepath.Join(dir, "server.key"), "-noout")
		// Level 0: OpenSSL refuses RSA 1024 otherwise, which is what it is for.
		openssl(t, "verify", "-auth_level", "0", "-CAfile", filepath.Join(dir, "ca.pem"), filepath.Join(dir, "server.pem"))
	}
}

func TestOpenSSLServesTheFiles(t *testing.T) {
	command := needs.Command(t, needs.OpenSSL)
	dir := pki(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	addr := listener.Addr().String()
	require.NoError(t, listener.Close())
	server := exec.Command(command, "s_server", "-accept", addr, "-www", "-naccept", "4",
		"-cert", filepath.Join(dir, "server.pem"), "-key", filepath.Join(dir, "server.key"))
	stdin, err := server.StdinPipe() // s_server ends when it is closed
	require.NoError(t, err)
	defer stdin.Close()
	ready, err := server.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, server.Start())
	defer func() {
		server.Process.Kill()
		server.Wait()
	}()
	first := make([]byte, 1)
	_, err = io.ReadFull(ready, first) // it prints ACCEPT when it listens
	require.NoError(t, err)
	got := legacytls(t, "try", "-go", "local", "-roots", filepath.Join(dir, "ca.pem"), addr)
	require.Contains(t, got.out, "go1", got.err)
	require.NotContains(t, got.out, "x509", "the certificate is trusted")
	require.NotContains(t, got.out, "no answer")
}

func TestJavaReadsTheCertificate(t *testing.T) {
	if _, err := exec.LookPath("keytool"); err != nil {
		needs.Missing(t, "java", "no keytool command in PATH")
	}
	dir := pki(t)
	out, err := exec.Command("keytool", "-printcert", "-file", filepath.Join(dir, "server.pem")).CombinedOutput()
	require.NoError(t, err, string(out))
	require.Contains(t, string(out), "Owner: CN=localhost")
	require.Contains(t, string(out), "2048-bit RSA")
}

func TestKeyFilesAreForTheirOwnerAlone(t *testing.T) {
	dir := pki(t)
	for name, mode := range map[string]os.FileMode{"server.key": 0o600, "ca.key": 0o600, "server.pem": 0o644, "ca.pem": 0o644} {
		info, err := os.Stat(filepath.Join(dir, name))
		require.NoError(t, err)
		require.Equal(t, mode, info.Mode().Perm(), name)
	}
}

func TestCertsLeavesFilesAloneThatAreThere(t *testing.T) {
	dir := t.TempDir()
	precious := filepath.Join(dir, "server.key")
	require.NoError(t, os.WriteFile(precious, []byte("precious"), 0o600))
	got := legacytls(t, "certs", dir)
	require.Equal(t, exitUsage, got.code)
	require.Empty(t, got.out)
	require.Contains(t, got.err, "server.key is in "+dir+" already, so nothing was written")
	require.Contains(t, got.err, "-force")
	require.Equal(t, "precious", onlyFile(t, precious))

	got = legacytls(t, "certs", "-force", dir)
	require.Equal(t, exitOK, got.code, got.err)
	text, err := os.ReadFile(precious)
	require.NoError(t, err)
	require.Contains(t, string(text), "PRIVATE KEY")
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, strings.Count(got.out, "\n"), "nothing but what was named")
}

func TestCertsDoesNotFollowALinkOfSomebodyElse(t *testing.T) {
	dir := t.TempDir()
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	require.NoError(t, os.Symlink(elsewhere, filepath.Join(dir, "server.key")))
	require.Equal(t, exitUsage, legacytls(t, "certs", dir).code, "a link that leads nowhere is there")
	require.Equal(t, exitOK, legacytls(t, "certs", "-force", dir).code)
	require.NoFileExists(t, elsewhere)
}

func TestADirectoryThatCannotBeMadeIsSaid(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	got := legacytls(t, "certs", filepath.Join(file, "pki"))
	require.Equal(t, exitUsage, got.code)
	require.Contains(t, got.err, "not a directory")
}

func TestTheHintOfCertsNamesTheFiles(t *testing.T) {
	dir := t.TempDir()
	got := legacytls(t, "certs", "-name", "old", dir)
	require.Contains(t, got.err, fmt.Sprintf("try: openssl s_server -accept 127.0.0.1:4433 -www -cert %[1]s/old.pem -key %[1]s/old.key\n", dir))
	got = legacytls(t, "certs", dir, "expired")
	require.Contains(t, got.err, fmt.Sprintf("try: openssl x509 -noout -text -in %s/expired.pem\n", dir))
}

func TestCertsWritesMembersOfTheZooWithTheirRoots(t *testing.T) {
	dir := pki(t, "expired", "unknown-root", "cn-only")
	verify := func(name string, more ...string) string {
		args := append([]string{"verify", "-CAfile", filepath.Join(dir, name+".ca.pem")}, more...)
		out, _ := exec.Command(needs.Command(t, needs.OpenSSL), append(args, filepath.Join(dir, name+".pem"))...).CombinedOutput()
		return string(out)
	}
	require.Contains(t, verify("expired"), "certificate has expired")
	require.Contains(t, verify("unknown-root"), "unable to get local issuer certificate")
	require.Contains(t, verify("cn-only"), "OK")
	require.Contains(t, verify("cn-only", "-verify_hostname", "legacy.example.test"), "OK", "OpenSSL still looks at the common name")
	info, err := os.Stat(filepath.Join(dir, "expired.key"))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	require.NoFileExists(t, filepath.Join(dir, "ca.pem"))
}

func TestEveryMemberOfTheZooCanBeWritten(t *testing.T) {
	var names []string
	for _, spec := range certs.Zoo() {
		names = append(names, spec.Name)
	}
	dir := t.TempDir()
	got := legacytls(t, append([]string{"certs", dir}, names...)...)
	require.Equal(t, exitOK, got.code, got.err)
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, 3*len(names))
}

func TestListCertsShowsTheZoo(t *testing.T) {
	out := list(t, "certs")
	require.Equal(t, len(certs.Zoo())+1, strings.Count(out, "\n"))
	require.Contains(t, row(t, out, "cn-only"), "  legacy.example.test  ")
	require.Contains(t, list(t, "certs", "^expired$"), "expired")
}

func TestFlagsOfTheClassicRecipeDoNotGoWithNames(t *testing.T) {
	for _, flag := range []string{"-host=a.test", "-key=rsa-2048", "-days=1", "-name=a"} {
		got := legacytls(t, "certs", flag, "pki", "expired")
		require.Equal(t, exitUsage, got.code)
		require.Contains(t, got.err, strings.SplitN(flag, "=", 2)[0]+": certificates that are named have their own")
	}
}

func TestACertificateThatIsNamedTwiceIsWrittenOnce(t *testing.T) {
	got := legacytls(t, "certs", filepath.Join(t.TempDir(), "pki"), "expired", "expired")
	require.Equal(t, exitOK, got.code, got.err)
	require.Equal(t, 1, strings.Count(got.out, "expired.key"), got.out)
}
