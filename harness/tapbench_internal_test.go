package harness

import (
	"crypto/tls"
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/dissect"
)

// The bar: "recorded" takes at most 5 % longer than "bare" in the same run. What "looked at"
// takes besides is spent by those who look alone.
func BenchmarkRecordedHandshake(b *testing.B) {
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		for _, tc := range []struct {
			name     string
			recorded bool
			looked   bool
		}{
			{"bare", false, false},
			{"recorded", true, false},
			{"looked at", true, true},
		} {
			b.Run(tls.VersionName(version)+"/"+tc.name, func(b *testing.B) {
				p := newHandshakes(b, version, tc.recorded)
				b.ResetTimer()
				for i := 0; i < b.N; i++ {
					recorded := p.handshake(b)
					if tc.looked && len(dissect.Dissect(recorded.all(), p.secrets.of).Steps) < 8 {
						b.Fatal("there are more steps")
					}
				}
			})
		}
	}
}

// handshakes are those of crypto/tls with itself, over loopback.
type handshakes struct {
	listener       net.Listener
	client, server *tls.Config
	secrets        *secretStore
	recorded       bool
}

func newHandshakes(b *testing.B, version uint16, recorded bool) *handshakes {
	b.Helper()
	authority, err := certs.Shared()
	require.NoError(b, err)
	cert, err := authority.Issue(certs.Spec{Key: certs.RSA2048})
	require.NoError(b, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(b, err)
	b.Cleanup(func() { listener.Close() })
	p := &handshakes{
		listener: listener, secrets: newSecretStore(nil), recorded: recorded,
		client: &tls.Config{RootCAs: authority.Pool(), ServerName: "localhost", MinVersion: version, MaxVersion: version},
		server: &tls.Config{Certificates: []tls.Certificate{cert.TLS()}},
	}
	if recorded {
		p.server.KeyLogWriter = p.secrets
	}
	return p
}

// handshake makes one, with a byte after it, and returns what was recorded.
func (p *handshakes) handshake(b *testing.B) *recording {
	raw, err := net.Dial("tcp", p.listener.Addr().String())
	require.NoError(b, err)
	defer raw.Close()
	accepted, err := p.listener.Accept()
	require.NoError(b, err)
	defer accepted.Close()
	below, t := accepted, (*tap)(nil)
	if p.recorded {
		t = newTap(accepted, false)
		below = t
	}
	served := make(chan error, 1)
	go func() {
		conn := tls.Server(below, p.server)
		_, err := conn.Write([]byte{1})
		served <- err
	}()
	_, err = io.ReadFull(tls.Client(raw, p.client), make([]byte, 1))
	require.NoError(b, err)
	require.NoError(b, <-served)
	if t == nil {
		return nil
	}
	t.established()
	return t.recording
}
