package tshark_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"math/big"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/pcapng"
	"github.com/legacytls/legacytls/internal/pcapng/pcapngtest"
	"github.com/legacytls/legacytls/internal/tshark"
)

// A conversation is a connection of crypto/tls with itself, and what it says about it.
type conversation struct {
	pcapng.Connection
	hello  *tls.ClientHelloInfo
	client tls.ConnectionState
}

const (
	question = "GET /the/question HTTP/1.1\r\nHost: example.com\r\n\r\n"
	answer   = "HTTP/1.1 204 No Content\r\n\r\n"
)

// converse has a client of this configuration ask a server, whose certificate message has
// its certificate this many times.
func converse(t testing.TB, config *tls.Config, certificates int) *conversation {
	t.Helper()
	c := &conversation{}
	var keyLog bytes.Buffer
	config = config.Clone()
	config.ServerName, config.InsecureSkipVerify, config.KeyLogWriter = "example.com", true, &keyLog

	clientEnd, serverEnd := net.Pipe()
	recorded := pcapngtest.Record(serverEnd, pcapng.Connection{
		Client: netip.MustParseAddrPort("[2001:db8::1]:50001"),
		Server: netip.MustParseAddrPort("[2001:db8::2]:50002"),
	})
	served := make(chan error, 1)
	go func() { served <- serve(tls.Server(recorded, c.serverConfig(t, certificates))) }()
	conn := tls.Client(clientEnd, config)
	asked := make(chan error, 1)
	go func() { // while the server sends its ticket, for which the pipe has no room
		_, err := io.WriteString(conn, question)
		asked <- err
	}()
	got, err := io.ReadAll(conn)
	require.NoError(t, err)
	require.NoError(t, <-asked)
	require.Equal(t, answer, string(got))
	require.NoError(t, <-served)

	c.Connection, c.client = recorded.Connection(), conn.ConnectionState()
	c.KeyLog = keyLog.Bytes()
	return c
}

func serve(conn *tls.Conn) error {
	defer conn.Close()
	if _, err := io.ReadFull(conn, make([]byte, len(question))); err != nil {
		return err
	}
	_, err := io.WriteString(conn, answer)
	return err
}

func (c *conversation) serverConfig(t testing.TB, certificates int) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "example.com"}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	certificate := tls.Certificate{PrivateKey: key}
	for i := 0; i < certificates; i++ {
		certificate.Certificate = append(certificate.Certificate, der)
	}
	return &tls.Config{
		Certificates: []tls.Certificate{certificate},
		NextProtos:   []string{"http/1.1"},
		GetConfigForClient: func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			c.hello = hello
			return nil, nil
		},
	}
}

// cut returns the connection in packets of at most so many bytes.
func cut(c pcapng.Connection, size int) pcapng.Connection {
	var chunks []pcapng.Chunk
	for _, chunk := range c.Chunks {
		for data := chunk.Data; len(data) > 0; data = data[min(len(data), size):] {
			chunk.Data = data[:min(len(data), size)]
			chunks = append(chunks, chunk)
		}
	}
	c.Chunks = chunks
	return c
}

// dissect returns what tshark sees in a capture of these connections.
func dissect(t testing.TB, connections ...pcapng.Connection) []tshark.Stream {
	t.Helper()
	command := needs.Command(t, needs.TShark)
	var b bytes.Buffer
	w, err := pcapng.NewWriter(&b)
	require.NoError(t, err)
	for _, c := range connections {
		require.NoError(t, w.Write(c))
	}
	file := filepath.Join(t.TempDir(), "capture.pcapng")
	require.NoError(t, os.WriteFile(file, b.Bytes(), 0o600))
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	streams, err := tshark.Dissect(ctx, command, file)
	require.NoError(t, err)
	require.Len(t, streams, len(connections))
	return streams
}
