package toolchain

import (
	"archive/zip"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

const platform = runtime.GOOS + "-" + runtime.GOARCH

// A fakeProxy is a module proxy of files (see "go help goproxy") that has
// toolchains whose go command is a script. The go command takes toolchains
// from GOPROXY=file://... alone without the checksum database if GOSUMDB=off,
// for those who test distributions; a longer list makes it insist.
type fakeProxy struct{ dir string }

// newFakeProxy returns a proxy that lists these releases but has none of them.
func newFakeProxy(t *testing.T, releases ...string) fakeProxy {
	t.Helper()
	requireUnix(t)
	p := fakeProxy{t.TempDir()}
	list := ""
	for _, release := range releases {
		name := "v0.0.1-go" + release + "." + platform
		list += name + "\n"
		p.write(t, name+".info", `{"Version":"`+name+`"}`)
		p.write(t, name+".mod", "module golang.org/toolchain\n")
	}
	p.write(t, "list", list)
	return p
}

// add gives the proxy a toolchain whose go command says that it is version.
func (p fakeProxy) add(t *testing.T, release, version string) fakeProxy {
	t.Helper()
	root := "golang.org/toolchain@v0.0.1-go" + release + "." + platform
	script := "#!/bin/sh\ncase $1 in\nversion) echo go version go" + version + " linux/amd64 ;;\nenv) cd \"${0%/*}/..\" && pwd ;;\nesac\n"
	p.write(t, "v0.0.1-go"+release+"."+platform+".zip", zipped(t, map[string]string{
		root + "/bin/go":           script,
		root + "/bin/gofmt":        "",
		root + "/pkg/tool/compile": "",
		root + "/lib/wasm/exec":    "",
	}))
	return p
}

func zipped(t *testing.T, files map[string]string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "zip")
	f, err := os.Create(path)
	require.NoError(t, err)
	defer f.Close()
	w := zip.NewWriter(f)
	for name, content := range files {
		file, err := w.Create(name)
		require.NoError(t, err)
		_, err = file.Write([]byte(content))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(content)
}

func (p fakeProxy) write(t *testing.T, name, content string) {
	t.Helper()
	path := filepath.Join(p.dir, "golang.org", "toolchain", "@v", name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o666))
}

// trusted are the variables of a user who trusts the proxy, checked those of
// one whose go command asks the checksum database.
func (p fakeProxy) trusted() []string { return []string{"GOPROXY=" + p.url(), "GOSUMDB=off"} }
func (p fakeProxy) checked() string   { return "GOPROXY=" + p.url() + ",off" }
func (p fakeProxy) url() string       { return "file://" + filepath.ToSlash(p.dir) }
