package godebug_test

import (
	"context"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/toolchain"
)

// client returns the program in testdata/client, built by a release with a go line; "" is
// that of the release.
func client(t *testing.T, release, goLine string) string {
	t.Helper()
	source, err := os.ReadFile("testdata/client/main.go")
	require.NoError(t, err)
	return build(t, release, toolchain.Program{
		Module: "example.test/client",
		Files:  map[string][]byte{"main.go": source},
		GoLine: goLine,
	})
}

// build returns a program that a release has built.
func build(t *testing.T, release string, p toolchain.Program) string {
	t.Helper()
	tc := toolchainOf(t, release)
	s, err := store()
	require.NoError(t, err)
	b, err := s.Build(context.Background(), tc, p)
	require.NoError(t, err)
	return b.Path
}

// started is a program with GODEBUG in its environment, and otherwise that of the test.
func started(path, godebug string, args ...string) *exec.Cmd {
	cmd := exec.Command(path, args...)
	cmd.Env = append(os.Environ(), "GODEBUG="+godebug)
	return cmd
}

// lines are what a program prints.
func lines(t *testing.T, cmd *exec.Cmd) []string {
	t.Helper()
	return strings.Split(prints(t, cmd), "\n")
}

// executable is the name of the file that a program of that name is in.
func executable(name string) string {
	if runtime.GOOS == "windows" {
		return name + ".exe"
	}
	return name
}

// What the client says of itself.
const (
	offered    = "RSA key exchange"
	notOffered = "no RSA key exchange"
)
