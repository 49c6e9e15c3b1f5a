package scenarios

import (
	"fmt"

	"github.com/legacytls/legacytls/harness"
)

// handshakeFailure is what a client without a common suite is told, in the
// words that people search for.
func handshakeFailure() harness.Expectation {
	return harness.Refused(
		harness.RemoteAlert(harness.HandshakeFailure),
		harness.ErrorText("remote error: tls: handshake failure"))
}

// diesOf is what a program of Go 1.27 does that finds the old value of a
// removed setting in its environment. The notes of Go 1.27 do not mention it;
// src/runtime/proc.go, main, does it.
func diesOf(setting, old string) harness.Expectation {
	return harness.DoesNotStart(fmt.Sprintf("fatal error: removed GODEBUG %q set to old value %q in environment", setting, old))
}

// removedInSource is what the go command of Go 1.27 says to the old value of a
// removed setting in go.mod or in a //go:debug line.
func removedInSource(setting, old string) harness.Expectation {
	return harness.DoesNotBuild(fmt.Sprintf("removed GODEBUG %q set to old value %q", setting, old))
}

// unknownDirective is what the go command says to a //go:debug line with a
// setting that the release does not know yet, since Go 1.21.
func unknownDirective(setting string) harness.Expectation {
	return harness.DoesNotBuild(fmt.Sprintf("unknown //go:debug setting %q", setting))
}

// noGodebugLines is what the go command says to a godebug line in go.mod
// before Go 1.23.
func noGodebugLines() harness.Expectation {
	return harness.DoesNotBuild("unknown directive: godebug")
}
