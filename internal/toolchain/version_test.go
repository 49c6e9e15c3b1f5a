package toolchain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// ordered holds versions in the order of their releases; equal ones share a row.
var ordered = [][]string{
	{"1.12rc1"},
	{"1.12", "1.12.0"},
	{"1.12.17"},
	{"1.19.13"},
	{"1.20beta1"},
	{"1.20rc1"},
	{"1.20rc3"},
	{"1.20", "1.20.0"},
	{"1.20.1"},
	{"1.20.14"},
	{"1.21"},
	{"1.21rc2"},
	{"1.21.0"},
	{"1.21.13"},
	{"1.22"},
	{"1.22rc1"},
	{"1.22rc10"},
	{"1.22.0"},
	{"1.22.1"},
	{"1.22.9"},
	{"1.22.12"},
	{"1.23rc1"},
	{"1.100.0"},
	{"2.0.0"},
}

func TestVersionsCompareInTheOrderOfTheirReleases(t *testing.T) {
	for i, row := range ordered {
		for j, other := range ordered {
			want := 0
			if i < j {
				want = -1
			} else if i > j {
				want = 1
			}
			for _, a := range row {
				for _, b := range other {
					require.Equal(t, want, version(t, a).Compare(version(t, b)), "%s against %s", a, b)
				}
			}
		}
	}
}

func TestVersionsAreWrittenAsTheyWereRead(t *testing.T) {
	for _, row := range ordered {
		for _, text := range row {
			require.Equal(t, text, version(t, text).String())
			require.Equal(t, version(t, text), version(t, "go"+text))
		}
	}
}

func TestVersionsOfCustomBuildsAreTakenAsTheirRelease(t *testing.T) {
	for _, tc := range []struct{ text, want, compares string }{
		{"go1.22.3-custom", "1.22.3-custom", "1.22.3"},
		{"go1.22.12 X:nocoverageredesign", "1.22.12 X:nocoverageredesign", "1.22.12"},
		{"go1.25.1-X:nogreenteagc", "1.25.1-X:nogreenteagc", "1.25.1"},
		{"devel go1.24-0123abcd Thu Jan 2 10:00:00 2025 +0000", "1.24-0123abcd Thu Jan 2 10:00:00 2025 +0000", "1.24"},
		{"go1.26-devel_0123abcd", "1.26-devel_0123abcd", "1.26"},
	} {
		v := version(t, tc.text)
		require.True(t, v.Custom())
		require.Equal(t, tc.want, v.String())
		require.Equal(t, v, version(t, v.String()))
		require.Zero(t, v.Compare(version(t, tc.compares)), tc.text)
		require.False(t, v.IsLang(), tc.text)
	}
}

func TestTextsThatAreNoVersionsAreRefused(t *testing.T) {
	for _, text := range []string{
		"", "go", "1", "1.", "x1.22", "1.22.", "1.22.x", "1.22.3rc1", "1.22rc", "1.22foo1", "1.022", "01.22", "0.1",
		"1.22.3.4", "devel +0123abcd Thu Jan 2", "1.99999999999999999999", "latest", "1.22@latest", "v1.22.3",
	} {
		_, err := ParseVersion(text)
		require.ErrorContains(t, err, "expected one like 1.22", "%q", text)
	}
}

func TestToolchainNamesAreThoseOfTheGoCommand(t *testing.T) {
	// https://go.dev/dl lists go1.20 (not go1.20.0) but go1.21.0.
	for text, want := range map[string]string{
		"1.20": "go1.20", "1.20.0": "go1.20", "1.20.1": "go1.20.1", "1.21.0": "go1.21.0", "1.27rc1": "go1.27rc1",
	} {
		require.Equal(t, want, version(t, text).name())
	}
}

func TestTheZeroVersionIsNone(t *testing.T) {
	var none Version
	require.True(t, none.IsZero())
	require.False(t, none.IsLang())
	require.Equal(t, "unknown", none.String())
}
