//go:build go1.22

package toolchain

import (
	goversion "go/version"
	"testing"

	"github.com/stretchr/testify/require"
)

// The package go/version of Go 1.22 is the independent source for the order.
func TestVersionsCompareAsInGoVersion(t *testing.T) {
	var all []string
	for _, row := range ordered {
		all = append(all, row...)
	}
	for _, r := range Releases() {
		all = append(all, r.Minor, r.Version.String())
	}
	all = append(all, "1.22.3-custom", "1.24-0123abcd")
	for _, a := range all {
		for _, b := range all {
			va, err := ParseVersion(a)
			require.NoError(t, err)
			vb, err := ParseVersion(b)
			require.NoError(t, err)
			require.Equal(t, goversion.Compare("go"+a, "go"+b), va.Compare(vb), "%s against %s", a, b)
		}
		va, err := ParseVersion(a)
		require.NoError(t, err)
		require.Equal(t, goversion.Lang("go"+a), "go"+va.Lang())
	}
}

func TestVersionsThatGoVersionRefusesAreRefused(t *testing.T) {
	for _, text := range []string{"1.22.3rc1", "1.022", "1.22.", "1..2", "1.22rc01", "v1.22", "1.22.3.4"} {
		require.False(t, goversion.IsValid("go"+text), text)
		_, err := ParseVersion(text)
		require.Error(t, err, text)
	}
}
