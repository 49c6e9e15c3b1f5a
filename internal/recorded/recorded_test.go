package recorded_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/gotls"
	"github.com/legacytls/legacytls/internal/recorded"
	"github.com/legacytls/legacytls/internal/toolchain"
	"github.com/legacytls/legacytls/internal/wire"
)

func version(t *testing.T, text string) toolchain.Version {
	t.Helper()
	v, err := toolchain.ParseVersion(text)
	require.NoError(t, err)
	return v
}

// The table of defaults and the recordings prove each other. It says nothing about FIPS
// 140-3.
func TestEachRecordingHasTheDefaultsThatTheTableSays(t *testing.T) {
	compared := 0
	for _, h := range recorded.Hellos() {
		want, known := gotls.DefaultsOf(h.Release, h.GoLine, h.GODEBUG)
		require.Equal(t, !strings.HasPrefix(h.GODEBUG, "fips140="), known, h)
		if !known {
			continue
		}
		got := h.ClientHello()
		require.Equal(t, want.Suites, got.CipherSuites, h)
		require.Equal(t, want.Groups, got.Groups, h)
		require.Equal(t, want.Versions, got.SupportedVersions, h)
		require.Equal(t, want.SignatureAlgorithms, got.SignatureAlgorithms, h)
		require.Equal(t, want.SignatureAlgorithmsCert, got.SignatureAlgorithmsCert, h)
		var extensions, shares []uint16
		for _, e := range got.Extensions {
			extensions = append(extensions, e.ID)
		}
		for _, s := range got.KeyShares {
			shares = append(shares, s.Group)
		}
		require.Equal(t, want.Extensions, extensions, h)
		require.Equal(t, want.KeyShares, shares, h)
		require.Equal(t, want.HelloBytes("example.com"), len(h.Record), h)
		require.Equal(t, "example.com", got.ServerName, h)
		require.Empty(t, got.ALPN, h)
		compared++
	}
	require.Greater(t, compared, 3*len(toolchain.Releases()))
}

// What the table says of settings and go lines, and is not recorded, is the default.
func TestWhatIsNotRecordedChangesNothing(t *testing.T) {
	for _, h := range recorded.Hellos() {
		if !h.IsDefault() {
			continue
		}
		plain, _ := gotls.DefaultsOf(h.Release, "", "")
		for _, s := range gotls.Settings() {
			for _, value := range []string{s.Default, s.Old} {
				d, known := gotls.DefaultsOf(h.Release, "", s.Name+"="+value)
				if !known || value == "" {
					continue
				}
				d.ServerMin, d.ServerMax = plain.ServerMin, plain.ServerMax
				got, found := recorded.Of(h.Release, "", s.Name+"="+value)
				require.True(t, found)
				require.Equal(t, fmt.Sprint(d) == fmt.Sprint(plain), got.IsDefault(), "%s with %s=%s", h, s.Name, value)
			}
		}
	}
}

func TestEveryReleaseHasARecordedDefault(t *testing.T) {
	for _, r := range toolchain.Releases() {
		h, found := recorded.Of(r.Version, "", "")
		require.True(t, found)
		require.True(t, h.IsDefault())
		require.Equal(t, r.Version, h.Release)

		_, patch, _ := strings.Cut(strings.TrimPrefix(r.Version.String(), "1."), ".")
		newest, err := strconv.Atoi(patch)
		require.NoError(t, err)
		for n := 1; n < newest; n++ {
			release := version(t, fmt.Sprintf("%s.%d", r.Minor, n))
			h, found := recorded.Of(release, "", "")
			require.True(t, found, release)
			require.True(t, h.IsDefault(), release)
			want, _ := gotls.DefaultsOf(release, "", "")
			require.Equal(t, want.SignatureAlgorithmsCert, h.ClientHello().SignatureAlgorithmsCert, release)
		}
	}
}

func TestAProgramHasTheRecordingOfItsBuildOrOfOneThatSendsTheSame(t *testing.T) {
	for _, tc := range []struct{ release, goLine, godebug, want string }{
		{"1.22.12", "", "", "go1.22.12"},
		{"1.22.12", "", "tlsrsakex=1", "go1.22.12, GODEBUG=tlsrsakex=1"},
		{"1.22.12", "1.21", "", "go1.22.12, go line 1.21"},
		{"1.22.12", "", "tlssha1=1", "go1.22.12"},                                    // unknown to it
		{"1.22.12", "", "tls10server=1", "go1.22.12"},                                // about servers
		{"1.26.11", "1.26", "tlsrsakex=0,http2client=0", "go1.26.11"},                // its defaults
		{"1.22.3", "", "tlsrsakex=1", "go1.22.12, GODEBUG=tlsrsakex=1"},              // a patch release
		{"1.27.2", "", "", "go1.27.0"},                                               // the table: ML-DSA goes with 1.27.4
		{"1.27.4", "", "", "go1.27.4"},                                               //
		{"1.27.4", "1.17", "", "go1.27.4, go line 1.21"},                             // GODEBUG defaults begin with 1.21
		{"1.22.12", "", "tlsrsakex=0,tlsrsakex=1", "go1.22.12, GODEBUG=tlsrsakex=1"}, // the last counts
	} {
		h, found := recorded.Of(version(t, tc.release), tc.goLine, tc.godebug)
		require.True(t, found, tc.want)
		require.Equal(t, tc.want, h.String())
	}
}

func TestAProgramOfWhichNothingIsKnownHasNoRecording(t *testing.T) {
	for _, tc := range []struct{ release, goLine, godebug string }{
		{"1.11.13", "", ""}, {"1.28.0", "", ""}, {"1.27.4", "", "tlsrsakex=1"}, {"1.21.13", "1.22", ""},
		{"1.26.11", "", "tlsrsakex=1,tlssha1=1"}, // two that were not recorded together
	} {
		_, found := recorded.Of(version(t, tc.release), tc.goLine, tc.godebug)
		require.False(t, found, tc)
	}
}

// A client is told by what it offers, not by what it asks for.
func TestAClientIsKnownByItsHello(t *testing.T) {
	for _, h := range recorded.Hellos() {
		hello := h.ClientHello()
		hello.ServerName, hello.ALPN = "other.test", []string{"h2"}
		hello.Extensions = append(hello.Extensions, wire.ALPN("h2"))
		found, ok := recorded.SentBy(hello)
		require.True(t, ok, h)
		require.False(t, found.Release.Compare(h.Release) < 0, "%s is told from %s, which is newer", h, found)
		require.Equal(t, hello.CipherSuites, found.ClientHello().CipherSuites)
	}
	own := recorded.Hellos()[0].ClientHello()
	own.CipherSuites = own.CipherSuites[1:]
	_, ok := recorded.SentBy(own)
	require.False(t, ok, "a list of suites of its own")
}

func TestWhatIsRandomIsNotStable(t *testing.T) {
	h := recorded.Hellos()[len(recorded.Hellos())-1]
	one, other := h.ClientHello(), h.ClientHello()
	require.Equal(t, len(h.Record), len(recorded.Stable(one)))
	share, _ := other.Extension(wire.ExtKeyShare)
	other.Random[0]++
	other.SessionID[0]++
	share.Data[len(share.Data)-1]++
	require.Equal(t, recorded.Stable(one), recorded.Stable(other))
	share.Data[3]++ // the group of a share
	require.NotEqual(t, recorded.Stable(one), recorded.Stable(other))
	require.Equal(t, h.Record[:11], recorded.Stable(one)[:11], "all before the random stays")
}

func TestTheFileIsAsItIsWritten(t *testing.T) {
	text, err := os.ReadFile("hellos.txt")
	require.NoError(t, err)
	hellos, err := recorded.Parse(string(text))
	require.NoError(t, err)
	require.Equal(t, strings.ReplaceAll(string(text), "\r\n", "\n"), recorded.Format(hellos))
	require.Less(t, len(text), 300_000, "programs carry it")
}

func TestAWrongLineIsToldWithItsNumber(t *testing.T) {
	for line, want := range map[string]string{
		"go1.22.12 - - 2026-11-29":           "line 2: want release, go line, GODEBUG, day and record, with a space between them, got 4 fields",
		"latest - - 2026-11-29 16":           `line 2: "latest" is not a Go version`,
		"go1.22.12 - - yesterday 16":         `line 2: want a day such as 2026-11-29, got "yesterday"`,
		"go1.22.12 - - 2026-11-29 160301xyz": "line 2: record: encoding/hex: invalid byte",
	} {
		_, err := recorded.Parse("# a comment\n" + line + "\n")
		require.ErrorContains(t, err, want)
	}
}
