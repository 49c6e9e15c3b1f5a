package harness_test

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

// hear connects to s, a server of lines, exchanges one and returns what s sent until then.
func hear(t testing.TB, s *harness.Server, config *tls.Config) (*wire.Flow, tls.ConnectionState) {
	t.Helper()
	r := &recorder{Conn: rawDial(t, s)}
	conn := tls.Client(r, config)
	defer conn.Close()
	require.NoError(t, conn.Handshake(), s.Profile.Name)
	require.NoError(t, echo(conn, "are you there?"))
	r.mu.Lock()
	defer r.mu.Unlock()
	return wire.DecodeFlow(r.in.Bytes()), conn.ConnectionState()
}

// cutOn are the servers that cut their flights, on each backend.
func cutOn(q fixtures.Quirks) map[harness.Backend][]fixtures.Profile {
	set := func(p *fixtures.Profile) { p.Quirks = q }
	tls12 := profile(fixtures.TLS12Only(), "cut-tls12", set)
	return map[harness.Backend][]fixtures.Profile{
		harness.Legacy(): {tls12},
		harness.CryptoTLS(): {
			tls12,
			profile(fixtures.TLS13Only(), "cut-tls13", set),
			profile(fixtures.TLS13Only(), "cut-tls13-retry", func(p *fixtures.Profile) {
				p.Quirks, p.Groups = q, []tls.CurveID{tls.CurveP384} // of which clients have no key share
			}),
		},
	}
}

// cleartext returns the lengths of the handshake records up to the first ServerHelloDone
// or ChangeCipherSpec.
func cleartext(flow *wire.Flow) []int {
	var lengths []int
	for _, r := range flow.Records {
		if r.Type != wire.Handshake {
			break
		}
		lengths = append(lengths, r.Length)
	}
	return lengths
}

func TestAFlightInTheClearIsCutOnEveryBackend(t *testing.T) {
	t.Parallel()
	for backend, profiles := range cutOn(fixtures.Quirks{HandshakeRecordSize: 50, WriteSize: 33, WriteDelay: time.Microsecond}) {
		for _, p := range profiles {
			s, _ := watch(t, p, harness.WithBackend(backend))
			flow, _ := hear(t, s, explicitClient(s))
			lengths := cleartext(flow)
			require.Greater(t, len(lengths), 1, p.Name)
			for _, length := range lengths {
				require.LessOrEqual(t, length, 50, p.Name)
			}
			require.Greater(t, len(flow.Messages), 0)
		}
	}
}

func TestAFlightInTheClearIsOneRecordOnEveryBackend(t *testing.T) {
	t.Parallel()
	for backend, profiles := range cutOn(fixtures.Quirks{OneRecordFlight: true}) {
		for _, p := range profiles {
			p.NoSessionTickets = true // NewSessionTicket is of another flight
			s, _ := watch(t, p, harness.WithBackend(backend))
			flow, state := hear(t, s, explicitClient(s))
			require.Len(t, cleartext(flow), 1, p.Name)
			if state.Version == tls.VersionTLS12 {
				require.Len(t, flow.Messages, 4, "ServerHello to ServerHelloDone")
			}
		}
	}
}

// A resumption has no ServerHelloDone that would end its flight.
func TestAnAbbreviatedHandshakeIsCut(t *testing.T) {
	t.Parallel()
	for backend, profiles := range cutOn(fixtures.Quirks{OneRecordFlight: true, HandshakeRecordSize: 20}) {
		for _, p := range profiles {
			s, _ := watch(t, p, harness.WithBackend(backend))
			config := explicitClient(s)
			config.ClientSessionCache = tls.NewLRUClientSessionCache(1)
			_, first := hear(t, s, config)
			_, second := hear(t, s, config)
			require.False(t, first.DidResume)
			require.True(t, second.DidResume, p.Name)
		}
	}
}

func TestARefusalIsNotHeldBack(t *testing.T) {
	t.Parallel()
	quirks := fixtures.Quirks{OneRecordFlight: true, EmptyHandshakeRecord: true, WriteSize: 1, AlertRecordVersion: 0x0300}
	for backend, profiles := range cutOn(quirks) {
		for _, p := range profiles {
			s, over := watch(t, p, harness.WithBackend(backend))
			config := explicitClient(s)
			config.MaxVersion = tls.VersionTLS11
			_, err := ping(s, config)
			require.ErrorContains(t, err, "remote error: tls: protocol version not supported", p.Name)
			require.Equal(t, harness.ProtocolVersion, next(t, over).Alert.Code)
		}
	}
}

func TestServersWarnOfANameThatTheyDoNotKnow(t *testing.T) {
	t.Parallel()
	for backend, profiles := range cutOn(fixtures.Quirks{WarnUnknownServerName: 2}) {
		for _, p := range profiles {
			s, _ := watch(t, p, harness.WithBackend(backend))
			config := explicitClient(s)
			flow, _ := hear(t, s, config)
			require.Empty(t, flow.Alerts, "localhost is known")
			config.ServerName, config.InsecureSkipVerify = "other.test", true
			flow, _ = hear(t, s, config)
			require.Equal(t, []wire.Alert{{Level: 1, Code: 112}, {Level: 1, Code: 112}}, flow.Alerts, p.Name)
			require.Equal(t, wire.AlertRecord, flow.Records[1].Type, "before the ServerHello")
		}
	}
}

// saying is a server that says something and ends the connection.
func saying(said []byte) harness.Option {
	return harness.WithConn(func(conn net.Conn) { _, _ = conn.Write(said) })
}

func TestAResetComesBehindAllThatWasSaid(t *testing.T) {
	t.Parallel()
	said := bytes.Repeat([]byte("legacytls\n"), 1<<16)
	p := profile(fixtures.TLS12Only(), "resetting", func(p *fixtures.Profile) {
		p.Quirks = fixtures.Quirks{ResetAtEnd: true, NoCloseNotify: true}
	})
	s := harness.Start(t, p, saying(said))
	for i := 0; i < 20; i++ {
		conn, err := dial(s, explicitClient(s))
		require.NoError(t, err)
		got, err := io.ReadAll(conn)
		require.True(t, errors.Is(err, syscall.ECONNRESET), "%v", err)
		require.Equal(t, len(said), len(got))
		conn.Close()
	}
}

// A refusal ends as other connections do.
func TestAResetComesBehindAnAlert(t *testing.T) {
	t.Parallel()
	for backend, profiles := range cutOn(fixtures.Quirks{ResetAtEnd: true}) {
		for _, p := range profiles {
			s, over := watch(t, p, harness.WithBackend(backend))
			raw := rawDial(t, s)
			defer raw.Close()
			config := explicitClient(s)
			config.MaxVersion = tls.VersionTLS11
			require.ErrorContains(t, tls.Client(raw, config).Handshake(), "remote error: tls: protocol version not supported", p.Name)
			_, err := io.ReadAll(raw)
			require.True(t, errors.Is(err, syscall.ECONNRESET), "%s on %s: %v", p.Name, backend.Name(), err)
			next(t, over)
		}
	}
}
