package harness

import (
	"strings"

	"github.com/legacytls/legacytls/internal/gotls"
)

// explainRemoved explains a program that a removed GODEBUG setting keeps from
// being built or from starting (release notes of Go 1.27, crypto/tls;
// src/runtime/proc.go).
func explainRemoved(e *Explanation, o Outcome) {
	_, quoted, found := strings.Cut(o.Error, `removed GODEBUG "`)
	if !found {
		return
	}
	setting, _, _ := strings.Cut(quoted, `"`)
	e.add("cause", "this Go release has removed "+setting+" and does not accept its old value any more", "")
	e.add("better", "take it out; "+insteadOf(setting), "")
}

// insteadOf says what a program can do that needed the old value of a setting.
func insteadOf(name string) string {
	if s, known := gotls.FindSetting(name); known {
		return s.Instead
	}
	return "https://go.dev/doc/godebug says what took its place"
}
