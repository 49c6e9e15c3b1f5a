package tshark

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// heuristicsFirst lets the first bytes tell that a connection is TLS, and not a port:
// some of those that the system gives to a client are registered for another protocol.
const heuristicsFirst = "tcp.try_heuristic_first:TRUE"

// Dissect returns the TCP streams of a capture in the order of their first packets, as
// the tshark at this path sees them, run with these options besides those that are needed
// to read what it prints. The settings of the user do not count. An error has what
// tshark printed last.
func Dissect(ctx context.Context, path, file string, options ...string) ([]Stream, error) {
	settings, err := os.MkdirTemp("", "legacytls-tshark-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(settings)

	args := append([]string{"-r", file, "-n", "-T", "json", "-x", "-o", heuristicsFirst}, options...)
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C", "TZ=UTC", "WIRESHARK_CONFIG_DIR="+settings)
	cmd.WaitDelay = time.Second
	var out, diagnostics bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &diagnostics
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("tshark could not read %s: %w\n%s", file, err, diagnostics.Bytes())
	}
	packets, err := parse(&out)
	if err != nil {
		return nil, fmt.Errorf("tshark printed about %s what is not understood: %w", file, err)
	}
	return streams(packets)
}
