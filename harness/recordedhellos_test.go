package harness_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/gotls"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/recorded"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/toolchain"
	"github.com/legacytls/legacytls/internal/wire"
)

const recordedHellos = "../internal/recorded/hellos.txt"

// recordedReleases are the newest of each minor, and a patch release with another hello.
func recordedReleases() []string {
	releases := []string{"1.27.0"}
	for _, r := range harness.GoReleases() {
		releases = append(releases, r.Latest)
	}
	slices.SortFunc(releases, func(a, b string) int { return parseRelease(a).Compare(parseRelease(b)) })
	return releases
}

func parseRelease(release string) toolchain.Version {
	v, _ := toolchain.ParseVersion(release)
	return v
}

// Each release has the recordings that it must have, and no other: what is not recorded
// changes nothing.
func TestRecordedHellosAreWhatProgramsSend(t *testing.T) {
	sweep.AllOrSkip(t, "starts programs of each release")
	if testing.Short() {
		t.Skip("builds programs with every Go release: not with -short")
	}
	server, err := harness.Serve(context.Background(), fixtures.Modern(), harness.WithLines(nil))
	require.NoError(t, err)
	t.Cleanup(func() { server.Close() })

	var mu sync.Mutex
	measured := make(map[string][]recorded.Hello)
	t.Run("go", func(t *testing.T) {
		for _, release := range recordedReleases() {
			release := release
			t.Run(release, func(t *testing.T) {
				t.Parallel()
				hellos := measureHellos(t, server, release)
				mu.Lock()
				measured[release] = hellos
				mu.Unlock()
				if !*update {
					require.Equal(t, stableLines(recordingsOf(release)), stableLines(hellos), "LEGACYTLS_SWEEP=all go test ./harness -run RecordedHellos -update records them anew")
				}
			})
		}
	})
	if *update {
		writeRecordedHellos(t, measured)
	}
}

// writeRecordedHellos keeps what is recorded already and differs in random bytes alone.
func writeRecordedHellos(t *testing.T, measured map[string][]recorded.Hello) {
	t.Helper()
	require.Len(t, measured, len(recordedReleases()), "a file with some of the releases is of no use")
	var all []recorded.Hello
	for _, release := range recordedReleases() {
		old := recordingsOf(release)
		for _, h := range measured[release] {
			same := slices.IndexFunc(old, func(o recorded.Hello) bool { return stableLine(o) == stableLine(h) })
			if same >= 0 {
				h = old[same]
			}
			all = append(all, h)
		}
	}
	require.NoError(t, os.WriteFile(recordedHellos, []byte(recorded.Format(all)), 0o644))
}

func recordingsOf(release string) []recorded.Hello {
	var those []recorded.Hello
	for _, h := range recorded.Hellos() {
		if h.Release.String() == release {
			those = append(those, h)
		}
	}
	return those
}

func stableLines(hellos []recorded.Hello) []string {
	var lines []string
	for _, h := range hellos {
		lines = append(lines, stableLine(h))
	}
	return lines
}

// stableLine is the line of a recording without day and random bytes.
func stableLine(h recorded.Hello) string {
	return fmt.Sprintf("%s %x", h, recorded.Stable(h.ClientHello()))
}

// measureHellos returns what programs of a release send: the default, and what each setting
// and each go line makes of it, if it is another.
func measureHellos(t *testing.T, server *harness.Server, release string) []recorded.Hello {
	t.Helper()
	runner, err := harness.NewRunner(harness.RunnerOptions{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, runner.Close()) })
	var hellos []recorded.Hello
	for _, s := range recordedSettings(parseRelease(release)) {
		hello := sentBy(t, runner, server, harness.Build{Go: release, Settings: s})
		if hello == nil {
			continue
		}
		h := recorded.Hello{
			Release: parseRelease(release), GoLine: s.GoLine, GODEBUG: s.GODEBUG, Date: time.Now().UTC().Format(time.DateOnly),
			Record: wire.MarshalRecord(wire.Handshake, hello.RecordVersion, hello.Raw),
		}
		require.Equal(t, 1, hello.Records)
		if len(hellos) == 0 || string(recorded.Stable(hello)) != string(recorded.Stable(hellos[0].ClientHello())) {
			hellos = append(hellos, h)
		}
	}
	return hellos
}

// sentBy returns the hello of a default client, nil if its program dies at start, or may not
// send what it would.
func sentBy(t *testing.T, runner *harness.Runner, server *harness.Server, b harness.Build) *harness.ClientHello {
	t.Helper()
	client := harness.Client{ServerName: "example.com", InsecureSkipVerify: true}
	o, err := runner.Connect(context.Background(), b, client, harness.TargetOf(server))
	require.NoError(t, err, b)
	if o.Stage == harness.StageToolchain {
		needs.Missing(t, needs.Toolchains, o.Error)
	}
	if o.Stage == harness.StageStart {
		require.Contains(t, o.Error, "removed GODEBUG", b)
		return nil
	}
	if o.Hello == nil {
		require.Contains(t, o.Error, "is not allowed in FIPS 140-only mode", b)
		return nil
	}
	if o.Hello.CipherSuites[0]&0xFF00 == 0xCC00 {
		t.Skip("this machine has no AES in hardware: its suites have another order than the recorded ones")
	}
	return o.Hello
}

// recordedSettings are those that a release is measured with, the default first: each
// value of each GODEBUG setting that it has or refuses, the two settings that act
// together, and each older go line that it knows a default GODEBUG for.
func recordedSettings(release toolchain.Version) []harness.Settings {
	all := []harness.Settings{{}}
	for _, s := range gotls.Settings() {
		for _, value := range valuesOf(s) {
			if s.In(release) || s.Effect(gotls.Environment, value, release) == gotls.Dies {
				all = append(all, harness.Settings{GODEBUG: s.Name + "=" + value})
			}
		}
	}
	if des, _ := gotls.FindSetting("tls3des"); des.In(release) {
		all = append(all, harness.Settings{GODEBUG: "tlsrsakex=1,tls3des=1"})
	}
	for _, r := range toolchain.Releases() {
		if r.Version.Minor() >= 21 && r.Version.Minor() < release.Minor() {
			all = append(all, harness.Settings{GoLine: r.Minor})
		}
	}
	return all
}

// valuesOf returns what is given to a setting: the value from before and from after its
// change, or else one that is not the default.
func valuesOf(s gotls.Setting) []string {
	switch {
	case s.Old != "":
		return []string{s.Default, s.Old}
	case s.Name == "fips140":
		return []string{"on", "only"}
	case s.Name == "tlsmaxrsasize":
		return []string{"1024"}
	case s.Default == "0":
		return []string{"1"}
	}
	return []string{"0"}
}

func TestARecordedHelloIsOfABuildThatHasNothingElse(t *testing.T) {
	b := harness.Build{Go: "1.22.12", Settings: harness.Settings{GODEBUG: "tlsrsakex=1"}}
	got, known := harness.RecordedHelloOf(b)
	require.True(t, known)
	require.Equal(t, b, got.Build)
	require.NotEmpty(t, got.Date)
	require.True(t, got.Hello.OffersSuite(0x002F))
	require.Equal(t, "example.com", got.Hello.ServerName)

	got.Hello.Raw[0]++
	again, _ := harness.RecordedHelloOf(b)
	require.NotEqual(t, got.Hello.Raw, again.Hello.Raw, "it is the caller's")

	for _, other := range []harness.Settings{
		{Directive: "tlsrsakex=1"}, {GoMod: "tls3des=1"}, {Setenv: "tlsrsakex=1"}, {Uses: "TLS_RSA_WITH_RC4_128_SHA"},
	} {
		_, known := harness.RecordedHelloOf(harness.Build{Go: "1.23.12", Settings: other})
		require.False(t, known, other)
	}
}
