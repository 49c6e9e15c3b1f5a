package legacy

import (
	"bytes"
	"crypto/tls"
	"io"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/wire"
)

func BenchmarkSeal(b *testing.B) {
	for _, c := range inTLS12(constructions()) {
		b.Run(c.String(), func(b *testing.B) {
			sender, fragment := c.protection(b), make([]byte, maxFragment)
			buffer := make([]byte, 0, maxFragment+maxExpansion)
			b.SetBytes(maxFragment)
			b.ReportAllocs()
			for i := 0; i < b.N; i++ {
				buffer = sender.seal(buffer[:0], c.header(uint64(i)), fragment)
			}
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	for _, c := range inTLS12(constructions()) {
		b.Run(c.String(), func(b *testing.B) {
			sender, receiver, fragment := c.protection(b), c.protection(b), make([]byte, maxFragment)
			var payload []byte
			b.SetBytes(maxFragment)
			b.ReportAllocs()
			for i := 0; i < b.N; i++ {
				b.StopTimer()
				payload = sender.seal(payload[:0], c.header(uint64(i)), fragment)
				b.StartTimer()
				if _, err := receiver.open(c.header(uint64(i)), payload); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func inTLS12(all []construction) []construction {
	var some []construction
	for _, c := range all {
		if c.version == wire.VersionTLS12 {
			some = append(some, c)
		}
	}
	return some
}

// bulkSuites are those that crypto/tls has too, and so can be compared with it.
func bulkSuites() []uint16 {
	return []uint16{
		tls.TLS_RSA_WITH_AES_128_CBC_SHA, tls.TLS_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_RSA_WITH_AES_256_GCM_SHA384,
		tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA, tls.TLS_RSA_WITH_RC4_128_SHA,
	}
}

const bulkBytes = 1 << 20 // written per iteration, in records of 16 KB

// BenchmarkBulk writes through a TCP connection of loopback, from one record
// layer to another, and, to compare, from crypto/tls to crypto/tls.
func BenchmarkBulk(b *testing.B) {
	for _, id := range bulkSuites() {
		played, ok := suiteByID(id)
		require.True(b, ok)
		b.Run(played.OpenSSL+"/records", func(b *testing.B) {
			client, server := tcpPair(b)
			reader, writer := newRecordLayer(client), newRecordLayer(server)
			c := construction{played, wire.VersionTLS12}
			reader.setVersion(c.version)
			reader.protectReads(c.protection(b))
			writer.setVersion(c.version)
			writer.protectWrites(c.protection(b))
			benchmarkBulk(b, func(chunk []byte) error {
				writer.queue(wire.ApplicationData, chunk)
				return writer.flush()
			}, func() (int, error) {
				_, fragment, err := reader.read()
				return len(fragment), err
			})
		})
		b.Run(played.OpenSSL+"/crypto-tls", func(b *testing.B) {
			client, server := cryptoTLSPair(b, id)
			buffer := make([]byte, maxFragment)
			benchmarkBulk(b, func(chunk []byte) error {
				_, err := server.Write(chunk)
				return err
			}, func() (int, error) { return client.Read(buffer) })
		})
	}
}

func benchmarkBulk(b *testing.B, write func([]byte) error, read func() (int, error)) {
	b.SetBytes(bulkBytes)
	b.ReportAllocs()
	b.ResetTimer()
	done := make(chan error, 1)
	go func() {
		chunk := make([]byte, maxFragment)
		var err error
		for i := 0; i < b.N*bulkBytes/len(chunk) && err == nil; i++ {
			err = write(chunk)
		}
		done <- err
	}()
	for left := b.N * bulkBytes; left > 0; {
		n, err := read()
		if err != nil {
			b.Fatal(err)
		}
		left -= n
	}
	require.NoError(b, <-done)
}

func tcpPair(tb testing.TB) (client, server net.Conn) {
	tb.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(tb, err)
	defer listener.Close()
	client, err = net.Dial("tcp", listener.Addr().String())
	require.NoError(tb, err)
	server, err = listener.Accept()
	require.NoError(tb, err)
	for _, conn := range []net.Conn{client, server} {
		conn := conn
		tb.Cleanup(func() { conn.Close() })
		require.NoError(tb, conn.SetDeadline(time.Now().Add(time.Minute)), "a bound against hanging, never reached")
	}
	return client, server
}

// cryptoTLSPair returns both ends of a connection of crypto/tls, after the
// handshake.
func cryptoTLSPair(tb testing.TB, id uint16) (client, server *tls.Conn) {
	tb.Helper()
	authority, err := certs.Shared()
	require.NoError(tb, err)
	cert, err := authority.Issue(certs.Spec{})
	require.NoError(tb, err)
	a, b := tcpPair(tb)
	config := &tls.Config{
		MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{id},
		Certificates: []tls.Certificate{cert.TLS()}, RootCAs: authority.Pool(), ServerName: "localhost",
		DynamicRecordSizingDisabled: true,
	}
	client, server = tls.Client(a, config), tls.Server(b, config)
	done := make(chan error, 1)
	go func() { done <- server.Handshake() }()
	require.NoError(tb, client.Handshake())
	require.NoError(tb, <-done)
	return client, server
}

func BenchmarkRecordsInTheClear(b *testing.B) {
	sent := bytes.Repeat(record(22, 0x0301, make([]byte, 512)), 100)
	b.SetBytes(int64(len(sent)))
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		layer := reading(sent)
		for {
			_, _, err := layer.read()
			if err == io.EOF {
				break
			}
		}
	}
}
