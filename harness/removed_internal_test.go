package harness

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The words are those of the releases (https://go.dev/doc/godebug, and the go commands of
// Go 1.21 to 1.27).
func TestASettingThatGoDoesNotAcceptIsExplained(t *testing.T) {
	const tlsrsakexInstead = "take it out; tls.Config.CipherSuites can name the suites that it brought back"
	for _, tc := range []struct {
		release, said string
		cause, better string
	}{
		{"1.27.4", `fatal error: removed GODEBUG "tlsrsakex" set to old value "1" in environment (https://go.dev/doc/godebug#go-127)`,
			"Go 1.27 has removed tlsrsakex, and since Go 1.27 a program with its old value in the environment does not start, nor does one build with it in go.mod or in a //go:debug line", tlsrsakexInstead},
		{"1.27.4", `go: error loading go.mod: go.mod:4: removed GODEBUG "x509sha1" set to old value "1" (https://go.dev/doc/godebug#go-127)`,
			"Go 1.24 has removed x509sha1, and since Go 1.27 a program with its old value in the environment does not start, nor does one build with it in go.mod or in a //go:debug line",
			"take it out; tls.Config.VerifyConnection with InsecureSkipVerify can check as the program likes"},
		{"1.26.11", `./main.go:1:1: invalid //go:debug: use of removed //go:debug setting "x509sha1", see https://go.dev/doc/godebug#go-124`,
			"Go 1.24 has removed x509sha1, so that a program with it in go.mod or in a //go:debug line does not build",
			"take it out; tls.Config.VerifyConnection with InsecureSkipVerify can check as the program likes"},
		{"1.24.13", `go: error loading go.mod: go.mod:4: unknown godebug "tlskyber"`,
			"Go 1.24 has removed tlskyber, so that a program with it in go.mod or in a //go:debug line does not build",
			"take it out; the group is gone; tlsmlkem=0 leaves its successor out"},
		{"1.21.13", `main.go:1:1: invalid //go:debug: unknown //go:debug setting "tlsrsakex"`,
			"tlsrsakex came with Go 1.22, and before a program with it in go.mod or in a //go:debug line does not build",
			"take it out: what it brings back is what this release does"},
		{"1.22.12", "go.mod:4: unknown directive: godebug",
			"go.mod has a godebug line, which Go reads since 1.23 and takes for a mistake before",
			"put the setting into a //go:debug line (since Go 1.21) or into the environment"},
		{"1.26.11", `unknown godebug "tlsfuture"`, "this Go release does not accept the setting tlsfuture", "take it out; https://go.dev/doc/godebug says what took its place"},
	} {
		e := explainer{outcome: Outcome{Stage: StageBuild, Error: tc.said, Build: Build{Go: tc.release}}}.explain()
		require.Equal(t, CauseGODEBUG, e.Cause, tc.said)
		require.Equal(t, []ExplanationLine{{"cause", tc.cause, ""}, {"better", tc.better, ""}}, e.Lines)
	}
	e := explainer{outcome: Outcome{Stage: StageBuild, Error: "main.go:3: syntax error"}}.explain()
	require.Empty(t, e.Cause)
	require.Empty(t, e.Lines)
}

// tlsmlkem=0 and rsa1024min=0 go on to work; x509ignoreCN was gone before there was a table.
func TestRemediesThatKillANewerProgramAreNamed(t *testing.T) {
	t.Parallel()
	with := func(settings ...string) []Remedy {
		var all []Remedy
		for _, s := range settings {
			all = append(all, Remedy{GODEBUG: s})
		}
		return all
	}
	for want, settings := range map[string][]string{
		"": {"tlsmlkem=0", "rsa1024min=0", "x509ignoreCN=0", "tls10default=1", "tls13=1"},
		"(a Go 1.27 program refuses to start with these in its environment)":                    {"tlsrsakex=1", "tlsrsakex=1,tls3des=1"},
		"(a Go 1.27 program refuses to start with tlskyber=0 in its environment)":               {"tlsmlkem=0", "tlskyber=0"},
		"(a Go 1.27 program refuses to start with tls3des=1 or tlsrsakex=1 in its environment)": {"tlssha1=1", "tlsrsakex=1,tls3des=1"},
	} {
		require.Equal(t, want, whatDies(with(settings...)))
	}
	require.Empty(t, whatDies(nil))
}

func TestCausesAreToldApart(t *testing.T) {
	t.Parallel()
	seen := make(map[Cause]bool)
	for _, c := range Causes() {
		require.NotEmpty(t, c)
		require.False(t, seen[c], c)
		seen[c] = true
	}
}
