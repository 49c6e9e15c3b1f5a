package main

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/docker"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
)

// needBackend skips unless the OpenSSL of the name is available here, and returns what it
// calls itself. The need is the name up to the colon.
func needBackend(t *testing.T, name string) (version string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	version, err := harness.OpenSSLVersion(ctx, backendNamed(name))
	if err != nil {
		need, _, _ := strings.Cut(name, ":")
		needs.Missing(t, need, err.Error())
	}
	return version
}

// withoutOpenSSL lets there be neither an openssl command nor a Docker engine. It returns
// where no engine listens.
func withoutOpenSSL(t *testing.T) (dockerHost string) {
	t.Helper()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, closed.Close())
	dockerHost = "tcp://" + closed.Addr().String()
	t.Setenv("DOCKER_HOST", dockerHost)
	t.Setenv("PATH", t.TempDir())
	t.Setenv(harness.OpenSSLVariable, "")
	return dockerHost
}

func TestTheFlagNamesTheBackend(t *testing.T) {
	runner, err := harness.NewRunner(harness.RunnerOptions{CacheDir: t.TempDir()})
	require.NoError(t, err)
	defer runner.Close()
	p := fixtures.TLS12Only()
	for flag, want := range map[string]string{
		"":                      harness.DefaultBackend(p).Name(),
		"legacy":                "legacy",
		"crypto/tls":            "crypto/tls",
		"go1.20":                "go1.20",
		"openssl":               "openssl",
		"openssl:/opt/o:ld/bin": "openssl:/opt/o:ld/bin",
		"docker:1.1.1-weak":     "docker:1.1.1-weak",
	} {
		require.NoError(t, checkBackend(flag))
		b, err := backendChoice{flag}.of(context.Background(), p, runner)
		require.NoError(t, err)
		require.NotNil(t, b, flag)
		require.Equal(t, want, b.Name())
	}
}

func TestTheFlagTakesTheOpenSSLsThatTheVariableNames(t *testing.T) {
	t.Setenv(harness.OpenSSLVariable, strings.Join([]string{"/opt/a/openssl", "/opt/b/openssl"}, string(os.PathListSeparator)))
	require.Equal(t, []string{"openssl", "openssl:/opt/b/openssl"}, completed("try", "-backend", "o"))
}

func TestEveryGenerationIsABackend(t *testing.T) {
	require.NotEmpty(t, docker.Generations())
	for _, generation := range docker.Generations() {
		name := "docker:" + generation
		require.NoError(t, checkBackend(name))
		require.Equal(t, name, backendNamed(name).Name())
		require.Contains(t, completed("serve", "-backend", "d"), name)
	}
}

// opensslChoices are the ways to ask for an OpenSSL.
func opensslChoices(t *testing.T) []string {
	t.Helper()
	choices := []string{"openssl", "docker:1.1.1-weak", "docker:3.5"}
	if path, err := exec.LookPath("openssl"); err == nil {
		choices = append(choices, "openssl:"+path)
	}
	return choices
}

func TestServeOnOpenSSLShowsConnectionsAndWhatOpenSSLSaysOfThoseThatFail(t *testing.T) {
	for _, name := range opensslChoices(t) {
		t.Run(name, func(t *testing.T) {
			needBackend(t, name)
			file := filepath.Join(t.TempDir(), "connections.json")
			s := serve(t, "-backend", name, "-json", file, "aes128-gcm-sha256-only")
			listening := s.line()
			require.Contains(t, listening, " profile=aes128-gcm-sha256-only backend="+name+" roots=")
			addr, roots := strings.Fields(listening)[1], listening[strings.Index(listening, "roots=")+len("roots="):]

			conn, err := dial(t, addr, roots, 0x009C)
			require.NoError(t, err)
			require.NoError(t, conn.Close())
			require.Equal(t, "aes128-gcm-sha256-only connection 1: TLS 1.2 AES128-GCM-SHA256", s.line())

			_, err = dial(t, addr, roots, 0xC02F)
			require.ErrorContains(t, err, "handshake failure")
			require.Regexp(t, `^aes128-gcm-sha256-only connection 2: refused: OpenSSL: no shared cipher; client offered TLS 1\.2; 1 suite: `, s.line())
			require.Equal(t, "    server's log  got ClientHello; sent alert fatal handshake_failure (40)", s.line())
			require.Equal(t, "                  ERROR", s.line())
			require.Regexp(t, `^                  \S+:no shared cipher:`, strings.ReplaceAll(s.line(), "SSL routines", "SSL-routines"))
			require.Equal(t, exitOK, s.stop())

			text, err := os.ReadFile(file)
			require.NoError(t, err)
			events := objects(t, string(text))
			require.Len(t, events, 3)
			require.Equal(t, []any{name, name}, []any{events[0]["backend"], events[1]["backend"]})
			require.Equal(t, "TLS_RSA_WITH_AES_128_GCM_SHA256", events[1]["suite"])
			require.Equal(t, false, events[2]["ok"])
			require.Equal(t, "OpenSSL: no shared cipher", events[2]["error"])
			require.Equal(t, map[string]any{"from": "server", "code": 40.0, "name": "handshake_failure"}, events[2]["alert"])
			require.Contains(t, events[2]["log"], "got ClientHello; sent alert fatal handshake_failure (40)\n")
		})
	}
}

func TestTryOnOpenSSLConnectsAndExplains(t *testing.T) {
	for _, name := range opensslChoices(t) {
		t.Run(name, func(t *testing.T) {
			needBackend(t, name)
			got := legacytls(t, "try", "-go", "local", "-backend", name, "-json", "-", "modern")
			require.Equal(t, exitOK, got.code, got.err+got.out)
			require.Equal(t, name, objects(t, got.out)[0]["backend"])
			require.Equal(t, "TLS 1.3", objects(t, got.out)[0]["version"])

			got = legacytls(t, "try", "-go", "local", "-backend", name, "aes128-gcm-sha256-only")
			require.Equal(t, exitUnexpected, got.code, got.err)
			require.Contains(t, got.out, "target aes128-gcm-sha256-only on "+name+": ")
			require.Regexp(t, `(?m)^go\S+  default  alert 40  remote error: tls: handshake failure$`, got.out)
			require.Contains(t, got.out, "\n    server's error   OpenSSL: no shared cipher\n    server's log     got ClientHello; sent alert fatal handshake_failure (40)\n")
			require.Contains(t, got.out, "no RSA key exchange suites in the default ClientHello since Go 1.22")
			require.Contains(t, got.out, "TLS_RSA_WITH_AES_128_GCM_SHA256  (tried now)")
		})
	}
}

// RC4 is what OpenSSL has left out of its builds since 1.1.0, unless they are told.
func TestTryPlaysWeakSuitesWithTheWeakGeneration(t *testing.T) {
	const weak = "docker:1.1.1-weak"
	needBackend(t, weak)
	got := legacytls(t, "try", "-go", "local", "-backend", weak, "-suites", "RC4-SHA", "-max", "1.2", "rc4-sha-only")
	require.Equal(t, exitOK, got.code, got.err+got.out)
	require.Contains(t, got.out, "connects  TLS 1.2 RC4-SHA")
}

// No other backend plays it, and no Go client has it: the refusal names who does.
func TestServePlaysWhatARefusalSendsToAContainer(t *testing.T) {
	const weak = "docker:1.1.1-weak"
	needBackend(t, weak)
	seed := writeProfile(t, "seed.yaml", "base: aes256-sha256-only\nname: seed-only\nsuites: [SEED-SHA]\n")
	refused := legacytls(t, "serve", seed)
	require.Equal(t, exitIncomplete, refused.code)
	require.Contains(t, refused.err, "SEED-SHA (0x0096); backend "+weak+" does, ")

	s := serve(t, "-backend", weak, seed)
	addr, profile, roots := s.listening()
	require.Equal(t, "seed-only", profile)
	require.Equal(t, []string{"seed-only: no openssl s_client, as OpenSSL of Debian is built without SEED-SHA"}, s.hints())
	_, err := dial(t, addr, roots)
	require.ErrorContains(t, err, "handshake failure")
	require.Contains(t, s.line(), "seed-only connection 1: refused: OpenSSL: no shared cipher; ")
}

func TestTheHintForCamelliaConnects(t *testing.T) {
	const name = "docker:3.0"
	needBackend(t, name)
	s := serve(t, "-backend", name, writeProfile(t, "camellia.yaml", "base: aes256-sha256-only\nname: camellia-only\nsuites: [CAMELLIA256-SHA]\n"))
	addr, _, roots := s.listening()
	requireHint(t, s, addr, roots)
	require.Equal(t, "camellia-only connection 1: TLS 1.2 CAMELLIA256-SHA", s.line())
}

func TestOpenSSLRefusesByNameAndSaysWhoDoesIt(t *testing.T) {
	for name, version := range map[string]string{"openssl": "", "docker:1.1.1": "OpenSSL 1.1.1w"} {
		t.Run(name, func(t *testing.T) {
			calls := needBackend(t, name)
			if version != "" {
				require.Contains(t, calls, version)
			}
			for _, verb := range []string{"serve", "try"} {
				got := legacytls(t, verb, "-backend", name, "ssl3-only")
				require.Equal(t, exitIncomplete, got.code, got.err)
				require.Empty(t, got.out)
				require.Contains(t, got.err, "legacytls "+verb+": backend "+name+" cannot play profile ssl3-only: "+calls+" ")
				require.Contains(t, got.err, "; backend legacy does\n")
			}
		})
	}
}

func TestABackendThatIsNotAvailableIsSaidWithTheReason(t *testing.T) {
	nowhere := filepath.Join(t.TempDir(), "openssl")
	require.Equal(t, result{exitIncomplete, "", "legacytls try: backend openssl:" + nowhere + " is not available: there is no openssl " + nowhere + "\n"},
		legacytls(t, "try", "-go", "local", "-backend", "openssl:"+nowhere, "modern"))

	dockerHost := withoutOpenSSL(t)
	require.Equal(t, result{exitIncomplete, "", "legacytls serve: backend openssl is not available: there is no openssl in PATH, and LEGACYTLS_OPENSSL names none\n"},
		legacytls(t, "serve", "-backend", "openssl", "modern"))
	require.Equal(t, result{exitIncomplete, "", "legacytls serve: backend docker:3.0 is not available: no Docker engine listens at " + dockerHost +
		" (connection refused): start it, or let DOCKER_HOST name another\n"}, legacytls(t, "serve", "-backend", "docker:3.0", "modern"))
}
