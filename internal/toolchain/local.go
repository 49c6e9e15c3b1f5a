package toolchain

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
)

// localGo is the user's go command and what it says about itself.
type localGo struct {
	path     string
	goroot   string
	version  Version
	settings settings
}

// local asks the user's go command, once.
func (s *Store) local(ctx context.Context) (*localGo, error) {
	return s.locals.do(ctx, "", always, func() (*localGo, error) {
		path, err := lookPath(s.env, s.goCommand)
		if err != nil {
			return nil, &UnavailableError{
				Reason: ReasonNoGoCommand,
				Hint:   fmt.Sprintf("install Go 1.21 or newer and put it into PATH (%v)", err),
			}
		}
		return s.askLocal(ctx, path)
	})
}

func (s *Store) askLocal(ctx context.Context, path string) (*localGo, error) {
	stdout, output, err := s.run(ctx, command{path: path, args: []string{"env", "-json"}, base: withoutHandOver(s.env)})
	if isContextError(err) {
		return nil, err
	}
	local := &localGo{path: path}
	if err == nil {
		err = json.Unmarshal([]byte(stdout), &local.settings)
	}
	if err != nil {
		return nil, &UnavailableError{Reason: ReasonBadGoCommand, Hint: "see what " + path + " env -json says: " + err.Error(), Output: output}
	}
	local.goroot = local.settings["GOROOT"]
	local.version, err = s.versionOf(ctx, path)
	if err != nil && !isContextError(err) {
		return nil, &UnavailableError{Reason: ReasonBadGoCommand, Hint: err.Error()}
	}
	return local, err
}

// versionOf runs a go command, as the toolchain it is, and returns the version
// that it claims.
func (s *Store) versionOf(ctx context.Context, path string) (Version, error) {
	stdout, output, err := s.run(ctx, command{
		path: path,
		args: []string{"version"},
		base: withoutGo(s.env),
		vars: []string{"GOENV=off", "GOTOOLCHAIN=local"},
	})
	if isContextError(err) {
		return Version{}, err
	}
	if err != nil {
		return Version{}, fmt.Errorf("%s version: %w: %s", path, err, oneLine(output))
	}
	return parseGoVersion(stdout)
}

// parseGoVersion reads "go version go1.22.12 linux/amd64".
func parseGoVersion(line string) (Version, error) {
	text, ok := strings.CutPrefix(line, "go version ")
	i := strings.LastIndexByte(text, ' ')
	if !ok || i < 0 {
		return Version{}, fmt.Errorf("expected a line like \"go version go1.22.12 linux/amd64\", got %q", line)
	}
	return ParseVersion(text[:i])
}

// moduleCache returns the module cache; go commands before 1.15 do not name it.
func (l *localGo) moduleCache() string {
	if dir := l.settings["GOMODCACHE"]; dir != "" {
		return dir
	}
	dirs := filepath.SplitList(l.settings["GOPATH"])
	if len(dirs) == 0 {
		return ""
	}
	return filepath.Join(dirs[0], "pkg", "mod")
}
