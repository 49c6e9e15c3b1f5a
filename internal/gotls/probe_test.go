package gotls_test

import (
	"embed"
	"os/exec"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/gotls"
	"github.com/legacytls/legacytls/internal/toolchain"
)

//go:embed testdata/probe/*.go
var probeFiles embed.FS

// probeProgram returns the program that shows by which value of each of its
// settings it behaves.
func probeProgram(t *testing.T) toolchain.Program {
	t.Helper()
	const dir = "testdata/probe"
	entries, err := probeFiles.ReadDir(dir)
	require.NoError(t, err)
	p := toolchain.Program{Module: "example.test/probe", Files: make(map[string][]byte)}
	for _, entry := range entries {
		p.Files[entry.Name()], err = probeFiles.ReadFile(path.Join(dir, entry.Name()))
		require.NoError(t, err)
	}
	return p
}

// A probing is what came of building and running the probe.
type probing struct {
	values map[string]string // by setting
	failed gotls.Effect      // how it came to no values
	text   string            // what was said then
}

// probe gives the probe a setting in one of the ways; "" gives none.
func probe(t *testing.T, tc *toolchain.Toolchain, way gotls.Way, pair string) probing {
	t.Helper()
	p := probeProgram(t)
	var environment, args []string
	switch {
	case pair == "":
	case way == gotls.Environment:
		environment = []string{"GODEBUG=" + pair}
	case way == gotls.Setenv:
		args = []string{pair}
	case way == gotls.Directive:
		p.Directives = []string{pair}
	case way == gotls.GoMod:
		p.GoMod = []string{pair}
	}
	binary, refused := build(t, tc, p)
	if refused != nil {
		return probing{failed: refusal(refused), text: refused.Output}
	}
	cmd := exec.Command(binary, args...)
	cmd.Env = append([]string{}, environment...) // not nil: nil would pass on ours
	out, err := cmd.CombinedOutput()
	if err != nil {
		require.Contains(t, string(out), "removed GODEBUG")
		return probing{failed: gotls.Dies, text: string(out)}
	}
	result := probing{values: make(map[string]string)}
	for _, line := range strings.Fields(string(out)) {
		name, value, _ := strings.Cut(line, "=")
		result.values[name] = value
	}
	return result
}

// refusal tells by the file that the go command complains of.
func refusal(refused *toolchain.BuildError) gotls.Effect {
	if strings.Contains(refused.Output, "go.mod:") {
		return gotls.LoadFails
	}
	return gotls.BuildFails
}
