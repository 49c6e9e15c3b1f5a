package toolchain

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
)

// elsewhere is a release that exists and that no test needs.
const elsewhere = "1.22.11"

// requireUnavailable asks a user without toolchains for one and returns why
// there is none.
func requireUnavailable(t *testing.T, v string, vars ...string) *UnavailableError {
	t.Helper()
	s := newStore(t, emptyHome(t, vars...)...)
	tc, err := s.Toolchain(context.Background(), version(t, v))
	var unavailable *UnavailableError
	require.True(t, errors.As(err, &unavailable), "toolchain %+v, error %v", tc, err)
	require.Equal(t, v, unavailable.Version.String())
	return unavailable
}

func TestSwitchedOffDownloadsAreNamed(t *testing.T) {
	for _, proxy := range []string{"off", "direct", "direct,off"} {
		e := requireUnavailable(t, elsewhere, "GOPROXY="+proxy)
		require.Equal(t, ReasonProxyOff, e.Reason, e.Output)
		require.Contains(t, e.Hint, proxy)
	}
}

func TestAProxyThatCannotBeReachedIsNamed(t *testing.T) {
	e := requireUnavailable(t, elsewhere, "GOPROXY=http://127.0.0.1:1")
	require.Equal(t, ReasonNoNetwork, e.Reason, e.Output)
	require.Contains(t, e.Error(), "http://127.0.0.1:1")
}

func TestAReleaseThatTheProxyDoesNotHaveIsNamedWithItsNeighbours(t *testing.T) {
	e := requireUnavailable(t, "1.22.99", newFakeProxy(t).trusted()...)
	require.Equal(t, ReasonNoSuchRelease, e.Reason, e.Output)
	require.Contains(t, e.Hint, "1.22.12")
}

func TestAReleaseThatDoesNotExistIsNamed(t *testing.T) {
	requireNetwork(t)
	e := requireUnavailable(t, "1.22.99")
	if e.Reason == ReasonNoNetwork {
		needs.Missing(t, needs.Toolchains, e.Error())
	}
	require.Equal(t, ReasonNoSuchRelease, e.Reason, e.Output)
}

func TestToolchainsAreNotUsedUnchecked(t *testing.T) {
	proxy := newFakeProxy(t).add(t, elsewhere, elsewhere)
	database := goDefault(t, "GOSUMDB")
	for _, tc := range []struct {
		sumdb string
		want  Reason
	}{
		{"off", ReasonChecksumsOff},
		{database + " http://127.0.0.1:1", ReasonNoChecksums},
		{"unknown.example.test", ReasonNoChecksums},
	} {
		e := requireUnavailable(t, elsewhere, proxy.checked(), "GOSUMDB="+tc.sumdb, "GONOSUMDB=*", "GOFLAGS=-insecure")
		require.Equal(t, tc.want, e.Reason, e.Output)
		require.Contains(t, e.Hint, tc.sumdb)
	}
}

func TestAForgedToolchainIsRefused(t *testing.T) {
	requireNetwork(t)
	database := goDefault(t, "GOSUMDB")
	proxy, _, _ := strings.Cut(goDefault(t, "GOPROXY"), ",")
	e := requireUnavailable(t, elsewhere, newFakeProxy(t).add(t, elsewhere, elsewhere).checked(),
		"GOSUMDB="+database+" "+proxy+"/sumdb/"+database)
	if e.Reason == ReasonNoChecksums {
		needs.Missing(t, needs.Toolchains, e.Error())
	}
	require.Equal(t, ReasonChecksum, e.Reason, e.Output)
}

func TestAModuleCacheThatCannotBeWrittenIsNamed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o666))
	cache := filepath.Join(file, "mod")
	e := requireUnavailable(t, elsewhere, "GOMODCACHE="+cache)
	require.Equal(t, ReasonModuleCache, e.Reason, e.Output)
	require.Contains(t, e.Error(), cache)
}

func TestNoGoCommandIsNamed(t *testing.T) {
	e := requireUnavailable(t, elsewhere, "PATH="+t.TempDir())
	require.Equal(t, ReasonNoGoCommand, e.Reason)
	require.Contains(t, e.Error(), "PATH")
}

// A go command that is there and fails is not called missing: here it finds no
// place for its build cache.
func TestAGoCommandThatFailsIsNotCalledMissing(t *testing.T) {
	s := newStore(t, "GOCACHE=relative")
	_, err := s.Toolchain(context.Background(), version(t, elsewhere))
	var unavailable *UnavailableError
	require.True(t, errors.As(err, &unavailable), "%v", err)
	require.Equal(t, ReasonBadGoCommand, unavailable.Reason)
	require.Contains(t, unavailable.Error(), "GOCACHE is not an absolute path")
}

func TestAGoCommandThatCannotFetchIsNamed(t *testing.T) {
	old := requireToolchain(t, "1.20.14")
	s := newStoreWith(t, Options{GoCommand: old.Command(), Env: append(os.Environ(), emptyHome(t)...)})
	_, err := s.Toolchain(context.Background(), version(t, elsewhere))
	var unavailable *UnavailableError
	require.True(t, errors.As(err, &unavailable), "%v", err)
	require.Equal(t, ReasonOldGoCommand, unavailable.Reason)
	require.Contains(t, unavailable.Hint, "1.20.14")
}

// askEight asks a Store for a release from eight goroutines at once.
func askEight(s *Store, v Version) (toolchains [8]*Toolchain, errs [8]error) {
	var all sync.WaitGroup
	for i := range toolchains {
		i := i
		all.Add(1)
		go func() {
			defer all.Done()
			toolchains[i], errs[i] = s.Toolchain(context.Background(), v)
		}()
	}
	all.Wait()
	return toolchains, errs
}

func TestEachVersionIsFetchedOnceWhoeverAsks(t *testing.T) {
	for name, proxy := range map[string][]string{
		"there":       newFakeProxy(t).add(t, elsewhere, elsewhere).trusted(),
		"unavailable": {"GOPROXY=off"},
	} {
		r := &recorder{}
		env := append(os.Environ(), emptyHome(t, proxy...)...)
		toolchains, errs := askEight(newStoreWith(t, Options{Env: env, Trace: r.trace, Progress: r.progress}), version(t, elsewhere))
		for i := range toolchains {
			require.Same(t, toolchains[0], toolchains[i], name)
			require.Equal(t, errs[0], errs[i], name)
			require.Equal(t, name == "there", errs[i] == nil, "%s: %v", name, errs[i])
		}
		require.Equal(t, 1, r.count("GOTOOLCHAIN=go"+elsewhere), name)
		require.Equal(t, []string{"fetch", "fetch+"}, r.kinds(), name)
	}
}

func TestAFetchedToolchainIsFoundInTheModuleCacheAfterwards(t *testing.T) {
	env := append(os.Environ(), emptyHome(t, newFakeProxy(t).add(t, elsewhere, elsewhere).trusted()...)...)
	var origins []Origin
	for i := 0; i < 2; i++ {
		tc, err := newStoreWith(t, Options{Env: env}).Toolchain(context.Background(), version(t, elsewhere))
		require.NoError(t, err)
		origins = append(origins, tc.Origin)
	}
	require.Equal(t, []Origin{OriginFetched, OriginModuleCache}, origins)
}

func TestAFetchedToolchainThatIsAnotherVersionIsNotUsed(t *testing.T) {
	e := requireUnavailable(t, elsewhere, newFakeProxy(t).add(t, elsewhere, "1.22.10").trusted()...)
	require.Equal(t, ReasonWrongToolchain, e.Reason)
	require.Contains(t, e.Hint, "toolchain@v0.0.1-go"+elsewhere)
}

func TestACanceledFetchIsNotRememberedAsUnavailable(t *testing.T) {
	s := newStore(t, emptyHome(t, "GOPROXY=off")...)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := s.Toolchain(ctx, version(t, elsewhere))
	require.ErrorIs(t, err, context.Canceled)
	_, err = s.Toolchain(context.Background(), version(t, elsewhere))
	require.ErrorContains(t, err, string(ReasonProxyOff))
}

func TestARealToolchainIsFetchedAndChecked(t *testing.T) {
	requireNetwork(t)
	if !sweep.All(t, "nothing of 70 MB is fetched") {
		t.SkipNow()
	}
	s := newStore(t, emptyHome(t, "GOSUMDB="+goDefault(t, "GOSUMDB"))...)
	tc, err := s.Toolchain(context.Background(), version(t, elsewhere))
	if err != nil {
		needs.Missing(t, needs.Toolchains, err.Error())
	}
	require.Equal(t, OriginFetched, tc.Origin)
	require.Equal(t, elsewhere, tc.Version.String())
	text, err := os.ReadFile(filepath.Join(tc.GOROOT, "VERSION"))
	require.NoError(t, err)
	require.Contains(t, string(text), "go"+elsewhere+"\n")
}

// goDefault returns what the go command takes for a setting that nobody made.
func goDefault(t *testing.T, name string) string {
	t.Helper()
	cmd := exec.Command("go", "env", name)
	cmd.Env = append(os.Environ(), "GOENV=off", name+"=")
	out, err := cmd.Output()
	require.NoError(t, err)
	return strings.TrimSpace(string(out))
}
