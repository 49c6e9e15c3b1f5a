package agent

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// tls13Agents are agents that speak TLS 1.3 without being told to.
var tls13Agents = []string{local, "1.27.4"}

func bothExchanges(t *testing.T, test func(t *testing.T, exchange protocol.Exchange)) {
	for _, exchange := range []protocol.Exchange{protocol.ExchangeLine, protocol.ExchangeClose} {
		exchange := exchange
		t.Run("exchange="+string(exchange), func(t *testing.T) { test(t, exchange) })
	}
}

func TestLateRefusalOfAMissingClientCertificateIsSeen(t *testing.T) {
	config := tls13(t)
	config.ClientAuth = tls.RequireAndVerifyClientCert
	config.ClientCAs = certificatesOf(t, testPKI).pool()
	server := servePeer(t, config)
	for _, version := range tls13Agents {
		p := startAgent(t, version)
		bothExchanges(t, func(t *testing.T, exchange protocol.Exchange) {
			for i := 0; i < 30; i++ { // a lost alert would show now and then
				r := dial(t, p, server.addr, func(d *protocol.Dial) { d.Exchange = exchange })
				require.Equal(t, protocol.StageExchange, r.Stage)
				require.Equal(t, "remote error: tls: certificate required", r.Error)
				require.Equal(t, uint16(tls.VersionTLS13), r.Version)
			}
		})
	}
}

func TestRefusalOfAMissingClientCertificateInTLS12EndsAtHandshake(t *testing.T) {
	config := tls12(t)
	config.ClientAuth = tls.RequireAnyClientCert
	server := servePeer(t, config)
	forAgents(t, func(t *testing.T, p *Process) {
		r := dial(t, p, server.addr)
		require.Equal(t, protocol.StageHandshake, r.Stage)
		require.Contains(t, r.Error, "remote error: tls: ")
	})
}

func TestClientCertificateIsShown(t *testing.T) {
	config := tls12(t)
	config.MaxVersion = tls.VersionTLS13
	config.ClientAuth = tls.RequireAndVerifyClientCert
	config.ClientCAs = certificatesOf(t, testPKI).pool()
	server := servePeer(t, config)
	forAgents(t, func(t *testing.T, p *Process) {
		bothExchanges(t, func(t *testing.T, exchange protocol.Exchange) {
			r := dial(t, p, server.addr, func(d *protocol.Dial) {
				d.Exchange = exchange
				d.Config.Certificates = certificatesOf(t, testPKI).pairs(t)
			})
			require.Equal(t, protocol.StageDone, r.Stage, r.Error)
			saw := <-server.seen
			require.NoError(t, saw.err)
			require.Equal(t, certificatesOf(t, testPKI).leaf, saw.state.PeerCertificates[0].Raw)
		})
	})
}

func TestCloseExchangeSucceedsWithAPeerThatStaysSilent(t *testing.T) {
	t.Parallel()
	config := tls13(t)
	config.SessionTicketsDisabled = true
	listener, err := tls.Listen("tcp", "127.0.0.1:0", config)
	require.NoError(t, err)
	defer listener.Close()
	over := make(chan struct{})
	defer close(over)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				_ = conn.(*tls.Conn).Handshake() // and not a word more
				<-over                           // a connection that nobody has any more is closed
			}()
		}
	}()
	r := dial(t, startAgent(t, local), listener.Addr().String(), func(d *protocol.Dial) { d.Exchange = protocol.ExchangeClose })
	require.Equal(t, protocol.StageDone, r.Stage, r.Error)
}

// The suite and the version are what OpenSSL was told to serve, nothing else.
func TestOpenSSLServerWithRSAKeyExchange(t *testing.T) {
	addr := serveOpenSSL(t, "-tls1_2", "-cipher", "AES128-SHA:@SECLEVEL=0")
	forAgents(t, func(t *testing.T, p *Process) {
		r := dial(t, p, addr, func(d *protocol.Dial) {
			d.Exchange = protocol.ExchangeClose
			d.Config.CipherSuites = []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}
		})
		require.Equal(t, protocol.StageDone, r.Stage, r.Error)
		require.Equal(t, uint16(tls.VersionTLS12), r.Version)
		require.Equal(t, tls.TLS_RSA_WITH_AES_128_CBC_SHA, r.Suite)
		require.Zero(t, r.Group, "RSA key exchange has no group")
	})
}

// The defaults of Go 1.12 still have RSA key exchange, those of Go 1.22 and later do not.
func TestZeroConfigLeavesTheSuitesToTheGoRelease(t *testing.T) {
	addr := serveOpenSSL(t, "-tls1_2", "-cipher", "AES128-SHA:@SECLEVEL=0")
	toClose := func(d *protocol.Dial) { d.Exchange = protocol.ExchangeClose }

	r := dial(t, startAgent(t, "1.12.17"), addr, toClose)
	require.Equal(t, protocol.StageDone, r.Stage, r.Error)

	r = dial(t, startAgent(t, "1.27.4"), addr, toClose)
	require.Equal(t, protocol.StageHandshake, r.Stage)
	require.Equal(t, "remote error: tls: handshake failure", r.Error)
}

// An empty list of suites is not the same as none: it must arrive as it is.
func TestEmptyListOfSuitesIsNotNil(t *testing.T) {
	server := servePeer(t, tls12(t))
	r := dial(t, startAgent(t, local), server.addr, func(d *protocol.Dial) {
		d.Config.CipherSuites = []uint16{}
		d.Config.MaxVersion = tls.VersionTLS12
	})
	require.Equal(t, protocol.StageHandshake, r.Stage)
	require.Error(t, (<-server.seen).err)
}
