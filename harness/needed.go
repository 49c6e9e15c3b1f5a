package harness

import (
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/legacytls/legacytls/internal/gotls"
	"github.com/legacytls/legacytls/internal/toolchain"
)

// RequireNeeded fails tb at once unless a GODEBUG setting, such as "tlsrsakex=1", is what
// makes connect succeed: without it connect must return an error, and with it none. It is the
// test of a workaround: it fails on the day when that is not needed any more, because the
// server was updated, or does not work any more, because a Go release removed it.
//
// The setting is tried in this process, by the environment, so that tb must not be parallel
// (testing.T.Setenv). What the environment has besides stays, and so does what the program
// has by default: a go line in go.mod that brings the setting makes it needless.
// Settings that are read when a program starts cannot be tried so, which fails tb.
func RequireNeeded(tb testing.TB, setting string, connect func(testing.TB) error) {
	tb.Helper()
	if err := CheckGODEBUG(setting); err != nil || strings.Contains(setting, ",") {
		tb.Fatalf("harness.RequireNeeded: %q: want one GODEBUG setting, for example tlsrsakex=1", setting)
	}
	known := settingOf(setting)
	if known.Read != "" && known.Read != gotls.EachUse {
		tb.Fatalf("harness.RequireNeeded: %s is read %s of a program, so that no test can try it; run a scenario with it (Settings), or legacytls try -godebug %s", known.Name, known.Read, setting)
	}
	before := os.Getenv("GODEBUG")
	try := func(godebug string) error {
		tb.Setenv("GODEBUG", godebug)
		return connect(tb)
	}
	without := try(withoutPair(before, setting))
	if without == nil {
		tb.Setenv("GODEBUG", before)
		if notYetHere(known) {
			tb.Fatalf("GODEBUG=%s is not needed yet: %s does not have it, which came with Go %s, and the client connects without it. Run this test with a release that has it",
				setting, runtime.Version(), known.Added[0])
		}
		tb.Fatalf("GODEBUG=%s is not needed any more: the client connects without it%s. Take it out, and this test with it", setting, byDefault(setting))
	}
	with := try(withPair(before, setting))
	tb.Setenv("GODEBUG", before)
	switch {
	case with == nil:
	case removedHere(known):
		tb.Fatalf("GODEBUG=%s does not help any more: Go %s has removed %s, this is %s, and a program with the old value in its environment dies at start. Take it out; %s\n    the client reports: %v",
			setting, known.Removed, known.Name, runtime.Version(), known.Instead, with)
	default:
		tb.Fatalf("GODEBUG=%s does not help any more\n    with it the client reports:    %v\n    without it the client reports: %v", setting, with, without)
	}
}

// settingOf returns what is known of a setting, the zero Setting if nothing is.
func settingOf(setting string) gotls.Setting {
	name, _, _ := strings.Cut(setting, "=")
	known, _ := gotls.FindSetting(name)
	return known
}

// notYetHere says whether the Go of this process does not have a setting that later ones have.
func notYetHere(s gotls.Setting) bool {
	v, err := toolchain.ParseVersion(runtime.Version())
	return err == nil && s.Name != "" && !s.In(v) && !removedHere(s)
}

// removedHere says whether the Go of this process has a setting no more.
func removedHere(s gotls.Setting) bool {
	v, err := toolchain.ParseVersion(runtime.Version())
	return err == nil && s.Removed != "" && Go(">="+s.Removed).Matches(Build{Go: v.String()})
}

// withoutPair takes a setting out of a GODEBUG, and leaves other values of the same name.
func withoutPair(godebug, setting string) string {
	var kept []string
	for _, pair := range strings.Split(godebug, ",") {
		if pair != "" && pair != setting {
			kept = append(kept, pair)
		}
	}
	return strings.Join(kept, ",")
}

// withPair puts a setting at the end of a GODEBUG, where it counts.
func withPair(godebug, setting string) string {
	if rest := withoutPair(godebug, setting); rest != "" {
		return rest + "," + setting
	}
	return setting
}

// byDefault says that the program has the setting without the environment, if it has.
func byDefault(setting string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "DefaultGODEBUG" && strings.Contains(","+s.Value+",", ","+setting+",") {
			return " (this program has it by default: by the go line of its go.mod, a godebug line or a //go:debug line)"
		}
	}
	return ""
}
