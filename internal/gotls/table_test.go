package gotls_test

import (
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/gotls"
)

func TestTheTableIsSortedAndNamesEachSettingOnce(t *testing.T) {
	var names []string
	for _, s := range gotls.Settings() {
		require.NotContains(t, names, s.Name)
		names = append(names, s.Name)
	}
	require.True(t, sort.StringsAreSorted(names), names)
}

func TestEachRowIsComplete(t *testing.T) {
	for _, s := range gotls.Settings() {
		require.NotEmpty(t, s.Package, s.Name)
		require.NotEmpty(t, s.Role, s.Name)
		require.NotEmpty(t, s.Read, s.Name)
		require.NotEmpty(t, s.Default, s.Name)
		require.True(t, strings.HasPrefix(s.Source, "https://go.dev/doc/"), s.Name)
		require.NotEmpty(t, s.Instead, s.Name)
		require.Less(t, len(s.Does), 120, "%s: one line", s.Name)
		require.NotContains(t, s.Does+s.Instead, "\n", s.Name)
		require.True(t, s.Changed == "" == (s.Old == ""), "%s: a value for what was before, if there was something before", s.Name)
		require.True(t, s.Old != "" || s.Values != "", "%s: something to set", s.Name)
		require.NotEqual(t, s.Default, s.Old, s.Name)
		require.False(t, s.ByGoLine && s.Changed == "", "%s: go lines select what was before", s.Name)
	}
}

func TestReleasesOfARowAreInOrder(t *testing.T) {
	for _, s := range gotls.Settings() {
		require.NotEmpty(t, s.Added, s.Name)
		releases := append([]string{}, s.Added...)
		if s.Changed != "" {
			releases = append(releases, s.Changed)
		}
		for i := 1; i < len(releases); i++ {
			require.True(t, since(t, version(t, releases[i]), releases[i-1]), "%s: %v", s.Name, releases)
		}
		if s.Removed != "" {
			last := releases[len(releases)-1]
			require.False(t, since(t, version(t, last), s.Removed), "%s: removed after %s", s.Name, last)
		}
		if s.Listed != "" {
			require.True(t, since(t, version(t, s.Listed), s.Added[0]), "%s: not listed before it is there", s.Name)
		}
	}
}

func TestPatchReleasesBringASettingToTheirOwnMinorOnly(t *testing.T) {
	size := setting(t, "tlsmaxrsasize")
	for release, want := range map[string]bool{
		"1.18.10": false, "1.19.12": false, "1.19.13": true, "1.20.7": false, "1.20.8": true,
		"1.21.0": false, "1.21.1": true, "1.22.0": true, "1.27.4": true,
	} {
		require.Equal(t, want, size.In(version(t, release)), release)
	}
}

func TestWhatIsReturnedBelongsToTheCaller(t *testing.T) {
	gotls.Settings()[0].Name = "changed"
	gotls.Settings()[0].Added[0] = "changed"
	require.NotEqual(t, "changed", gotls.Settings()[0].Name)
	require.NotEqual(t, "changed", gotls.Settings()[0].Added[0])

	release := version(t, "1.27.3")
	d, ok := gotls.DefaultsOf(release, "", "")
	require.True(t, ok)
	for _, list := range [][]uint16{d.Suites, d.Groups, d.KeyShares, d.Versions, d.SignatureAlgorithms, d.SignatureAlgorithmsCert, d.Extensions} {
		for i := range list {
			list[i] = 0
		}
	}
	again, _ := gotls.DefaultsOf(release, "", "")
	require.NotContains(t, again.SignatureAlgorithms, uint16(0))
	require.NotContains(t, again.Suites, uint16(0))
}

func TestNothingIsSaidOfWhatIsNotKnown(t *testing.T) {
	for _, c := range []struct{ release, goLine, godebug, why string }{
		{"1.11.13", "", "", "older than the table"},
		{"1.28.0", "", "", "newer than the table"},
		{"1.28rc1", "", "", "newer than the table"},
		{"1.26.11", "1.27", "", "a go line that the release refuses"},
		{"1.26.11", "newest", "", "no go line"},
		{"1.27.4", "", "tlsrsakex=1", "the program dies"},
		{"1.27.4", "", "tlsrsakex=1,tlsrsakex=0", "the program dies"},
		{"1.25.14", "", "fips140=on", "FIPS mode is not in the table"},
	} {
		_, ok := gotls.DefaultsOf(version(t, c.release), c.goLine, c.godebug)
		require.False(t, ok, "%s: %+v", c.why, c)
	}
	for _, c := range []struct{ release, goLine, godebug string }{
		{"1.12", "", ""}, {"1.12.17", "1.27", ""}, {"1.27.4", "1.27.4", ""}, {"1.27.4", "", "tlsrsakex=0,nosuch=1,,x"},
		{"1.23.12", "", "fips140=on"}, {"1.24.13", "", "fips140=off"},
	} {
		_, ok := gotls.DefaultsOf(version(t, c.release), c.goLine, c.godebug)
		require.True(t, ok, "%+v", c)
	}
}
