package toolchain

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// processesWith returns the names of the processes that have this variable in
// their environment, which children inherit, by their ids.
func processesWith(variable string) map[int]string {
	found := make(map[int]string)
	environments, _ := filepath.Glob("/proc/[0-9]*/environ")
	for _, path := range environments {
		env, err := os.ReadFile(path)
		if err != nil || !bytes.Contains(env, []byte(variable)) {
			continue
		}
		name, _ := os.ReadFile(filepath.Join(filepath.Dir(path), "comm"))
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		found[pid] = string(bytes.TrimSpace(name))
	}
	return found
}

// cancelDuring starts a build, cancels it as soon as one of its processes has
// this name, and requires that nothing is left of it.
func cancelDuring(t *testing.T, tc *Toolchain, name string) {
	t.Helper()
	variable := "LEGACYTLS_TEST_MARK=" + t.TempDir()
	s := newStore(t, variable, "GOCACHE="+t.TempDir())
	t.Cleanup(func() { // when the test fails
		for pid := range processesWith(variable) {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		_, err := s.Build(ctx, tc, helloProgram())
		ended <- err
	}()
	require.Eventually(t, func() bool {
		for _, running := range processesWith(variable) {
			if running == name {
				return true
			}
		}
		return false
	}, time.Minute, time.Millisecond, "no process %s was started", name)

	cancel()
	require.Equal(t, context.Canceled, <-ended)
	// They were killed; the kernel may need a moment to bury them.
	require.Eventually(t, func() bool { return len(processesWith(variable)) == 0 },
		10*time.Second, time.Millisecond, "processes of the build live on")
	require.Empty(t, entries(t, filepath.Join(s.cacheDir, buildsDir)))
	require.Empty(t, entries(t, filepath.Join(s.cacheDir, worksDir)))
}

func TestACanceledBuildLeavesNoProcessAndNoEntry(t *testing.T) {
	// With an empty build cache the whole runtime is compiled: it takes seconds.
	cancelDuring(t, requireToolchain(t, "1.26.11"), "compile")
}

// A compiler that would run for ever, where the real ones end by themselves soon.
func TestACanceledBuildTakesItsGrandchildrenAlong(t *testing.T) {
	tc := *requireToolchain(t, "1.26.11")
	tc.command = filepath.Join(t.TempDir(), "go")
	require.NoError(t, os.WriteFile(tc.command, []byte("#!/bin/sh\nsleep 1000 &\nwait\n"), 0o700))
	cancelDuring(t, &tc, "sleep")
}
