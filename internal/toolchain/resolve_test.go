package toolchain

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/needs"
)

func TestAMinorMeansItsRowInTheTable(t *testing.T) {
	s := newStore(t)
	for _, r := range Releases() {
		for _, spec := range []string{r.Minor, "go" + r.Minor} {
			v, err := s.Resolve(context.Background(), spec)
			require.NoError(t, err)
			require.Equal(t, r.Version, v)
		}
	}
}

func TestAReleaseMeansItself(t *testing.T) {
	s := newStore(t)
	for spec, want := range map[string]string{
		"1.22.3": "1.22.3", "go1.22.3": "1.22.3", "1.27rc1": "1.27rc1", "1.20.0": "1.20.0", "1.28.1": "1.28.1", "1.22.99": "1.22.99",
	} {
		v, err := s.Resolve(context.Background(), spec)
		require.NoError(t, err)
		require.Equal(t, want, v.String())
	}
}

func TestLocalMeansTheGoCommandInPath(t *testing.T) {
	v, err := newStore(t).Resolve(context.Background(), "local")
	require.NoError(t, err)

	cmd := exec.Command("go", "env", "GOVERSION")
	cmd.Env = append(os.Environ(), "GOTOOLCHAIN=local")
	out, err := cmd.Output()
	require.NoError(t, err)
	require.Equal(t, strings.TrimSpace(string(out)), "go"+v.String())
}

func TestUnknownSpecificationsNameTheNearestValidOnes(t *testing.T) {
	s := newStore(t)
	for spec, want := range map[string]string{
		"":               "expected a minor (1.12, 1.13,",
		"1.x":            "expected a minor",
		"1.22.3-custom":  "expected a minor",
		"1.22.3@latest":  "expected a minor",
		"latest":         "a minor@latest",
		"1.22@newest":    "a minor@latest",
		"1.11":           "oldest supported is 1.12.17",
		"1.11.13":        "oldest supported is 1.12.17",
		"1.11@latest":    "oldest supported is 1.12.17",
		"1.29":           "nearest: 1.27.4, 1.26.11, 1.25.14; or name a release like 1.29.0, or 1.29@latest",
		"2.0":            "nearest: 1.27.4",
		"1.2.2":          "too old",
		"1.22 1.23":      "expected a minor",
		"local@latest":   "expected a minor",
		"1.22rc1@latest": "expected a minor",
	} {
		_, err := s.Resolve(context.Background(), spec)
		require.ErrorContains(t, err, want, spec)
	}
}

const listing = "golang.org/toolchain v0.0.1-go1.20.linux-amd64 v0.0.1-go1.22.2.linux-amd64 v0.0.1-go1.22.15.linux-arm64 " +
	"v0.0.1-go1.22.13.linux-amd64 v0.0.1-go1.22.9.linux-amd64 v0.0.1-go1.28rc1.linux-amd64 v0.0.1-go1.28rc2.linux-amd64 v0.0.1-gotip.linux-amd64 other"

func TestTheNewestListedReleaseOfThisPlatformIsTheLatest(t *testing.T) {
	listed := parseList(listing, "linux", "amd64")
	for minor, want := range map[string]string{
		"1.22": "1.22.13", // not 1.22.9, and not the 1.22.15 of another platform
		"1.20": "1.20.0",
		"1.28": "1.28rc2", // only release candidates
		"1.29": "unknown",
	} {
		require.Equal(t, want, newestOf(version(t, minor), listed).String())
	}
	released := append(listed, version(t, "1.28.0"))
	require.Equal(t, "1.28.0", newestOf(version(t, "1.28"), released).String())
}

func TestLatestAsksTheModuleProxyOnce(t *testing.T) {
	r := &recorder{}
	proxy := newFakeProxy(t, "1.22.98", "1.22.99", "1.23.1")
	s := newStoreWith(t, Options{Env: append(os.Environ(), emptyHome(t, proxy.trusted()...)...), Trace: r.trace, Progress: r.progress})

	v, err := s.Resolve(context.Background(), "1.22@latest")
	require.NoError(t, err)
	require.Equal(t, "1.22.99", v.String())

	v, err = s.Resolve(context.Background(), "1.23@latest")
	require.NoError(t, err)
	require.Equal(t, "1.23.12", v.String(), "a proxy that knows less than the table does not take a release away")

	_, err = s.Resolve(context.Background(), "1.99@latest")
	require.ErrorContains(t, err, "lists no go 1.99")

	require.Equal(t, 1, r.count("-versions"))
	require.Equal(t, []string{"resolve", "resolve+"}, r.kinds())
}

func TestLatestFromTheRealProxyIsNotOlderThanTheTable(t *testing.T) {
	requireNetwork(t)
	v, err := newStore(t).Resolve(context.Background(), "1.26@latest")
	if err != nil {
		needs.Missing(t, needs.Toolchains, err.Error())
	}
	require.Equal(t, "1.26", v.Lang())
	require.GreaterOrEqual(t, v.Compare(version(t, "1.26.11")), 0)
}

func TestLatestWithoutAProxySaysWhy(t *testing.T) {
	for proxy, want := range map[string]Reason{"off": ReasonProxyOff, "http://127.0.0.1:1": ReasonNoNetwork} {
		_, err := newStore(t, emptyHome(t, "GOPROXY="+proxy)...).Resolve(context.Background(), "1.22@latest")
		var unavailable *UnavailableError
		require.True(t, errors.As(err, &unavailable), "%v", err)
		require.Equal(t, want, unavailable.Reason, unavailable.Output)
	}
}
