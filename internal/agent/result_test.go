package agent

import (
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// recordTypes returns the content types of TLS records (RFC 5246, section 6.2.1).
func recordTypes(t *testing.T, flow []byte) []byte {
	t.Helper()
	var types []byte
	for len(flow) > 0 {
		require.GreaterOrEqual(t, len(flow), 5)
		types = append(types, flow[0])
		length := 5 + int(binary.BigEndian.Uint16(flow[3:]))
		require.GreaterOrEqual(t, len(flow), length)
		flow = flow[length:]
	}
	return types
}

func TestTheHandshakeIsRecordedAndNoApplicationData(t *testing.T) {
	config := tls12(t)
	config.SessionTicketsDisabled = true
	server := servePeer(t, config)
	const handshake, changeCipherSpec = 22, 20
	forAgents(t, func(t *testing.T, p *Process) {
		r := dial(t, p, server.addr)
		require.Equal(t, protocol.StageDone, r.Stage, r.Error)
		// ClientHello, ClientKeyExchange, ChangeCipherSpec, Finished
		require.Equal(t, []byte{handshake, handshake, changeCipherSpec, handshake}, recordTypes(t, r.Sent))
		// ServerHello, Certificate, ServerKeyExchange, ServerHelloDone, ChangeCipherSpec, Finished
		require.Equal(t, []byte{handshake, handshake, handshake, handshake, changeCipherSpec, handshake}, recordTypes(t, r.Received))
	})
}

// tapped is a listener that keeps what each client sent.
type tapped struct {
	net.Listener
	flows chan *flow
}

type flow struct {
	net.Conn
	sent []byte
}

func (l tapped) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	f := &flow{Conn: conn}
	l.flows <- f
	return f, nil
}

func (f *flow) Read(b []byte) (int, error) {
	n, err := f.Conn.Read(b)
	f.sent = append(f.sent, b[:n]...)
	return n, err
}

func TestAClientEndsWithCloseNotify(t *testing.T) {
	l := tapped{Listener: listenTCP(t), flows: make(chan *flow, 10)}
	p := startAgent(t, local)
	for _, exchange := range []protocol.Exchange{protocol.ExchangeLine, protocol.ExchangeClose} {
		served := make(chan *flow)
		go func() {
			conn, _ := l.Accept()
			server := tls.Server(conn, tls12(t))
			_, _ = io.Copy(server, server)
			_ = server.Close()
			served <- <-l.flows
		}()
		r := dial(t, p, l.Addr().String(), func(d *protocol.Dial) { d.Exchange = exchange })
		require.Equal(t, protocol.StageDone, r.Stage, r.Error)
		types := recordTypes(t, (<-served).sent)
		require.Equal(t, byte(21), types[len(types)-1], "the last record is an alert")
	}
}

func TestKeyingMaterialIsTheSameOnBothEnds(t *testing.T) {
	for name, config := range map[string]*tls.Config{"TLS 1.2": tls12(t), "TLS 1.3": tls13(t)} {
		server := servePeer(t, config)
		r := dial(t, startAgent(t, local), server.addr, func(d *protocol.Dial) { d.Export = true })
		require.Equal(t, protocol.StageDone, r.Stage, r.Error)
		require.Empty(t, r.ExportError)
		require.Len(t, r.Export, 2*protocol.ExportLength)
		require.Equal(t, (<-server.seen).export, r.Export, name)
	}
}

// Go 1.12 has no extended master secret, without which newer releases export nothing in TLS 1.2.
func TestExportErrorDoesNotChangeTheStage(t *testing.T) {
	server := listen(t, startAgent(t, "1.27.4"), func(l *protocol.Listen) { l.Export = true })
	r := dial(t, startAgent(t, "1.12.17"), server.Addr, func(d *protocol.Dial) { d.Export = true })
	require.Equal(t, protocol.StageDone, r.Stage, r.Error)
	require.NotEmpty(t, r.Export, "Go 1.12 exports all the same")

	served := <-server.results
	require.Equal(t, protocol.StageDone, served.Stage, served.Error)
	require.Empty(t, served.Error)
	require.Empty(t, served.Export)
	require.Contains(t, served.ExportError, "Extended Master Secret")
}

func TestResumeReportsTheSecondConnection(t *testing.T) {
	for name, config := range map[string]*tls.Config{"TLS 1.2": tls12(t), "TLS 1.3": tls13(t)} {
		server := servePeer(t, config)
		for _, version := range tls13Agents {
			r := dial(t, startAgent(t, version), server.addr, func(d *protocol.Dial) { d.Resume = true })
			require.Equal(t, protocol.StageDone, r.Stage, r.Error)
			require.True(t, r.Resumed, "%s, go %s", name, version)
			first, second := <-server.seen, <-server.seen
			if first.remote == r.Local {
				first, second = second, first
			}
			require.Equal(t, r.Local, second.remote)
			require.False(t, first.state.DidResume)
			require.True(t, second.state.DidResume)
		}
	}
}

func TestResumeReportsTheFirstConnectionWhenItFails(t *testing.T) {
	server := servePeer(t, tls12(t))
	r := dial(t, startAgent(t, local), server.addr, func(d *protocol.Dial) {
		d.Resume = true
		d.Config.Roots = certificatesOf(t, strangersPKI).caPEM
	})
	require.Equal(t, protocol.StageVerify, r.Stage)
	require.Equal(t, (<-server.seen).remote, r.Local)
	require.Empty(t, server.seen, "no second connection")
}

func TestCountersNameTheSettingThatMadeADifference(t *testing.T) {
	config := tls12(t)
	config.CipherSuites = []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}
	server := servePeer(t, config)

	r := dial(t, startAgent(t, "1.22.12", "GODEBUG=tlsrsakex=1"), server.addr)
	require.Equal(t, protocol.StageDone, r.Stage, r.Error)
	require.Equal(t, map[string]uint64{"tlsrsakex": 1}, r.Counters)

	r = dial(t, startAgent(t, "1.22.12"), server.addr)
	require.Equal(t, protocol.StageHandshake, r.Stage)
	require.Empty(t, r.Counters)
}

func TestCountersDoNotExistBeforeGo121(t *testing.T) {
	server := servePeer(t, tls12(t))
	r := dial(t, startAgent(t, "1.12.17", "GODEBUG=tls13=1"), server.addr)
	require.Equal(t, protocol.StageDone, r.Stage, r.Error)
	require.Nil(t, r.Counters)
}
