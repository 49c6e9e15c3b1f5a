package toolchain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRangesHoldForTheirVersions(t *testing.T) {
	for _, tc := range []struct {
		text    string
		in, out []string
	}{
		{"", []string{"1.12.17", "1.27.4", "1.28rc1"}, nil},
		{"1.24", []string{"1.24", "1.24rc1", "1.24.0", "1.24.13"}, []string{"1.23.12", "1.25rc1", "1.25.0"}},
		{"=1.24", []string{"1.24", "1.24rc1", "1.24.13"}, []string{"1.23.12", "1.25.0"}},
		{"1.20", []string{"1.20rc1", "1.20", "1.20.0", "1.20.14"}, []string{"1.19.13", "1.21.0"}},
		{"=1.24.3", []string{"1.24.3"}, []string{"1.24.2", "1.24.4", "1.24", "1.24rc1"}},
		{"1.24.3", []string{"1.24.3"}, []string{"1.24.2", "1.24.4"}},
		{"<1.22", []string{"1.21.13", "1.21", "1.12.17"}, []string{"1.22", "1.22rc1", "1.22.0", "1.22.12"}},
		{"<1.20", []string{"1.19.13"}, []string{"1.20rc1", "1.20.0"}},
		{"<=1.22", []string{"1.21.13", "1.22rc1", "1.22.12"}, []string{"1.23rc1", "1.23.0"}},
		{">1.22", []string{"1.23rc1", "1.23.0"}, []string{"1.22rc1", "1.22.12", "1.21.13"}},
		{">=1.27", []string{"1.27", "1.27rc1", "1.27.4", "1.28.0"}, []string{"1.26.11"}},
		{">=1.22 <1.27", []string{"1.22rc1", "1.22.0", "1.26.11"}, []string{"1.21.13", "1.27rc1", "1.27.4"}},
		{">=1.22.3", []string{"1.22.3", "1.22.12", "1.23rc1"}, []string{"1.22.2", "1.22rc1", "1.22"}},
		{"<1.22.3", []string{"1.22.2", "1.22rc1", "1.22"}, []string{"1.22.3"}},
		{">=1.23rc1", []string{"1.23rc1", "1.23rc2", "1.23.0"}, []string{"1.23", "1.22.12"}},
		{"1.24", []string{"1.24.1-custom"}, []string{"1.25.1-custom"}},
	} {
		r, err := ParseRange(tc.text)
		require.NoError(t, err, tc.text)
		for _, text := range tc.in {
			require.True(t, r.Contains(version(t, text)), "%q must contain %s", tc.text, text)
		}
		for _, text := range tc.out {
			require.False(t, r.Contains(version(t, text)), "%q must not contain %s", tc.text, text)
		}
	}
}

func TestConditionsThatCannotBeReadAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		"< 1.22":         "without a space",
		"~1.22":          "not a Go version",
		"!=1.22":         "not a Go version",
		"1.22,1.23":      "not a Go version",
		"<1.22.3-custom": "custom build",
		">=1.22 <x":      `"x" is not a Go version`,
	} {
		_, err := ParseRange(text)
		require.ErrorContains(t, err, want, text)
	}
}

func TestARangeWithConditionsDoesNotContainNoVersion(t *testing.T) {
	r, err := ParseRange("<1.22")
	require.NoError(t, err)
	require.False(t, r.Contains(Version{}))
}

func TestRangesAreWrittenAsTheyWereRead(t *testing.T) {
	r, err := ParseRange("  >=1.22   <1.27 ")
	require.NoError(t, err)
	require.Equal(t, ">=1.22 <1.27", r.String())
}
