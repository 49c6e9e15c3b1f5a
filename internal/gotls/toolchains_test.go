package gotls_test

import (
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"runtime"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/gotls"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/toolchain"
)

var store = sync.OnceValues(func() (*toolchain.Store, error) {
	return toolchain.NewStore(toolchain.Options{})
})

// forEachToolchain runs a test with the newest toolchain of each minor, which is
// fetched if it is not there, and with all others in the module cache.
func forEachToolchain(t *testing.T, test func(t *testing.T, tc *toolchain.Toolchain)) {
	if !sweep.All(t, "the newest release of each minor, and one before it") {
		forEachRelease(t, test)
		return
	}
	versions := newestReleases()
	for _, text := range inModuleCache(t) {
		if v, err := toolchain.ParseVersion(text); err == nil {
			versions = append(versions, v)
		}
	}
	sort.Slice(versions, func(i, j int) bool { return versions[i].Compare(versions[j]) < 0 })
	forEach(t, versions, test)
}

// forEachRelease runs a test with the newest release of each minor, and with
// the last one before a patch release changed the ClientHello.
func forEachRelease(t *testing.T, test func(t *testing.T, tc *toolchain.Toolchain)) {
	forEach(t, measuredReleases(t), test)
}

func measuredReleases(t *testing.T) []toolchain.Version {
	t.Helper()
	versions := newestReleases()
	newest := len(versions) - 1
	return append(versions[:newest:newest], version(t, "1.27.3"), versions[newest])
}

func newestReleases() []toolchain.Version {
	var versions []toolchain.Version
	for _, r := range toolchain.Releases() {
		versions = append(versions, r.Version)
	}
	return versions
}

func inModuleCache(t *testing.T) []string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOMODCACHE").Output()
	require.NoError(t, err)
	prefix, suffix := "toolchain@v0.0.1-go", "."+runtime.GOOS+"-"+runtime.GOARCH
	dirs, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(out)), "golang.org", prefix+"*"+suffix))
	require.NoError(t, err)
	var versions []string
	for _, dir := range dirs {
		versions = append(versions, strings.TrimSuffix(strings.TrimPrefix(filepath.Base(dir), prefix), suffix))
	}
	return versions
}

func forEach(t *testing.T, versions []toolchain.Version, test func(t *testing.T, tc *toolchain.Toolchain)) {
	t.Helper()
	done := make(map[string]bool)
	for _, v := range versions {
		v := v
		if done[v.String()] {
			continue
		}
		done[v.String()] = true
		t.Run("go"+v.String(), func(t *testing.T) {
			t.Parallel()
			test(t, requireToolchain(t, v))
		})
	}
}

func requireToolchain(t *testing.T, v toolchain.Version) *toolchain.Toolchain {
	t.Helper()
	s, err := store()
	require.NoError(t, err)
	tc, err := s.Toolchain(context.Background(), v)
	var unavailable *toolchain.UnavailableError
	if errors.As(err, &unavailable) {
		needs.Missing(t, needs.Toolchains, unavailable.Error())
	}
	require.NoError(t, err)
	return tc
}

// build compiles a program, or says why it does not build.
func build(t *testing.T, tc *toolchain.Toolchain, p toolchain.Program) (path string, refused *toolchain.BuildError) {
	t.Helper()
	s, err := store()
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	binary, err := s.Build(ctx, tc, p)
	if errors.As(err, &refused) {
		return "", refused
	}
	require.NoError(t, err)
	return binary.Path, nil
}

func version(t *testing.T, text string) toolchain.Version {
	t.Helper()
	v, err := toolchain.ParseVersion(text)
	require.NoError(t, err)
	return v
}

func setting(t *testing.T, name string) gotls.Setting {
	t.Helper()
	s, ok := gotls.FindSetting(name)
	require.True(t, ok, name)
	return s
}

// since reports whether v is of the release or later.
func since(t *testing.T, v toolchain.Version, release string) bool {
	return v.Compare(version(t, release)) >= 0
}
