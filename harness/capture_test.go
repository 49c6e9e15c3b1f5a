package harness_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
)

// capturedFile writes what was captured so far to a file.
func capturedFile(t testing.TB, captured *lockedBuffer) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "capture.pcapng")
	require.NoError(t, os.WriteFile(path, captured.bytes(), 0o600))
	return path
}

// tsharkFields asks tshark for a field of the packets that a filter lets through.
func tsharkFields(t testing.TB, file, filter, field string) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	// The option is for a client's port that is another protocol's (package tshark).
	cmd := exec.CommandContext(ctx, needs.Command(t, needs.TShark), "-r", file, "-o", "tcp.try_heuristic_first:TRUE", "-Y", filter, "-T", "fields", "-e", field)
	cmd.Env = append(os.Environ(), "WIRESHARK_CONFIG_DIR="+t.TempDir())
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	require.NoError(t, err, "%s", &complaints)
	return strings.Fields(string(out))
}

// Wireshark needs to be told nothing: the request is there in clear, of each version and
// backend.
func TestACaptureHasTheRequestInClear(t *testing.T) {
	sweep.AllOrSkip(t, "starts TShark, as internal/pcapng does")
	t.Parallel()
	var written lockedBuffer
	capture, err := harness.NewCapture(&written)
	require.NoError(t, err)
	var want []string
	for _, tc := range []struct {
		p fixtures.Profile
		b harness.Backend
	}{
		{fixtures.RSAKeyExchangeOnly(), harness.Legacy()},
		{fixtures.AES128SHAOnly(), harness.CryptoTLS()},
		{fixtures.TLS12Only(), harness.Legacy()},
		{fixtures.TLS12Only(), opensslBackend(t)},
		{fixtures.TLS13Only(), harness.CryptoTLS()},
		{fixtures.TLS13Only(), opensslBackend(t)},
	} {
		path := fmt.Sprintf("/%s/%s", tc.p.Name, strings.ReplaceAll(tc.b.Name(), "/", "-"))
		s := harness.Start(t, tc.p, harness.WithBackend(tc.b), harness.WithCapture(capture))
		transport := &http.Transport{TLSClientConfig: explicitClient(s)}
		_, _, err := get(&http.Client{Transport: transport}, s.URL+path)
		require.NoError(t, err)
		transport.CloseIdleConnections()
		require.NoError(t, s.Close()) // which waits until it is written
		want = append(want, path)
	}
	require.Equal(t, want, tsharkFields(t, capturedFile(t, &written), "http.request", "http.request.uri"))
}

// What the option does without: a handshake that was refused, and how TCP ended.
func TestACaptureHasConnectionsThatAreRefused(t *testing.T) {
	sweep.AllOrSkip(t, "starts TShark, as others here do")
	t.Parallel()
	var written lockedBuffer
	capture, err := harness.NewCapture(&written)
	require.NoError(t, err)
	s := harness.Start(t, fixtures.AES128SHAOnly(), harness.WithCapture(capture))
	_, err = ping(s, &tls12)
	require.Error(t, err)
	require.NoError(t, s.Close())
	path := capturedFile(t, &written)
	require.Equal(t, []string{"40"}, tsharkFields(t, path, "tls.alert_message", "tls.alert_message.desc"))
	require.NotEmpty(t, tsharkFields(t, path, "tcp.flags.fin == 1", "frame.number"))
	require.Empty(t, tsharkFields(t, path, "tcp.analysis.flags", "frame.number"))
}

func TestACaptureThatCannotBeWrittenIsToldAndTheServerGoesOn(t *testing.T) {
	t.Parallel()
	full := &fillingUp{room: 1}
	capture, err := harness.NewCapture(full)
	require.NoError(t, err)
	s, err := harness.Serve(bg, fixtures.TLS12Only(), harness.WithCapture(capture), harness.WithLines(nil))
	require.NoError(t, err)
	for i := 0; i < 2; i++ {
		_, err = ping(s, explicitClient(s))
		require.NoError(t, err)
	}
	require.ErrorContains(t, s.Close(), "capturing connection 1: pcapng: the capture ends here: the disk is full")
}

// A fillingUp disk takes so many writes.
type fillingUp struct{ room int }

func (f *fillingUp) Write(p []byte) (int, error) {
	if f.room--; f.room < 0 {
		return 0, errors.New("the disk is full")
	}
	return len(p), nil
}
