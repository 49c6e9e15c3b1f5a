package agent

import (
	"context"
	"crypto/tls"
	"testing"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// BenchmarkDial is one connection with an exchange through one agent: a full TLS 1.2
// handshake with RSA 2048 and ECDHE P-256 against crypto/tls in this process.
func BenchmarkDial(b *testing.B) {
	config := tls12(b)
	config.CurvePreferences = []tls.CurveID{tls.CurveP256}
	server := servePeer(b, config)
	p := startAgent(b, local)
	request := protocol.Dial{Addr: server.addr, Config: protocol.Config{Roots: certificatesOf(b, testPKI).caPEM}}
	b.SetParallelism(4)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if r, err := p.Dial(context.Background(), request); err != nil || r.Error != "" {
				b.Error(err, r.Error)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "dials/s")
}
