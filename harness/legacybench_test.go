package harness_test

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// The bars of the legacy engine, against crypto/tls as the server in the same run
// of the same benchmark, with the same client: at most 1.1 times as long for a
// handshake, 1.5 times for bulk data. Each reports how many times as long it took.

// sharedSuites are those that both backends have.
func sharedSuites(b *testing.B) []fixtures.Profile {
	var shared []fixtures.Profile
	for _, s := range fixtures.Suites() {
		p, err := fixtures.Pinned(s.ID, tls.VersionTLS12)
		if err == nil && harness.CryptoTLS().Supports(p) == nil && harness.Legacy().Supports(p) == nil {
			shared = append(shared, p)
		}
	}
	require.NotEmpty(b, shared)
	return shared
}

func BenchmarkEngineHandshake(b *testing.B) {
	for _, p := range sharedSuites(b) {
		p.NoSessionTickets = true
		b.Run(p.SuiteNames()[0], func(b *testing.B) {
			compare(b, p, func(s *harness.Server) {
				conn, err := tls.Dial("tcp", s.Addr, explicitClient(s))
				require.NoError(b, err)
				conn.Close()
			})
		})
	}
}

// BenchmarkEngineHandshakeAllocations counts those of both ends, the client being
// the same.
func BenchmarkEngineHandshakeAllocations(b *testing.B) {
	p, err := fixtures.Pinned(tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, tls.VersionTLS12)
	require.NoError(b, err)
	for _, backend := range []harness.Backend{harness.Legacy(), harness.CryptoTLS()} {
		b.Run(backend.Name(), func(b *testing.B) {
			s := harness.Start(b, p, harness.WithBackend(backend), harness.WithConn(drain))
			b.ReportAllocs()
			b.ResetTimer()
			for i := 0; i < b.N; i++ {
				conn, err := tls.Dial("tcp", s.Addr, explicitClient(s))
				require.NoError(b, err)
				conn.Close()
			}
		})
	}
}

// BenchmarkEngineBulk sends 64 MB and gets as much back.
func BenchmarkEngineBulk(b *testing.B) {
	const size = 64 << 20
	chunk := make([]byte, 1<<16)
	for _, id := range []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256} {
		p, err := fixtures.Pinned(id, tls.VersionTLS12)
		require.NoError(b, err)
		b.Run(p.SuiteNames()[0], func(b *testing.B) {
			b.SetBytes(2 * size)
			compare(b, p, func(s *harness.Server) {
				conn, err := tls.Dial("tcp", s.Addr, explicitClient(s))
				require.NoError(b, err)
				defer conn.Close()
				for sent := 0; sent < size; sent += len(chunk) {
					_, err := conn.Write(chunk)
					require.NoError(b, err)
				}
				require.NoError(b, conn.CloseWrite())
				_, err = io.Copy(io.Discard, conn)
				require.NoError(b, err)
			})
		})
	}
}

// drain reads until the client's close_notify, and answers with as much.
func drain(conn net.Conn) {
	n, err := io.Copy(io.Discard, conn)
	if err != nil {
		return
	}
	chunk := make([]byte, 1<<16)
	for ; n > 0; n -= int64(len(chunk)) {
		if _, err := conn.Write(chunk); err != nil {
			return
		}
	}
}

// compare runs what a client does with each backend in turns, and reports how
// many times as long it takes with the engine. The benchmark's own time is that of
// both together.
func compare(b *testing.B, p fixtures.Profile, client func(*harness.Server)) {
	var took [2]time.Duration
	var servers [2]*harness.Server
	for i, backend := range []harness.Backend{harness.Legacy(), harness.CryptoTLS()} {
		servers[i] = harness.Start(b, p, harness.WithBackend(backend), harness.WithConn(drain))
		client(servers[i])
	}
	b.ResetTimer()
	for n := 0; n < b.N; n++ {
		for turn := range servers {
			i := (turn + n) % len(servers)
			start := time.Now()
			client(servers[i])
			took[i] += time.Since(start)
		}
	}
	b.ReportMetric(float64(took[0])/float64(took[1]), "x-crypto/tls")
}

// BenchmarkEngineThousandHandshakes makes a thousand handshakes at once; that all
// of them succeed is the point.
func BenchmarkEngineThousandHandshakes(b *testing.B) {
	s := harness.Start(b, fixtures.TLS12Only(), harness.WithLines(nil), harness.WithHandshakeTimeout(time.Minute))
	for n := 0; n < b.N; n++ {
		var wg sync.WaitGroup
		failed := make(chan error, 1000)
		for i := 0; i < cap(failed); i++ {
			wg.Add(1)
			go func() {
				defer wg.Done()
				if _, err := ping(s, explicitClient(s)); err != nil {
					failed <- err
				}
			}()
		}
		wg.Wait()
		close(failed)
		for err := range failed {
			b.Fatal(fmt.Errorf("of 1000 handshakes: %w", err))
		}
	}
}
