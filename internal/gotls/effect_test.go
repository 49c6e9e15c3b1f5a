package gotls_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/gotls"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/toolchain"
)

func TestEachDefaultChangesInTheReleaseThatWeSay(t *testing.T) {
	forEachRelease(t, func(t *testing.T, tc *toolchain.Toolchain) {
		plain := probe(t, tc, gotls.Environment, "")
		require.Greater(t, len(plain.values), 10)
		for name, value := range plain.values {
			s := setting(t, name)
			want := s.Old
			if since(t, tc.Version, s.Changed) {
				want = s.Default
			}
			if name == "tlskyber" && since(t, tc.Version, s.Removed) {
				want = s.Old // the group went with the setting
			}
			require.Equal(t, want, value, name)
		}
	})
}

func TestEachSettingIsObeyedByTheReleasesThatWeSay(t *testing.T) {
	ways := []gotls.Way{gotls.Environment, gotls.Setenv}
	whole := sweep.All(t, "each setting in the environment, in the releases between which its effect changes, the oldest and the newest")
	if !whole {
		ways = ways[:1]
	}
	forEachRelease(t, func(t *testing.T, tc *toolchain.Toolchain) {
		plain := probe(t, tc, gotls.Environment, "")
		for name := range plain.values {
			if s := setting(t, name); whole || changesAt(t, s, tc.Version) {
				requireEffect(t, tc, plain, s, ways...)
			}
		}
	})
}

// changesAt reports whether the effect of a setting in the environment is another before or
// after the release, or that is the oldest or the newest.
func changesAt(t *testing.T, s gotls.Setting, release toolchain.Version) bool {
	t.Helper()
	changes := sweep.Changes(measuredReleases(t), func(one, next toolchain.Version) bool {
		return s.Effect(gotls.Environment, s.Old, one) == s.Effect(gotls.Environment, s.Old, next) &&
			s.Effect(gotls.Setenv, s.Old, one) == s.Effect(gotls.Setenv, s.Old, next)
	})
	return slices.Contains(changes, release)
}

// The releases are those around each change of what becomes of lines in files:
// directives count from 1.21, godebug lines from 1.23, two settings went in
// 1.24, one in 1.27, which knows them all and refuses their old values.
func TestEachLineInAFileHasTheEffectThatWeSay(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program for each line: not with -short")
	}
	var releases []toolchain.Version
	for _, text := range []string{"1.12.17", "1.20.14", "1.21.13", "1.22.12", "1.23.12", "1.24.13", "1.25.14", "1.26.11", "1.27.4"} {
		releases = append(releases, version(t, text))
	}
	forEach(t, releases, func(t *testing.T, tc *toolchain.Toolchain) {
		plain := probe(t, tc, gotls.Environment, "")
		for _, name := range []string{"tlskyber", "tlsrsakex", "x509sha1"} {
			requireEffect(t, tc, plain, setting(t, name), gotls.Directive, gotls.GoMod)
		}
	})
}

// requireEffect gives the setting its old value and its default in each way.
func requireEffect(t *testing.T, tc *toolchain.Toolchain, plain probing, s gotls.Setting, ways ...gotls.Way) {
	t.Helper()
	for _, way := range ways {
		for _, value := range []string{s.Old, s.Default} {
			got := probe(t, tc, way, s.Name+"="+value)
			switch want := s.Effect(way, value, tc.Version); want {
			case gotls.Obeyed:
				require.Empty(t, got.failed, "%s, %s=%s", way, s.Name, value)
				require.Equal(t, value, got.values[s.Name], "%s, %s=%s", way, s.Name, value)
			case gotls.Ignored:
				require.Empty(t, got.failed, "%s, %s=%s: %s", way, s.Name, value, got.text)
				require.Equal(t, plain.values, got.values, "%s, %s=%s", way, s.Name, value)
			default:
				require.Equal(t, want, got.failed, "%s, %s=%s: %s", way, s.Name, value, got.text)
				require.Regexp(t, s.Name+"|unknown directive: godebug", got.text)
			}
		}
	}
}
