package harness

import (
	"fmt"
	"strings"

	"github.com/legacytls/legacytls/internal/gotls"
	"github.com/legacytls/legacytls/internal/toolchain"
)

// A settingFault is how a Go release says that it does not accept a GODEBUG setting
// (release notes of Go 1.27, crypto/tls; src/runtime/proc.go and
// cmd/go/internal/modload/init.go of the releases).
type settingFault struct {
	says  string // what stands before the name in quotes
	cause string // what is to be said about it; %[1]s is the name, %[2]s the release that removed it
}

// settingFaults are for settings that a release has removed.
func settingFaults() []settingFault {
	const fromSource = "Go %[2]s has removed %[1]s, so that a program with it in go.mod or in a //go:debug line does not build"
	return []settingFault{
		{`removed GODEBUG "`, "Go %[2]s has removed %[1]s, and since Go 1.27 a program with its old value in the environment does not start, nor does one build with it in go.mod or in a //go:debug line"},
		{`use of removed //go:debug setting "`, fromSource},
		{`use of removed godebug "`, fromSource},
		{`unknown //go:debug setting "`, fromSource},
		{`unknown godebug "`, fromSource},
	}
}

// explainRemoved explains a program that a GODEBUG setting keeps from being built or from
// starting.
func (x explainer) explainRemoved(e *Explanation) {
	said := x.outcome.Error
	if strings.Contains(said, "unknown directive: godebug") {
		e.Cause = CauseGODEBUG
		e.add("cause", "go.mod has a godebug line, which Go reads since 1.23 and takes for a mistake before", "")
		e.add("better", "put the setting into a //go:debug line (since Go 1.21) or into the environment", "")
		return
	}
	for _, f := range settingFaults() {
		if _, quoted, found := strings.Cut(said, f.says); found {
			name, _, _ := strings.Cut(quoted, `"`)
			e.Cause = CauseGODEBUG
			x.explainSetting(e, f, name)
			return
		}
	}
}

// explainSetting tells a setting that is gone from one that the release does not know yet.
func (x explainer) explainSetting(e *Explanation, f settingFault, name string) {
	s, known := gotls.FindSetting(name)
	switch {
	case !known:
		e.add("cause", "this Go release does not accept the setting "+name, "")
		e.add("better", "take it out; https://go.dev/doc/godebug says what took its place", "")
	case !isGone(s, x.release()):
		since := s.Added[0]
		if s.Listed != "" {
			since = s.Listed
		}
		e.add("cause", fmt.Sprintf("%s came with Go %s, and before a program with it in go.mod or in a //go:debug line does not build", name, since), "")
		e.add("better", "take it out: what it brings back is what this release does", "")
	default:
		e.add("cause", fmt.Sprintf(f.cause, name, s.Removed), "")
		e.add("better", "take it out; "+s.Instead, "")
	}
}

// isGone says whether a release has the setting no more.
func isGone(s gotls.Setting, release toolchain.Version) bool {
	removed, err := toolchain.ParseVersion(s.Removed)
	return err == nil && release.Compare(removed) >= 0
}
