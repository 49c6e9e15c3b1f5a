package peers_test

import (
	"context"
	"crypto/tls"
	"net"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/peers"
)

func startRefuser(t *testing.T) *harness.Server {
	t.Helper()
	return harness.Start(t, fixtures.AES256SHA256Only(), harness.WithBackend(peers.SuiteRefuser()))
}

func TestTheRefuserTellsAClientWithoutTheSuiteHandshakeFailure(t *testing.T) {
	server := startRefuser(t)
	_, err := tls.Dial("tcp", server.Addr, &tls.Config{RootCAs: server.Roots})
	harness.RequireRefused(t, server, err,
		harness.RemoteAlert(harness.HandshakeFailure),
		harness.ErrorText("remote error: tls: handshake failure"))
}

// OpenSSL has the suite, so it shows that the refusal is for the suite and for
// nothing else: with it the refuser says internal_error instead.
func TestTheRefuserKnowsAClientThatHasTheSuite(t *testing.T) {
	openssl := needs.Command(t, needs.OpenSSL)
	server := startRefuser(t)
	for suites, alert := range map[string]string{
		"AES256-SHA256:@SECLEVEL=0":                "alert number 80",
		"ALL:!AES256-SHA256:@SECLEVEL=0":           "alert number 40",
		"AES256-SHA:AES256-GCM-SHA384:@SECLEVEL=0": "alert number 40",
	} {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		out, _ := exec.CommandContext(ctx, openssl, "s_client", "-connect", server.Addr, "-tls1_2", "-cipher", suites).CombinedOutput()
		cancel()
		require.Contains(t, string(out), alert, suites)
	}
}

func TestTheRefuserPlaysNothingButRefusalsForSuites(t *testing.T) {
	for _, p := range []fixtures.Profile{fixtures.Modern(), fixtures.NoExtendedMasterSecret()} {
		_, err := harness.Serve(context.Background(), p, harness.WithBackend(peers.SuiteRefuser()))
		var unsupported *harness.UnsupportedError
		require.ErrorAs(t, err, &unsupported, p.Name)
	}
}

func TestTheRefuserEndsWithAClientThatSendsRubbish(t *testing.T) {
	server := startRefuser(t)
	for _, rubbish := range []string{"", "GET / HTTP/1.1\r\n\r\n", "\x16\x03\x01\xff\xff", string(make([]byte, 1<<20))} {
		conn, err := net.Dial("tcp", server.Addr)
		require.NoError(t, err)
		conn.SetDeadline(time.Now().Add(10 * time.Second))
		conn.Write([]byte(rubbish))
		conn.(*net.TCPConn).CloseWrite()
		_, err = conn.Read(make([]byte, 1))
		require.Error(t, err, "the server answers %.20q", rubbish)
		require.NotErrorIs(t, err, context.DeadlineExceeded)
		conn.Close()
	}
}
