package agent

import (
	"embed"
	"io/fs"
	"path"
	"strings"
)

// Source is the agent's program, ready to be written into a module of its own and built by
// any Go release from 1.12 on, with the standard library alone.
type Source struct {
	Module  string            // path for the module line of go.mod
	Package string            // import path of the main package, inside Module
	Dir     string            // directory of the main package inside the module, slash-separated
	Files   map[string][]byte // contents by slash-separated path inside the module; no go.mod
}

// module is this module's own path: the program imports the protocol by the same path
// whether it is built here or in a module of its own.
const module = "github.com/legacytls/legacytls"

// home is the directory of this package inside the module.
const home = "internal/agent"

//go:embed protocol/*.go program/*.go
var source embed.FS

// HTTPTag is the build tag with which the program has its HTTP client and server.
const HTTPTag = "legacytls_http"

// Program returns the agent's program. The caller may change the returned map.
func Program() Source {
	files := make(map[string][]byte)
	for _, dir := range []string{"protocol", "program"} {
		entries, err := fs.ReadDir(source, dir)
		mustBeEmbedded(err)
		for _, entry := range entries {
			name := path.Join(dir, entry.Name())
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			content, err := source.ReadFile(name)
			mustBeEmbedded(err)
			files[path.Join(home, name)] = content
		}
	}
	dir := path.Join(home, "program")
	return Source{Module: module, Package: path.Join(module, dir), Dir: dir, Files: files}
}

// mustBeEmbedded stops at an error that only a broken build of this package can give.
func mustBeEmbedded(err error) {
	if err != nil {
		panic("agent: embedded source: " + err.Error())
	}
}
