package harness

import "strings"

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
func insteadOf(setting string) string {
	switch setting {
	case "tlsrsakex", "tls3des":
		return "tls.Config.CipherSuites can name the suites that it brought back"
	case "tls10server":
		return "tls.Config.MinVersion of the server can still be lower"
	case "tlsunsafeekm":
		return "nothing brings it back: keying material needs TLS 1.3 or extended master secret"
	case "x509keypairleaf":
		return "tls.Certificate.Leaf is always filled now"
	default:
		return "https://go.dev/doc/godebug says what took its place"
	}
}
