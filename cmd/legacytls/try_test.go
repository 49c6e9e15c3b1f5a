package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// tryFields are the fields that DESIGN promises of each line of try -json.
func tryFields() []string {
	return []string{"target", "backend", "go", "goline", "godebug", "stage", "ok", "version", "suite",
		"suite_openssl", "group", "alpn", "resumed", "error", "alert"}
}

func TestTryConnectsToAProfile(t *testing.T) {
	got := legacytls(t, "try", "-go", "local", "tls12-only")
	require.Equal(t, exitOK, got.code, got.err)
	require.Empty(t, got.err)
	require.Contains(t, got.out, "target tls12-only on legacy: ")
	require.Regexp(t, `(?m)^go\S+  default  connects  TLS 1\.2 ECDHE-RSA-AES\S+-GCM-SHA\S+$`, got.out)
}

func TestTrySaysWhyAProfileRefusesAndWhatHelps(t *testing.T) {
	got := legacytls(t, "try", "-go", "local", "rc4-sha-only")
	require.Equal(t, exitUnexpected, got.code, got.err)
	require.Empty(t, got.err)
	require.Regexp(t, `(?m)^go\S+  default  alert 40  remote error: tls: handshake failure$`, got.out)
	require.Contains(t, got.out, "client offered")
	require.Contains(t, got.out, "the default ClientHello never has RC4-SHA")
	require.Contains(t, got.out, "TLS_RSA_WITH_RC4_128_SHA")
	require.Contains(t, got.out, "(tried now)")
}

func TestTryAsJSONHasTheFieldsOfTheDesign(t *testing.T) {
	got := legacytls(t, "try", "-go", "local", "-godebug", "", "-godebug", "tlsmaxrsasize=8192", "-json", "-", "rc4-sha-only")
	require.Equal(t, exitUnexpected, got.code, got.err)
	require.Empty(t, got.err)
	lines := objects(t, got.out)
	require.Len(t, lines, 2)
	for _, line := range lines {
		for _, field := range tryFields() {
			require.Contains(t, line, field)
		}
		require.NotContains(t, line, "scenario")
		require.NotContains(t, line, "as_expected")
	}
	line := lines[0]
	require.Equal(t, "rc4-sha-only", line["target"])
	require.Equal(t, "legacy", line["backend"])
	require.Equal(t, "", line["godebug"])
	require.Equal(t, "tlsmaxrsasize=8192", lines[1]["godebug"])
	require.Equal(t, "handshake", line["stage"])
	require.Equal(t, false, line["ok"])
	require.Equal(t, "remote error: tls: handshake failure", line["error"])
	require.Equal(t, map[string]any{"from": "server", "code": 40.0, "name": "handshake_failure"}, line["alert"])
	require.Equal(t, "cipher suite", line["cause"])
	require.NotEmpty(t, line["why"])
}

func TestTryWritesJSONToAFileBesideTheList(t *testing.T) {
	file := filepath.Join(t.TempDir(), "out.json")
	got := legacytls(t, "try", "-go", "local", "-suites", "0x009c", "-max", "1.2", "aes128-gcm-sha256-only", "-json", file)
	require.Equal(t, exitOK, got.code, got.err)
	require.Contains(t, got.out, "connects  TLS 1.2 AES128-GCM-SHA256")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	lines := objects(t, string(text))
	require.Len(t, lines, 1)
	require.Equal(t, "done", lines[0]["stage"])
	require.Equal(t, true, lines[0]["ok"])
	require.Equal(t, "TLS 1.2", lines[0]["version"])
	require.Equal(t, "TLS_RSA_WITH_AES_128_GCM_SHA256", lines[0]["suite"])
	require.Equal(t, "AES128-GCM-SHA256", lines[0]["suite_openssl"])
	require.Nil(t, lines[0]["alert"])
}

func TestTryReportsGroupAndALPN(t *testing.T) {
	got := legacytls(t, "try", "-go", "local", "-groups", "X25519", "-max", "1.2", "-json", "-", "tls12-only")
	require.Equal(t, exitOK, got.code, got.err+got.out)
	require.Equal(t, "x25519", objects(t, got.out)[0]["group"])
}

func TestTryWarnsOfASettingThatGoDoesNotKnowAndGoesOn(t *testing.T) {
	got := legacytls(t, "try", "-go", "local", "-godebug", "tlsmaxrsasiz=0", "tls12-only")
	require.Equal(t, exitOK, got.code, got.err)
	require.Contains(t, got.err, `legacytls: warning: `)
	require.Contains(t, got.err, `"tlsmaxrsasiz"`)
	require.Contains(t, got.err, "did you mean tlsmaxrsasize")
	require.Contains(t, got.out, "connects")
}

func TestTrySaysWhichBuildsAreLeftOut(t *testing.T) {
	needToolchains(t, "1.22.12", "1.27.4")
	got := legacytls(t, "try", "-go", "1.22,1.27", "-goline", "1.24", "tls12-only")
	require.Equal(t, exitOK, got.code, got.err)
	require.Contains(t, got.err, "warning: go1.22.12 is left out with go line 1.24, which is newer")
	require.Regexp(t, `(?m)^go1\.27\.4  go line 1\.24  connects`, got.out)
	require.NotContains(t, got.out, "go1.22.12")
}

func TestTryOfAProfileThatNobodyPlaysSaysWhoLacksWhat(t *testing.T) {
	for args, want := range map[string]string{
		"modern -backend legacy":                 "backend legacy cannot play profile modern: it ends at TLS 1.2; backend crypto/tls does",
		"aes256-sha256-only -backend crypto/tls": "crypto/tls has no AES256-SHA256 (TLS_RSA_WITH_AES_256_CBC_SHA256, 0x003D) in any Go release",
	} {
		got := legacytls(t, append([]string{"try", "-go", "local"}, strings.Fields(args)...)...)
		require.Equal(t, exitIncomplete, got.code, args)
		require.Empty(t, got.out)
		require.Contains(t, got.err, want)
	}
}

func TestTryCanPlayAProfileWithAnOldGo(t *testing.T) {
	needToolchains(t, "1.20.14")
	got := legacytls(t, "try", "-go", "local", "-json", "-", "-backend", "go1.20", "no-ems")
	require.Equal(t, exitOK, got.code, got.err+got.out)
	require.Equal(t, "go1.20", objects(t, got.out)[0]["backend"])
}

func TestTrySaysThatNobodyAnswers(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	addr := listener.Addr().String()
	require.NoError(t, listener.Close())
	got := legacytls(t, "try", "-go", "local", addr)
	require.Equal(t, exitUnexpected, got.code)
	require.Contains(t, got.out, "target "+addr)
	require.Regexp(t, `no answer  dial tcp .*refused`, got.out)
}

func TestTryDoesNotWaitLongerThanTheTimeout(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0") // completes TCP handshakes, and no more
	require.NoError(t, err)
	defer listener.Close()
	got := legacytls(t, "try", "-go", "local", "-timeout", "50ms", "-insecure", listener.Addr().String())
	require.Equal(t, exitUnexpected, got.code)
	require.Contains(t, got.out, "i/o timeout")
}

func TestTryTrustsWhatRootsSaysInsteadOfTheProfilesAuthority(t *testing.T) {
	other, err := certs.NewAuthority(certs.AuthoritySpec{})
	require.NoError(t, err)
	roots, err := other.WriteFile(t.TempDir())
	require.NoError(t, err)
	got := legacytls(t, "try", "-go", "local", "-roots", roots, "-json", "-", "tls12-only")
	require.Equal(t, exitUnexpected, got.code)
	require.Equal(t, "verify", objects(t, got.out)[0]["stage"])
	require.Contains(t, objects(t, got.out)[0]["error"], "x509: certificate signed by unknown authority")
}

func TestTryReportsABuildOfWhichNothingCanBeSaid(t *testing.T) {
	notADir := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(notADir, nil, 0o600))
	keepGoCaches(t)
	t.Setenv("XDG_CACHE_HOME", notADir)
	t.Setenv("HOME", notADir) // the same on a Mac
	t.Setenv("LocalAppData", notADir)
	text := legacytls(t, "try", "-go", "local", "tls12-only")
	require.Equal(t, exitIncomplete, text.code, text.out)
	require.Regexp(t, `failed\s+cache of built programs in \S+file`, text.out)

	got := legacytls(t, "try", "-go", "local", "-json", "-", "tls12-only")
	require.Equal(t, exitIncomplete, got.code)
	line := objects(t, got.out)[0]
	require.Equal(t, "", line["stage"])
	require.Equal(t, false, line["ok"])
	require.Contains(t, line["error"], "cache of built programs")
}

func TestExitCode3ComesBefore1(t *testing.T) {
	failed := harness.Outcome{Stage: harness.StageHandshake}
	missing := harness.Outcome{Stage: harness.StageToolchain}
	require.NoError(t, tryExit(tried(harness.Outcome{Stage: harness.StageDone})))
	require.Equal(t, exitError(exitUnexpected), tryExit(tried(failed)))
	require.Equal(t, exitError(exitIncomplete), tryExit(tried(missing, failed)))
	require.Equal(t, exitError(exitIncomplete), tryExit(tried(failed, missing)))
}

func TestEveryProfileIsATarget(t *testing.T) {
	for _, p := range fixtures.Catalogue() {
		require.False(t, strings.Contains(p.Name, ":"), "%s looks like an address", p.Name)
		_, err := parseTarget([]string{p.Name}, "", backendChoice{})
		require.NoError(t, err)
	}
}
