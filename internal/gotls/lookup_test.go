package gotls_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/gotls"
)

// What is not measured here was measured once, with the releases named
// (https://go.dev/doc/godebug says less).
func TestASettingThatWasGoneBeforeThereWasATableIsUnknownEverAfter(t *testing.T) {
	for _, name := range []string{"tls13", "x509ignoreCN", "tls10default"} {
		s := setting(t, name)
		for _, way := range []gotls.Way{gotls.Environment, gotls.Setenv} {
			require.Equal(t, gotls.Ignored, s.Effect(way, s.Old, version(t, "1.27.4")), name)
		}
		require.Equal(t, gotls.Ignored, s.Effect(gotls.Directive, s.Old, version(t, "1.20.14")), name)
		require.Equal(t, gotls.BuildFails, s.Effect(gotls.Directive, s.Old, version(t, "1.21.13")), name)
		require.Equal(t, gotls.LoadFails, s.Effect(gotls.GoMod, s.Old, version(t, "1.27.4")), name)
	}
}

func TestASettingThatIsReadBeforeMainDoesNotSeeSetenv(t *testing.T) {
	for name, release := range map[string]string{"x509ignoreCN": "1.15.15", "tls10default": "1.18.10", "fips140": "1.26.11"} {
		s := setting(t, name)
		require.Equal(t, gotls.Obeyed, s.Effect(gotls.Environment, s.Old, version(t, release)), name)
		require.Equal(t, gotls.Ignored, s.Effect(gotls.Setenv, s.Old, version(t, release)), name)
	}
	s := setting(t, "tls13")
	require.Equal(t, gotls.Obeyed, s.Effect(gotls.Setenv, "1", version(t, "1.12.17")))
}

func TestASettingThatTheTableOfItsReleaseLacksCanBeInTheEnvironmentOnly(t *testing.T) {
	s, v := setting(t, "fips140"), version(t, "1.24.0")
	require.Equal(t, gotls.Obeyed, s.Effect(gotls.Environment, "on", v))
	require.Equal(t, gotls.BuildFails, s.Effect(gotls.Directive, "on", v))
	require.Equal(t, gotls.LoadFails, s.Effect(gotls.GoMod, "on", v))
	require.Equal(t, gotls.Obeyed, s.Effect(gotls.Directive, "on", version(t, "1.24.1")))
}

func TestWhichOfSeveralValuesCountsDependsOnHowTheReleaseReadsThem(t *testing.T) {
	for _, c := range []struct {
		name, release string
		want          gotls.Repetition
	}{
		{"tls13", "1.12.17", gotls.FirstCounts}, // a loop over pairs
		{"x509ignoreCN", "1.16.15", gotls.AnyCounts},
		{"http2client", "1.17.13", gotls.AnyCounts},
		{"http2client", "1.18.10", gotls.FirstCounts},
		{"x509sha1", "1.19.13", gotls.FirstCounts},
		{"x509sha1", "1.20.14", gotls.LastCounts},
		{"tlsrsakex", "1.26.11", gotls.LastCounts},
		{"tlsrsakex", "1.27.4", gotls.AnyCounts}, // one old value is enough to die
		{"tlsmlkem", "1.27.4", gotls.LastCounts},
	} {
		require.Equal(t, c.want, setting(t, c.name).Repeated(version(t, c.release)), "%s in %s", c.name, c.release)
	}
}

// RFC 6066 section 3: IP addresses are not names; the extension is then left out.
func TestAHelloWithoutAServerNameIsAsMuchShorterAsTheExtensionIsLong(t *testing.T) {
	d, ok := gotls.DefaultsOf(version(t, "1.26.11"), "", "")
	require.True(t, ok)
	require.Equal(t, d.HelloBytes("example.test")-4-2-1-2-len("example.test"), d.HelloBytes(""))
	require.Equal(t, d.HelloBytes("example.test")+1, d.HelloBytes("example1.test"))
}

func TestTheGoLineOfAReleaseCandidateTurnsNothingBack(t *testing.T) {
	release := version(t, "1.26.11")
	own, _ := gotls.DefaultsOf(release, "", "")
	for line, old := range map[string]bool{"1.21rc2": false, "1.21": true, "1.21.13": true, "1.25.1": true, "1.26": false, "1.26.0": false} {
		d, ok := gotls.DefaultsOf(release, line, "")
		require.True(t, ok, line)
		require.Equal(t, !old, len(own.Groups) == len(d.Groups), line)
	}
}
