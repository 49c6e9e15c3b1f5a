//go:build unix

package main

import (
	"os/signal"
	"syscall"
)

// ignoreBrokenPipes makes writing to a reader that is gone (legacytls run | head)
// an error like any other, so that files that are being written are put in place
// or taken away, where the signal would end the process.
func ignoreBrokenPipes() { signal.Ignore(syscall.SIGPIPE) }
