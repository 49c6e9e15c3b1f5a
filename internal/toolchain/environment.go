package toolchain

import (
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// settings are the user's settings of the go command, as `go env -json` tells
// them: from the environment, the file of `go env -w`, and GOROOT/go.env.
type settings map[string]string

// resources are the variables beginning with GO that limit what a command may
// use. They do not change what is built, so they are let through.
var resources = [...]string{"GOGC", "GOMAXPROCS", "GOMEMLIMIT", "GOTRACEBACK"}

// withoutGo returns env without everything that steers the go command. GODEBUG
// must go because the go command is a Go program too: from Go 1.27 on it dies
// of the old value of a removed setting (https://go.dev/doc/godebug#go-127).
func withoutGo(env []string) []string {
	kept := make([]string, 0, len(env))
	for _, entry := range env {
		name, _, _ := strings.Cut(entry, "=")
		if !steersGo(name) {
			kept = append(kept, entry)
		}
	}
	return kept
}

func steersGo(name string) bool {
	for _, resource := range resources {
		if sameVariable(name, resource) {
			return false
		}
	}
	upper := name
	if runtime.GOOS == "windows" {
		upper = strings.ToUpper(name)
	}
	return strings.HasPrefix(upper, "GO") || strings.HasPrefix(upper, "CGO_")
}

// withoutHandOver returns env so that the user's own go command is asked,
// whatever a module around us or an earlier switch of toolchains says; the
// user's settings stay.
func withoutHandOver(env []string) []string {
	kept := make([]string, 0, len(env)+1)
	for _, entry := range env {
		name, _, _ := strings.Cut(entry, "=")
		switch strings.ToUpper(name) {
		case "GODEBUG", "GOROOT", "GOTOOLDIR", "GOTOOLCHAIN":
		default:
			kept = append(kept, entry)
		}
	}
	return append(kept, "GOTOOLCHAIN=local")
}

// buildVariables are set for every command that builds. GOENV=off keeps the
// user's settings file out: an empty variable would fall back to it. The empty
// ones are not in the environment anyway; a traced line that is pasted into a
// shell needs them.
func buildVariables(user settings) []string {
	return append([]string{
		"GOENV=off",
		"GOTOOLCHAIN=local",
		"GODEBUG=",
		"GOEXPERIMENT=",
		"GOFLAGS=",
		"GOROOT=",
		"GOWORK=off",
		"GO111MODULE=on",
		"GOPROXY=off",
		"GOFIPS140=off",
		"CGO_ENABLED=0",
	}, user.only("GOCACHE", "GOMODCACHE", "GOPATH", "GOTMPDIR")...)
}

// fetchVariables let the go command hand over to toolchain ("go1.22.12", or
// "local" to stay), which it fetches the way the user fetches modules. GOFLAGS
// stays away: an old toolchain may not know the user's flags.
func fetchVariables(user settings, toolchain string) []string {
	return append([]string{
		"GOENV=off",
		"GOTOOLCHAIN=" + toolchain,
		"GOFLAGS=",
		"GOWORK=off",
		"GO111MODULE=on",
	}, user.only("GOCACHE", "GOMODCACHE", "GOPATH", "GOTMPDIR", "GOPROXY", "GOSUMDB",
		"GONOPROXY", "GONOSUMDB", "GOPRIVATE", "GOINSECURE", "GOAUTH", "GOVCS")...)
}

// only returns the named settings as NAME=value, without the empty ones.
func (user settings) only(names ...string) []string {
	var env []string
	for _, name := range names {
		if user[name] != "" {
			env = append(env, name+"="+user[name])
		}
	}
	return env
}

// lookup returns the value of a variable in env; the last entry counts.
func lookup(env []string, name string) string {
	for i := len(env) - 1; i >= 0; i-- {
		if key, value, ok := strings.Cut(env[i], "="); ok && sameVariable(key, name) {
			return value
		}
	}
	return ""
}

func sameVariable(a, b string) bool {
	if runtime.GOOS == "windows" {
		return strings.EqualFold(a, b)
	}
	return a == b
}

// lookPath is exec.LookPath with the PATH of env instead of the one of this process.
func lookPath(env []string, name string) (string, error) {
	if filepath.Base(name) != name {
		return exec.LookPath(name)
	}
	for _, dir := range filepath.SplitList(lookup(env, "PATH")) {
		if !filepath.IsAbs(dir) {
			continue // a relative PATH entry could run what lies in the working directory
		}
		if path, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
			return path, nil
		}
	}
	return "", &exec.Error{Name: name, Err: exec.ErrNotFound}
}
