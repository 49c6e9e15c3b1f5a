package agent

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/toolchain"
)

const local = "local" // the go command in PATH

// oldestAndNewest are the ends of what the program must compile with.
var oldestAndNewest = []string{"1.12.17", "1.27.4"}

// store finds the toolchains and keeps what was built, also for the next run.
var store = sync.OnceValues(func() (*toolchain.Store, error) { return toolchain.NewStore(toolchain.Options{}) })

// agentBy returns the path of an agent that was compiled by a Go release.
func agentBy(t testing.TB, version string) string {
	t.Helper()
	path, err := build(version)
	var unavailable *toolchain.UnavailableError
	if errors.As(err, &unavailable) {
		needs.Missing(t, needs.Toolchains, unavailable.Error())
	}
	require.NoError(t, err)
	return path
}

func build(version string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	s, err := store()
	if err != nil {
		return "", err
	}
	v, err := s.Resolve(ctx, version)
	if err != nil {
		return "", err
	}
	tc, err := s.Toolchain(ctx, v)
	if err != nil {
		return "", err
	}
	program := Program()
	binary, err := s.Build(ctx, tc, toolchain.Program{Module: program.Module, Package: program.Package, Files: program.Files})
	if err != nil {
		return "", err
	}
	return binary.Path, nil
}

// forAgents runs a test with agents of the local, the oldest and the newest Go release.
func forAgents(t *testing.T, test func(t *testing.T, p *Process)) {
	for _, version := range append([]string{local}, oldestAndNewest...) {
		version := version
		t.Run("go="+version, func(t *testing.T) { test(t, startAgent(t, version)) })
	}
}

// startAgent starts an agent that ends with the test.
func startAgent(t testing.TB, version string, env ...string) *Process {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	p, err := Start(ctx, agentBy(t, version), env)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	return p
}
