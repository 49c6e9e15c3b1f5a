package pcapng_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/pcapng"
)

// written returns the name of a file with these connections.
func written(t testing.TB, connections ...pcapng.Connection) string {
	t.Helper()
	var b bytes.Buffer
	w, err := pcapng.NewWriter(&b)
	require.NoError(t, err)
	for _, c := range connections {
		require.NoError(t, w.Write(c))
	}
	return stored(t, b.Bytes())
}

func stored(t testing.TB, capture []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "capture.pcapng")
	require.NoError(t, os.WriteFile(name, capture, 0o600))
	return name
}

// tshark returns what tshark prints about a capture, without the settings of the user.
func tshark(t testing.TB, file string, args ...string) string {
	t.Helper()
	cmd := exec.Command(needs.Command(t, needs.TShark), append([]string{"-r", file}, args...)...)
	cmd.Env = append(os.Environ(), "LC_ALL=C", "WIRESHARK_CONFIG_DIR="+t.TempDir())
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	return string(out)
}

// fields returns the values of fields in the packets that a filter selects, one line a
// packet, with "|" between them.
func fields(t testing.TB, file, filter string, names ...string) []string {
	t.Helper()
	args := []string{"-T", "fields", "-E", "separator=|", "-Y", filter}
	for _, name := range names {
		args = append(args, "-e", name)
	}
	return lines(tshark(t, file, args...))
}

func lines(out string) []string {
	return strings.FieldsFunc(out, func(r rune) bool { return r == '\n' })
}

// requireSound says that tshark has nothing to say against the packets of a file, from
// their checksums to the order of their sequence numbers.
func requireSound(t testing.TB, file string) {
	t.Helper()
	const warning = 6291456 // severities below it are what a person may want to know of a sound connection
	packets := lines(tshark(t, file, "-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-T", "fields", "-E", "separator=|", "-E", "occurrence=a",
		"-e", "ip.checksum.status", "-e", "tcp.checksum.status", "-e", "tcp.analysis.flags", "-e", "_ws.malformed", "-e", "tcp.flags.reset", "-e", "_ws.expert.severity"))
	require.NotEmpty(t, packets)
	for i, packet := range packets {
		// IPv6 has no checksum, and that of a packet that was cut off is not looked at: 2 is "unverified".
		require.Regexp(t, `^1?\|[12]\|\|\|`, packet, "packet %d of %s", i+1, file)
		values := strings.Split(packet, "|")
		if values[4] == "1" {
			continue // a reset is a warning of its own
		}
		for _, severity := range strings.FieldsFunc(values[5], func(r rune) bool { return r == ',' }) {
			n, err := strconv.Atoi(severity)
			require.NoError(t, err)
			require.Less(t, n, warning, "packet %d of %s", i+1, file)
		}
	}
}
