package harness_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/needs"
)

// acrossPackage is a small package of a module that requires this one.
var acrossPackage = map[string]string{
	"go.mod": "module example.test/cells\n\ngo 1.21\n\nrequire github.com/legacytls/legacytls v0.0.0\n\nreplace github.com/legacytls/legacytls => ",
	"cells_test.go": `package cells

import (
	"crypto/tls"
	"testing"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

func TestCells(t *testing.T) {
	harness.Across(t, harness.Matrix{
		Go:      []string{"1.22", "1.23", "1.26", "1.27"},
		GODEBUG: []string{"", "netdns=go", "tlsmaxrsasize=4096"},
	}, func(t *testing.T, b harness.Build) {
		srv := harness.Start(t, fixtures.RSAKeyExchangeOnly())
		c, err := tls.Dial("tcp", srv.Addr, &tls.Config{RootCAs: srv.Roots, CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_GCM_SHA256}})
		harness.RequireConnects(t, srv, err)
		c.Close()
	})
}
`,
}

// BenchmarkAcross runs one test under four toolchains with three values of GODEBUG, all of
// which are built before it begins. The bar: it takes about as long as its floor, which is one
// "go test -c" for each toolchain, up to date, and each of the twelve test binaries by itself.
// Both are measured in the same run, in turn.
func BenchmarkAcross(b *testing.B) {
	if testing.Short() {
		b.Skip("runs four toolchains; not in short mode")
	}
	if runtime.GOOS == "windows" {
		b.Skip("the commands that Across shows are for a POSIX shell")
	}
	p := newAcrossBench(b)
	var across, floor time.Duration
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		across += timeOf(b, p.across())
		floor += timeOf(b, p.floor()...)
	}
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 / float64(b.N) }
	b.ReportMetric(0, "ns/op") // of both
	b.ReportMetric(ms(across), "across-ms/op")
	b.ReportMetric(ms(floor), "floor-ms/op")
	b.ReportMetric(across.Seconds()/floor.Seconds(), "across/floor")
}

func timeOf(b *testing.B, commands ...*exec.Cmd) time.Duration {
	b.Helper()
	start := time.Now()
	for _, cmd := range commands {
		if output, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v: %v\n%s", cmd, err, output)
		}
	}
	return time.Since(start)
}

type acrossBench struct {
	dir   string
	env   []string
	cells []string // what Across runs, as lines for a shell
	built []string // go commands of the toolchains that build them
}

func newAcrossBench(b *testing.B) *acrossBench {
	b.Helper()
	p := &acrossBench{dir: b.TempDir(), env: append(os.Environ(), "GOFLAGS=", "GODEBUG=", "GOWORK=off")}
	root, err := filepath.Abs("..")
	require.NoError(b, err)
	for name, content := range acrossPackage {
		if name == "go.mod" {
			content += root + "\n"
		}
		require.NoError(b, os.WriteFile(filepath.Join(p.dir, name), []byte(content), 0o666))
	}
	sums, err := os.ReadFile(filepath.Join(root, "go.sum"))
	require.NoError(b, err)
	require.NoError(b, os.WriteFile(filepath.Join(p.dir, "go.sum"), sums, 0o666))
	p.output(b, "go", "mod", "tidy")
	p.output(b, "go", "test", "-c", "-o", "cells.test", ".")

	cache := p.output(b, "go", "env", "GOCACHE") // otherwise it would move with the next
	p.env = append(p.env, "GOCACHE="+string(cache), "XDG_CACHE_HOME="+b.TempDir())
	p.read(b, p.output(b, "./cells.test", "-test.v"))
	timeOf(b, p.floor()...)
	return p
}

var (
	shownCommand = regexp.MustCompile(`cd .* LEGACYTLS_CELL=.*`)
	shownRelease = regexp.MustCompile(`"build":{"go":"([^"]*)"`)
)

// read takes the commands of the cells from what Across shows with -v.
func (p *acrossBench) read(b *testing.B, shown []byte) {
	b.Helper()
	known := make(map[string]bool)
	for _, command := range shownCommand.FindAll(shown, -1) {
		p.cells = append(p.cells, string(command))
		release := string(shownRelease.FindSubmatch(command)[1])
		if !known[release] {
			known[release] = true
			p.built = append(p.built, p.goCommand(b, release))
		}
	}
	if len(p.built) != 4 {
		needs.Missing(b, needs.Toolchains, string(shown))
	}
	require.Len(b, p.cells, 12)
}

// goCommand returns the go command of a toolchain itself, which no other one starts.
func (p *acrossBench) goCommand(b *testing.B, release string) string {
	b.Helper()
	cmd := p.command("go", "env", "-json", "GOROOT")
	cmd.Env = append(cmd.Env, "GOTOOLCHAIN=go"+release)
	text, err := cmd.Output()
	require.NoError(b, err)
	var env struct{ GOROOT string }
	require.NoError(b, json.Unmarshal(text, &env))
	return filepath.Join(env.GOROOT, "bin", "go")
}

func (p *acrossBench) across() *exec.Cmd { return p.command("./cells.test") }

func (p *acrossBench) floor() []*exec.Cmd {
	var commands []*exec.Cmd
	for _, path := range p.built {
		commands = append(commands, p.command(path, "test", "-c", "-vet=off", "-o", filepath.Base(filepath.Dir(filepath.Dir(path)))+".test", "."))
	}
	for _, cell := range p.cells {
		commands = append(commands, p.command("/bin/sh", "-c", cell))
	}
	return commands
}

func (p *acrossBench) command(path string, args ...string) *exec.Cmd {
	cmd := exec.Command(path, args...)
	cmd.Dir, cmd.Env = p.dir, append(p.env[:len(p.env):len(p.env)], "PWD="+p.dir)
	return cmd
}

// output runs a command that must succeed, for its standard output.
func (p *acrossBench) output(b *testing.B, path string, args ...string) []byte {
	b.Helper()
	cmd := p.command(path, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	output, err := cmd.Output()
	require.NoError(b, err, "%s%s", output, &stderr)
	return bytes.TrimSpace(output)
}
