package toolchain

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNothingThatSteersTheGoCommandComesIn(t *testing.T) {
	env := []string{
		"PATH=/bin", "HOME=/home/x", "HTTPS_PROXY=http://proxy", "GOMAXPROCS=2",
		"GODEBUG=tlsrsakex=1", "GOFLAGS=-mod=vendor", "GOROOT=/x", "GOTOOLDIR=/x", "GOTOOLCHAIN=auto",
		"GOEXPERIMENT=x", "GOFIPS140=latest", "GOARCH=arm", "CGO_ENABLED=1", "CGO_CFLAGS=-x", "GO111MODULE=off", "GOWORK=/x",
	}
	require.Equal(t, []string{"PATH=/bin", "HOME=/home/x", "HTTPS_PROXY=http://proxy", "GOMAXPROCS=2"}, withoutGo(env))
}

func TestTheUsersSettingsAreAskedOfTheUsersGoCommand(t *testing.T) {
	env := []string{"GOENV=/file", "GOPROXY=x", "GODEBUG=tls3des=1", "GOTOOLCHAIN=go1.22.1", "GOROOT=/x"}
	require.Equal(t, []string{"GOENV=/file", "GOPROXY=x", "GOTOOLCHAIN=local"}, withoutHandOver(env))
}

func TestTheLastOfTwoVariablesCounts(t *testing.T) {
	require.Equal(t, "b", lookup([]string{"X=a", "XY=c", "X=b"}, "X"))
	require.Equal(t, "", lookup([]string{"X=a"}, "Y"))
}

func TestCommandsAreLookedForInTheGivenPath(t *testing.T) {
	requireUnix(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "only-here")
	require.NoError(t, os.WriteFile(path, []byte("#!/bin/sh\n"), 0o700))

	found, err := lookPath([]string{"PATH=" + t.TempDir() + ":" + dir}, "only-here")
	require.NoError(t, err)
	require.Equal(t, path, found)

	_, err = lookPath([]string{"PATH=relative:" + t.TempDir()}, "only-here")
	require.ErrorContains(t, err, "only-here")
}

func TestTracedCommandsAreReadByAShell(t *testing.T) {
	requireUnix(t)
	c := command{
		path: "/bin/sh",
		args: []string{"-c", `printf '%s|' "$PWD" "$A" "$B" "$@"`, "sh", "it's", "a b", "", "$HOME"},
		dir:  "/",
		vars: []string{"A=", "B=x y"},
	}
	out, err := exec.Command("/bin/sh", "-c", c.String()).CombinedOutput()
	require.NoError(t, err, c.String())
	require.Equal(t, "/||x y|it's|a b||$HOME|", string(out), c.String())
}
