package agent

import (
	"bufio"
	"context"
	"crypto/tls"
	"io"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/agent/protocol"
	"github.com/legacytls/legacytls/internal/needs"
)

// listening is a listener whose results go to a channel.
type listening struct {
	*Listener
	results chan protocol.Result
}

// listen opens a TLS 1.2 to 1.3 server inside the agent that is closed with the test.
func listen(t *testing.T, p *Process, change ...func(*protocol.Listen)) *listening {
	t.Helper()
	request := protocol.Listen{TimeoutMS: 60000, Config: protocol.Config{
		MinVersion:   tls.VersionTLS12,
		Certificates: certificatesOf(t, testPKI).pairs(t),
	}}
	for _, c := range change {
		c(&request)
	}
	l := &listening{results: make(chan protocol.Result, 1000)}
	var err error
	l.Listener, err = p.Listen(context.Background(), request, func(r protocol.Result) { l.results <- r })
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, l.Close()) })
	return l
}

func TestListenerServesAndReportsEachConnection(t *testing.T) {
	forAgents(t, func(t *testing.T, p *Process) {
		server := listen(t, p, func(l *protocol.Listen) { l.Config.ALPN = []string{"bank/1"} })
		client := startAgent(t, local)
		for i := 0; i < 3; i++ {
			r := dial(t, client, server.Addr, func(d *protocol.Dial) { d.Config.ALPN = []string{"bank/1"} })
			require.Equal(t, protocol.StageDone, r.Stage, r.Error)
			served := <-server.results
			require.Equal(t, protocol.StageDone, served.Stage, served.Error)
			require.Equal(t, r.Local, served.Remote)
			require.Equal(t, server.Addr, served.Local)
			require.Equal(t, r.Version, served.Version)
			require.Equal(t, r.Suite, served.Suite)
			require.Equal(t, "bank/1", served.ALPN)
			require.Equal(t, byte(22), served.Received[0], "the ClientHello is a handshake record")
		}
	})
}

func TestListenerSuitesAreThoseOfTheRequest(t *testing.T) {
	forAgents(t, func(t *testing.T, p *Process) {
		server := listen(t, p, func(l *protocol.Listen) {
			l.Config.MaxVersion = tls.VersionTLS12
			l.Config.CipherSuites = []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}
		})
		client := startAgent(t, local)
		r := dial(t, client, server.Addr, func(d *protocol.Dial) {
			d.Config.CipherSuites = []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}
		})
		require.Equal(t, "remote error: tls: handshake failure", r.Error)
		served := <-server.results
		require.Equal(t, protocol.StageHandshake, served.Stage)
		require.Contains(t, served.Error, "no cipher suite supported by both client and server")
	})
}

func TestListenerWithoutSessionTicketsDoesNotResume(t *testing.T) {
	for _, noTickets := range []bool{false, true} {
		server := listen(t, startAgent(t, local), func(l *protocol.Listen) { l.Config.NoSessionTickets = noTickets })
		r := dial(t, startAgent(t, local), server.Addr, func(d *protocol.Dial) { d.Resume = true })
		require.Equal(t, protocol.StageDone, r.Stage, r.Error)
		require.Equal(t, !noTickets, r.Resumed)
	}
}

func TestListenerRefusesAStrangersClientCertificateAtVerify(t *testing.T) {
	forAgents(t, func(t *testing.T, p *Process) {
		server := listen(t, p, func(l *protocol.Listen) {
			l.Config.ClientAuth = int(tls.RequireAndVerifyClientCert)
			l.Config.ClientRoots = certificatesOf(t, testPKI).caPEM
		})
		r := dial(t, startAgent(t, local), server.Addr, func(d *protocol.Dial) {
			d.Config.Certificates = certificatesOf(t, strangersPKI).pairs(t)
		})
		require.Contains(t, r.Error, "remote error: tls: ")
		served := <-server.results
		require.Equal(t, protocol.StageVerify, served.Stage, served.Error)
	})
}

func TestListenerAcceptsAClientCertificateOfItsClientRoots(t *testing.T) {
	forAgents(t, func(t *testing.T, p *Process) {
		server := listen(t, p, func(l *protocol.Listen) {
			l.Config.ClientAuth = int(tls.RequireAndVerifyClientCert)
			l.Config.ClientRoots = certificatesOf(t, testPKI).caPEM
		})
		r := dial(t, startAgent(t, local), server.Addr, func(d *protocol.Dial) {
			d.Config.Certificates = certificatesOf(t, testPKI).pairs(t)
		})
		require.Equal(t, protocol.StageDone, r.Stage, r.Error)
	})
}

func TestOpenSSLClientTalksToAListener(t *testing.T) {
	path := needs.Command(t, needs.OpenSSL)
	forAgents(t, func(t *testing.T, p *Process) {
		server := listen(t, p, func(l *protocol.Listen) {
			l.Config.MaxVersion = tls.VersionTLS12
			l.Config.CipherSuites = []uint16{tls.TLS_RSA_WITH_AES_256_CBC_SHA}
		})
		ca, _, _ := certificatesOf(t, testPKI).files(t)
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		cmd := exec.CommandContext(ctx, path, "s_client", "-connect", server.Addr, "-CAfile", ca, "-verify_return_error",
			"-quiet", "-no_ign_eof", "-cipher", "AES256-SHA:@SECLEVEL=0")
		stdin, err := cmd.StdinPipe()
		require.NoError(t, err)
		stdout, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		_, err = io.WriteString(stdin, "good morning\n")
		require.NoError(t, err)
		back, err := bufio.NewReader(stdout).ReadString('\n')
		require.NoError(t, err)
		require.Equal(t, "good morning\n", back)
		require.NoError(t, stdin.Close())
		require.NoError(t, cmd.Wait())

		served := <-server.results
		require.Equal(t, protocol.StageDone, served.Stage, served.Error)
		require.Equal(t, tls.TLS_RSA_WITH_AES_256_CBC_SHA, served.Suite)
	})
}

func TestAnAnnouncedConnectionIsReportedTwiceAndHasNoTimeLimit(t *testing.T) {
	t.Parallel()
	forAgents(t, func(t *testing.T, p *Process) {
		const limit = 300 // milliseconds
		server := listen(t, p, func(l *protocol.Listen) { l.Announce, l.TimeoutMS, l.Export = true, limit, true })
		config := &tls.Config{RootCAs: certificatesOf(t, testPKI).pool(), MinVersion: tls.VersionTLS12}
		conn, err := tls.Dial("tcp", server.Addr, config)
		require.NoError(t, err)
		defer conn.Close()
		first := <-server.results
		require.Equal(t, protocol.StageEstablished, first.Stage)
		require.Equal(t, conn.LocalAddr().String(), first.Remote)
		require.Equal(t, conn.ConnectionState().Version, first.Version)
		require.NotEmpty(t, first.Export+first.ExportError)

		// Nothing arrives for twice the limit, and the connection is still there.
		require.NoError(t, conn.SetReadDeadline(time.Now().Add(2*limit*time.Millisecond)))
		_, err = conn.Read(make([]byte, 1))
		require.ErrorIs(t, err, os.ErrDeadlineExceeded)
		require.NoError(t, conn.CloseWrite())
		last := <-server.results
		require.Equal(t, protocol.StageDone, last.Stage, last.Error)
		require.Equal(t, first.Remote, last.Remote)
	})
}

func TestSlowConsumerBlocksNobody(t *testing.T) {
	p := startAgent(t, local)
	release := make(chan struct{})
	called := make(chan protocol.Result, 1000)
	elsewhere := protocol.Dial{Addr: servePeer(t, tls12(t)).addr, Config: protocol.Config{Insecure: true}}
	l, err := p.Listen(context.Background(), protocol.Listen{Config: protocol.Config{
		MinVersion: tls.VersionTLS12, Certificates: certificatesOf(t, testPKI).pairs(t),
	}}, func(r protocol.Result) {
		<-release
		_, _ = p.Dial(context.Background(), elsewhere) // takes longer than closing the listener
		called <- r
	})
	require.NoError(t, err)

	const dials = 50
	for i := 0; i < dials; i++ { // replies come although nobody takes the listener's results
		require.Equal(t, protocol.StageDone, dial(t, p, l.Addr).Stage)
	}
	require.Empty(t, called)
	close(release)
	require.NoError(t, l.Close())
	require.Len(t, called, dials, "Close returns after the last connection was reported")
}

func TestClosingAListenerEndsAnIdleConnectionWell(t *testing.T) {
	t.Parallel()
	p := startAgent(t, local)
	server := listen(t, p)
	config := &tls.Config{RootCAs: certificatesOf(t, testPKI).pool(), MinVersion: tls.VersionTLS12}
	conn, err := tls.Dial("tcp", server.Addr, config)
	require.NoError(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, "x")
	require.NoError(t, err)
	_, err = conn.Read(make([]byte, 1)) // the agent is past the handshake now
	require.NoError(t, err)

	require.NoError(t, server.Close())
	served := <-server.results
	require.Equal(t, protocol.StageDone, served.Stage, served.Error)
	_, err = conn.Read(make([]byte, 1))
	require.Equal(t, io.EOF, err)
	require.Equal(t, protocol.StageConnect, dial(t, p, server.Addr).Stage, "nobody listens any more")
}
