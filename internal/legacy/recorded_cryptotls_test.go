package legacy

import (
	"bytes"
	"crypto/tls"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/wire"
)

// recordCryptoTLS records a connection of crypto/tls with itself, in which the
// client sends a question and the server an answer. It returns what both export
// for the label "EXPERIMENTAL", too.
func recordCryptoTLS(t *testing.T, version, suite uint16, question, answer string) (r *recording, exported []byte) {
	t.Helper()
	authority, cert := recordedKey(t, certs.RSA2048)
	a, b := tcpPair(t)
	clientConn, serverConn := &recorder{Conn: a}, &recorder{Conn: b}
	var keyLog bytes.Buffer
	config := &tls.Config{
		MinVersion: version, MaxVersion: version, CipherSuites: []uint16{suite}, SessionTicketsDisabled: true,
		Certificates: []tls.Certificate{cert.TLS()}, RootCAs: authority.Pool(), ServerName: "localhost",
	}
	server, clientConfig := tls.Server(serverConn, config), config.Clone()
	clientConfig.KeyLogWriter = &keyLog
	served := make(chan error, 1)
	go func() {
		_, err := io.ReadFull(server, make([]byte, len(question)))
		if err == nil {
			_, err = io.WriteString(server, answer)
		}
		served <- err
	}()
	client := tls.Client(clientConn, clientConfig)
	_, err := io.WriteString(client, question)
	require.NoError(t, err)
	_, err = io.ReadFull(client, make([]byte, len(answer)))
	require.NoError(t, err)
	require.NoError(t, <-served)
	state := client.ConnectionState()
	exported, err = state.ExportKeyingMaterial("EXPERIMENTAL", []byte("context"), 40)
	require.NoError(t, err)
	return &recording{clientConn.bytes(), serverConn.bytes(), keyLog.String(), cert.Key}, exported
}

func TestConnectionsOfCryptoTLSAreUnderstood(t *testing.T) {
	t.Parallel()
	if strings.Contains(os.Getenv("GODEBUG"), "fips140") {
		needs.Missing(t, "crypto-tls", "crypto/tls has no old versions and suites with GODEBUG=fips140")
	}
	question := "GET / HTTP/1.0\r\n\r\n"
	answer := string(counted(40000)) // more than two records
	compared := 0
	for _, s := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		played, ok := suiteByID(s.ID)
		if !ok || played.Authentication != "RSA" {
			continue
		}
		for _, version := range s.SupportedVersions {
			if version > tls.VersionTLS12 {
				continue
			}
			recorded, exported := recordCryptoTLS(t, version, s.ID, question, answer)
			hello, fromClient, fromServer := recorded.requireUnderstood(t)
			require.Equal(t, s.ID, hello.CipherSuite)
			require.Equal(t, version, hello.Version)
			require.Equal(t, question, fromClient, "%s in %s", s.Name, wire.VersionName(version))
			require.True(t, answer == fromServer, "%s in %s", s.Name, wire.VersionName(version))
			require.Equal(t, exported, recorded.exported(t, hello, played))
			compared++
		}
	}
	require.Greater(t, compared, 30)
}

// exported is what our schedule exports from the recorded connection.
func (r *recording) exported(t *testing.T, hello *wire.ServerHello, played suite) []byte {
	t.Helper()
	clientRandom := r.clientSent[5+6 : 5+6+32]
	sch := schedule{version: hello.Version, hash: played.prfHash}
	return sch.export(r.master(t, clientRandom), "EXPERIMENTAL", clientRandom, hello.Random[:], []byte("context"), 40)
}
