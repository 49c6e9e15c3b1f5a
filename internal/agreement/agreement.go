package agreement

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/tshark"
)

// patience is for tshark, which takes a second for hundreds of connections.
const patience = time.Minute

// A Connection is one that was captured.
type Connection struct {
	Server     string // its address
	Transcript harness.Transcript
}

// Require fails tb if tshark reads anything else in the capture than the transcripts say. Each
// connection is to be in the capture. A test whose machine has no tshark is skipped.
func Require(tb testing.TB, capture []byte, connections ...Connection) {
	tb.Helper()
	streams := Streams(tb, capture)
	for _, c := range connections {
		tr := c.Transcript
		s, there := streams[Ends{tr.Remote, c.Server}]
		if !there {
			tb.Errorf("tshark sees no connection from %s to %s: was the server closed before the capture was read?\n%s", tr.Remote, c.Server, tr)
			continue
		}
		differences := append(Differences(tr, s), WireDifferences(s)...)
		for _, d := range differences {
			tb.Errorf("to %s: %s", tr.Profile, d)
		}
		if len(differences) > 0 {
			tb.Logf("%s", tr)
		}
	}
}

// Ends are the addresses of a connection. A client's alone may occur twice.
type Ends struct{ Client, Server string }

// Streams returns the connections of a capture as tshark sees them.
func Streams(tb testing.TB, capture []byte) map[Ends]tshark.Stream {
	tb.Helper()
	command := needs.Command(tb, needs.TShark)
	path := filepath.Join(tb.TempDir(), "capture.pcapng")
	if err := os.WriteFile(path, capture, 0o600); err != nil {
		tb.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	all, err := tshark.Dissect(ctx, command, path)
	if err != nil {
		tb.Fatal(err)
	}
	streams := make(map[Ends]tshark.Stream)
	for _, s := range all {
		streams[Ends{s.Client, s.Server}] = s
	}
	return streams
}

// different says what differs, nothing if it is the same.
func different(what string, ours, theirs []string) []string {
	if fmt.Sprintf("%q", ours) == fmt.Sprintf("%q", theirs) {
		return nil
	}
	return []string{fmt.Sprintf("%s: we read %q, tshark %q", what, ours, theirs)}
}
