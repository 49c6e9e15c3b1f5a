package terminal

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func environment(t *testing.T, term, noColor, force string) {
	t.Helper()
	t.Setenv("TERM", term)
	t.Setenv("NO_COLOR", noColor)
	t.Setenv("FORCE_COLOR", force)
}

func TestBuffersFilesAndPipesAreNoTerminals(t *testing.T) {
	environment(t, "xterm", "", "")
	file, err := os.Create(filepath.Join(t.TempDir(), "file"))
	require.NoError(t, err)
	defer file.Close()
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	defer w.Close()
	require.False(t, Is(new(bytes.Buffer)))
	require.False(t, Is(file))
	require.False(t, Is(w))
}

func TestADeviceIsATerminalUnlessItIsDumb(t *testing.T) {
	device, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0) // a character device, as a terminal is
	require.NoError(t, err)
	defer device.Close()
	environment(t, "xterm", "", "")
	require.True(t, Is(device))
	require.True(t, Color("auto", device))
	t.Setenv("NO_COLOR", "1")
	require.False(t, Color("auto", device))
	environment(t, "dumb", "", "")
	require.False(t, Is(device))
	require.False(t, Color("auto", device))
}

func TestWhatIsTypedComesBeforeTheEnvironment(t *testing.T) {
	for _, tc := range []struct {
		mode, noColor, force string
		want                 bool
	}{
		{"always", "1", "", true},
		{"never", "", "1", false},
		{"auto", "", "", false},
		{"auto", "", "1", true},
		{"auto", "", "0", false},
		{"auto", "1", "1", false},
	} {
		environment(t, "xterm", tc.noColor, tc.force)
		require.Equal(t, tc.want, Color(tc.mode, new(bytes.Buffer)), "%+v", tc)
	}
}

func TestTheModesOfColour(t *testing.T) {
	for _, mode := range []string{"auto", "always", "never"} {
		require.True(t, ValidColor(mode))
	}
	for _, mode := range []string{"", "yes", "Always"} {
		require.False(t, ValidColor(mode))
	}
}

func TestProgressReplacesItsLineAndClearsIt(t *testing.T) {
	var b bytes.Buffer
	p := &Progress{w: &b, active: true}
	p.Clear()
	require.Empty(t, b.String(), "there is nothing to clear")
	p.Show("fetching go1.22.12", 0, 0)
	p.Show("a cell", 3, 12)
	p.Clear()
	p.Clear()
	require.Equal(t, "\r\x1b[Kfetching go1.22.12\r\x1b[K3/12 a cell\r\x1b[K", b.String())
}

func TestProgressFitsATerminal(t *testing.T) {
	var b bytes.Buffer
	p := &Progress{w: &b, active: true}
	p.Show(strings.Repeat("x", 200), 1, 2)
	require.Len(t, strings.TrimPrefix(b.String(), "\r\x1b[K"), 78)
}

func TestProgressIsSilentElsewhereThanOnATerminal(t *testing.T) {
	t.Setenv("CI", "")
	var b bytes.Buffer
	p := NewProgress(&b)
	p.Show("fetching", 0, 0)
	p.Clear()
	require.Empty(t, b.String())
}

func TestProgressIsSilentInCI(t *testing.T) {
	device, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	require.NoError(t, err)
	defer device.Close()
	t.Setenv("TERM", "xterm")
	t.Setenv("CI", "")
	require.True(t, NewProgress(device).active)
	t.Setenv("CI", "true")
	require.False(t, NewProgress(device).active)
}
