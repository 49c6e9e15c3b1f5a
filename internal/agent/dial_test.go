package agent

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

func TestDialTellsWhatWasNegotiated(t *testing.T) {
	config := tls12(t)
	config.NextProtos = []string{"bank/1"}
	server := servePeer(t, config)
	forAgents(t, func(t *testing.T, p *Process) {
		r := dial(t, p, server.addr, func(d *protocol.Dial) { d.Config.ALPN = []string{"http/1.1", "bank/1"} })
		saw := <-server.seen
		require.NoError(t, saw.err)
		require.Equal(t, protocol.StageDone, r.Stage, r.Error)
		require.Empty(t, r.Error)
		require.Equal(t, saw.remote, r.Local)
		require.Equal(t, server.addr, r.Remote)
		require.Equal(t, saw.state.Version, r.Version)
		require.Equal(t, saw.state.CipherSuite, r.Suite)
		require.Equal(t, "bank/1", r.ALPN)
		require.False(t, r.Resumed)
		require.Empty(t, r.Export, "nobody asked for keying material")
	})
}

func TestGroupIsToldSinceGo125(t *testing.T) {
	server := servePeer(t, tls12(t))
	for version, want := range map[string]tls.CurveID{"1.12.17": 0, "1.27.4": tls.CurveP384} {
		r := dial(t, startAgent(t, version), server.addr)
		require.Equal(t, protocol.StageDone, r.Stage, r.Error)
		require.Equal(t, uint16(want), r.Group, version)
	}
}

func TestConfigReachesTheServer(t *testing.T) {
	hellos := make(chan *tls.ClientHelloInfo, 100)
	config := tls12(t)
	config.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		hellos <- hello
		return nil, nil
	}
	server := servePeer(t, config)
	forAgents(t, func(t *testing.T, p *Process) {
		r := dial(t, p, server.addr, func(d *protocol.Dial) {
			d.Config.MinVersion, d.Config.MaxVersion = tls.VersionTLS11, tls.VersionTLS12
			d.Config.CipherSuites = []uint16{tls.TLS_RSA_WITH_AES_256_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}
			d.Config.Groups = []uint16{uint16(tls.CurveP521), uint16(tls.CurveP384)}
			d.Config.ServerName = "legacy.test"
		})
		require.Equal(t, protocol.StageDone, r.Stage, r.Error)
		hello := <-hellos
		require.ElementsMatch(t, []uint16{tls.VersionTLS11, tls.VersionTLS12}, hello.SupportedVersions)
		require.ElementsMatch(t, []uint16{tls.TLS_RSA_WITH_AES_256_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}, hello.CipherSuites)
		require.ElementsMatch(t, []tls.CurveID{tls.CurveP521, tls.CurveP384}, hello.SupportedCurves, "the order is up to Go since 1.24")
		require.Equal(t, "legacy.test", hello.ServerName)
	})
}

func TestClosedPortEndsAtConnect(t *testing.T) {
	listener := listenTCP(t)
	addr := listener.Addr().String()
	require.NoError(t, listener.Close())
	forAgents(t, func(t *testing.T, p *Process) {
		r := dial(t, p, addr)
		require.Equal(t, protocol.StageConnect, r.Stage)
		require.Contains(t, r.Error, addr)
		require.Contains(t, r.Error, "connect")
		require.Empty(t, r.Local)
	})
}

func TestSilentPeerEndsAtHandshakeWhenTheTimeIsUp(t *testing.T) {
	t.Parallel()
	addr, _ := serveSilence(t)
	forAgents(t, func(t *testing.T, p *Process) {
		r := dial(t, p, addr, func(d *protocol.Dial) { d.TimeoutMS = 200 })
		require.Equal(t, protocol.StageHandshake, r.Stage)
		require.Contains(t, r.Error, "i/o timeout")
		require.NotEmpty(t, r.Sent, "the ClientHello")
		require.Empty(t, r.Received)
	})
}

func TestRefusedSuitesEndAtHandshakeWithTheServersAlert(t *testing.T) {
	server := servePeer(t, tls12(t))
	forAgents(t, func(t *testing.T, p *Process) {
		r := dial(t, p, server.addr, func(d *protocol.Dial) {
			d.Config.CipherSuites = []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}
			d.Config.MaxVersion = tls.VersionTLS12
		})
		require.Equal(t, protocol.StageHandshake, r.Stage)
		require.Equal(t, "remote error: tls: handshake failure", r.Error)
		require.Equal(t, []byte{21, 3, 3, 0, 2, 2, 40}, r.Received, "alert record: fatal, handshake_failure (RFC 5246, section 7.2)")
		require.Zero(t, r.Version)
		require.Error(t, (<-server.seen).err)
	})
}

func TestUntrustedCertificateEndsAtVerifyAndTheServerHearsWhy(t *testing.T) {
	server := servePeer(t, tls12(t))
	forAgents(t, func(t *testing.T, p *Process) {
		for i := 0; i < 20; i++ { // a reset that overtakes the alert would show now and then
			r := dial(t, p, server.addr, func(d *protocol.Dial) { d.Config.Roots = certificatesOf(t, strangersPKI).caPEM })
			require.Equal(t, protocol.StageVerify, r.Stage)
			require.Contains(t, r.Error, "x509: certificate signed by unknown authority")
			require.ErrorContains(t, (<-server.seen).err, "remote error: tls: ")
		}
	})
}

func TestWrongNameEndsAtVerify(t *testing.T) {
	server := servePeer(t, tls12(t))
	forAgents(t, func(t *testing.T, p *Process) {
		r := dial(t, p, server.addr, func(d *protocol.Dial) { d.Config.ServerName = "other.test" })
		require.Equal(t, protocol.StageVerify, r.Stage)
		require.Contains(t, r.Error, "not other.test")
	})
}

func TestUnparsableCertificateEndsAtVerify(t *testing.T) {
	config := tls12(t)
	config.Certificates[0].Certificate = [][]byte{{0x30, 0x03, 1, 2, 3}}
	server := servePeer(t, config)
	forAgents(t, func(t *testing.T, p *Process) {
		r := dial(t, p, server.addr)
		require.Equal(t, protocol.StageVerify, r.Stage)
		require.Contains(t, r.Error, "failed to parse certificate from server")
	})
}

func TestInsecureAcceptsAnyCertificate(t *testing.T) {
	server := servePeer(t, tls12(t))
	forAgents(t, func(t *testing.T, p *Process) {
		r := dial(t, p, server.addr, func(d *protocol.Dial) { d.Config.Roots, d.Config.Insecure = nil, true })
		require.Equal(t, protocol.StageDone, r.Stage, r.Error)
	})
}

func TestPeerThatAnswersSomethingElseEndsAtExchange(t *testing.T) {
	listener, err := tls.Listen("tcp", "127.0.0.1:0", tls12(t))
	require.NoError(t, err)
	defer listener.Close()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				_, _ = conn.Read(make([]byte, 100))
				_, _ = conn.Write([]byte("220 ready."))
			}()
		}
	}()
	forAgents(t, func(t *testing.T, p *Process) {
		r := dial(t, p, listener.Addr().String())
		require.Equal(t, protocol.StageExchange, r.Stage)
		require.Contains(t, r.Error, `expected the line "legacytls\n" back, got "220 ready."`)
		require.Equal(t, uint16(tls.VersionTLS12), r.Version, "the handshake succeeded and is told")
	})
}

func TestTwoHundredDialsAtOnce(t *testing.T) {
	server := servePeer(t, tls12(t))
	p := startAgent(t, local)
	const dials = 200
	failed := make(chan string, dials)
	var all sync.WaitGroup
	for i := 0; i < dials; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			r, err := p.Dial(context.Background(), protocol.Dial{
				Addr: server.addr, TimeoutMS: 60000, Config: protocol.Config{Roots: certificatesOf(t, testPKI).caPEM},
			})
			if err != nil || r.Stage != protocol.StageDone {
				failed <- fmt.Sprint(r.Stage, r.Error, err)
			}
		}()
	}
	all.Wait()
	close(failed)
	for f := range failed {
		t.Error(f)
	}
	from := make(map[string]bool)
	for i := 0; i < dials; i++ {
		from[(<-server.seen).remote] = true
	}
	require.Len(t, from, dials, "each dial has a connection of its own")
}

func TestResetByPeerEndsAtHandshake(t *testing.T) {
	listener := listenTCP(t)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Read(make([]byte, 1)) // the ClientHello has come
			_ = conn.(*net.TCPConn).SetLinger(0)
			_ = conn.Close()
		}
	}()
	forAgents(t, func(t *testing.T, p *Process) {
		r := dial(t, p, listener.Addr().String())
		require.Equal(t, protocol.StageHandshake, r.Stage)
		require.Contains(t, r.Error, "connection reset by peer")
	})
}
