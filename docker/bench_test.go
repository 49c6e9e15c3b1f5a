package docker_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/docker"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// BenchmarkStart measures the time until a container's server answers a ClientHello.
func BenchmarkStart(b *testing.B) {
	for _, g := range docker.Generations() {
		b.Run(g, func(b *testing.B) {
			needImage(b, g)
			backend := docker.OpenSSL(g)
			require.NoError(b, backend.Supports(fixtures.TLS12Only())) // has been asked what it can do
			b.ResetTimer()
			for range b.N {
				s, err := harness.Serve(bg, fixtures.TLS12Only(), harness.WithBackend(backend))
				require.NoError(b, err)
				b.StopTimer()
				require.NoError(b, s.Close())
				b.StartTimer()
			}
		})
	}
}
