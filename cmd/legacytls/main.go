// Command legacytls shows what Go clients and servers of different releases do
// with legacy TLS peers.
//
//	legacytls run                          the scenario tables, on real toolchains
//	legacytls try TARGET                   clients of several builds against one server
//	legacytls serve PROFILE|FILE...        legacy servers to point anything at
//	legacytls explain TEXT                 what an error text can mean, and what to do
//	legacytls list profiles                what there is
//	legacytls certs DIR                    an authority, a certificate and keys, as PEM
//	legacytls completion SHELL             lets bash, zsh or fish complete all that
//
// See legacytls help VERB for the flags of each verb.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ignoreBrokenPipes()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// After the first interrupt the second one is deadly, should something hang.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdout, os.Stderr}))
}

// streams are where a command writes: results to out, all else to err.
type streams struct{ out, err io.Writer }

// The exit codes. Only 1 says something about Go and TLS.
const (
	exitOK          = 0   // all as expected
	exitUnexpected  = 1   // something was not as expected
	exitUsage       = 2   // wrong usage
	exitIncomplete  = 3   // something asked for could not run; the rest was as expected
	exitInterrupted = 130 // interrupted
)
