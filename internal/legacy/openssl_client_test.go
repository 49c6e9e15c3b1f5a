package legacy

import (
	"context"
	"encoding/hex"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/needs"
)

// sClient runs openssl s_client against one connection of the server, and returns
// what it printed. It does what its standard input says: Q quits.
func sClient(t *testing.T, s *Server, input string, arguments ...string) (output string, conn *Conn) {
	t.Helper()
	openssl := needs.Command(t, needs.OpenSSL)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	conns := make(chan *Conn, 1)
	go func() {
		tcp, err := listener.Accept()
		if err != nil {
			return
		}
		conn := s.Conn(tcp, nil)
		defer conn.Close()
		echo(conn)
		conns <- conn
	}()
	const bound = time.Minute // against hanging, never reached
	ctx, cancel := context.WithTimeout(context.Background(), bound)
	defer cancel()
	cmd := exec.CommandContext(ctx, openssl, append([]string{"s_client", "-connect", listener.Addr().String(), "-cipher", "ALL:@SECLEVEL=0"}, arguments...)...)
	cmd.Stdin = strings.NewReader(input)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return string(out), <-conns
}

// between returns what s has between two strings.
func between(tb testing.TB, s, before, after string) string {
	tb.Helper()
	_, rest, found := strings.Cut(s, before)
	require.True(tb, found, "%q is not in %s", before, s)
	text, _, _ := strings.Cut(rest, after)
	return text
}

// The key log format is that of SSLKEYLOGFILE, which OpenSSL writes as well.
func TestTheKeyLogAndTheKeyingMaterialAreThoseOfOpenSSL(t *testing.T) {
	t.Parallel()
	for _, q := range []fixtures.Quirks{{}, {NoExtendedMasterSecret: true}} {
		for _, suite := range []uint16{rsaCBC, dheCBC, ecdheGCM} {
			q, suite := q, suite
			t.Run(fixtures.OpenSSLName(suite), func(t *testing.T) {
				t.Parallel()
				ours := &lines{}
				p := playing([]uint16{suite}, quirky(q), func(p *fixtures.Profile) { p.Certificate.Key = certs.RSA2048 })
				s := serverFor(t, p, func(c *Config) { c.KeyLog = ours })
				log := filepath.Join(t.TempDir(), "keys")
				out, conn := sClient(t, s, "Q\n", "-tls1_2", "-keylogfile", log, "-keymatexport", "EXPERIMENTAL-label", "-keymatexportlen", "64")
				theirs, err := os.ReadFile(log)
				require.NoError(t, err)
				require.Equal(t, keyLogLine(string(theirs)), ours.String())
				material := between(t, out, "Keying material: ", "\n")
				got, err := conn.ExportKeyingMaterial("EXPERIMENTAL-label", nil, 64)
				require.NoError(t, err)
				require.Equal(t, strings.ToLower(material), hex.EncodeToString(got))
			})
		}
	}
}

// keyLogLine is the line of TLS 1.2, without comments.
func keyLogLine(log string) string {
	for _, line := range strings.SplitAfter(log, "\n") {
		if strings.HasPrefix(line, "CLIENT_RANDOM") {
			return line
		}
	}
	return log
}
