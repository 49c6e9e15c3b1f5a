package legacy

import (
	"bufio"
	"io"
	"net"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/needs"
)

// A terminal is an openssl s_client that is told one thing after the other.
type terminal struct {
	tb     testing.TB
	input  io.WriteCloser
	output *bufio.Reader
}

// openTerminal connects openssl s_client to an echo on the server.
func openTerminal(t *testing.T, s *Server, arguments ...string) *terminal {
	t.Helper()
	openssl := needs.Command(t, needs.OpenSSL)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	cmd := exec.Command(openssl, append([]string{"s_client", "-connect", listener.Addr().String(), "-tls1_2", "-cipher", "ALL:@SECLEVEL=0"}, arguments...)...)
	input, err := cmd.StdinPipe()
	require.NoError(t, err)
	output, err := cmd.StdoutPipe()
	require.NoError(t, err)
	cmd.Stderr = cmd.Stdout
	require.NoError(t, cmd.Start())
	bound := time.AfterFunc(patience, func() { cmd.Process.Kill() })
	tcp, err := listener.Accept()
	require.NoError(t, err)
	conn := s.Conn(tcp, nil)
	go func() { echo(conn); conn.Close() }()
	t.Cleanup(func() {
		input.Close()
		conn.Close()
		cmd.Wait()
		bound.Stop()
	})
	return &terminal{t, input, bufio.NewReader(output)}
}

// await reads on to a line that has the text in it.
func (o *terminal) await(text string) {
	o.tb.Helper()
	var all strings.Builder
	for {
		line, err := o.output.ReadString('\n')
		all.WriteString(line)
		if strings.Contains(line, text) {
			return
		}
		require.NoError(o.tb, err, "%q did not come: %s", text, &all)
	}
}

func (o *terminal) say(line string) {
	o.tb.Helper()
	_, err := io.WriteString(o.input, line+"\n")
	require.NoError(o.tb, err)
}

// RFC 5746, sections 3.7, 4.2 and 4.4. OpenSSL sends renegotiation_info in a
// renegotiation also to a server that has never shown that it knows it.
func TestOpenSSLRenegotiatesWithAServerThatAllowsIt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		how       fixtures.Renegotiation
		quirks    fixtures.Quirks
		arguments []string
	}{
		"secure": {fixtures.SecureRenegotiation, fixtures.Quirks{}, nil},
		"legacy": {fixtures.LegacyRenegotiation, fixtures.Quirks{NoRenegotiationInfo: true}, []string{"-legacy_server_connect", "-legacy_renegotiation"}},
	} {
		test := test
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			keys := &lines{}
			p := playing([]uint16{rsaCBC}, renegotiating(test.how), quirky(test.quirks), func(p *fixtures.Profile) { p.Certificate.Key = certs.RSA2048 })
			o := openTerminal(t, serverFor(t, p, func(c *Config) { c.KeyLog = keys }), test.arguments...)
			o.await("Verify return code")
			o.say("R")
			o.await("RENEGOTIATING")
			o.say("said after the second handshake")
			o.await("said after the second handshake")
			require.Equal(t, 2, keys.count())
		})
	}
}
