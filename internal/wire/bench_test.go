package wire_test

import (
	"testing"

	"github.com/legacytls/legacytls/internal/wire"
)

func BenchmarkDecodeFlow(b *testing.B) {
	flow := framed(browserHello(), 16384) // 1.5 KB
	b.SetBytes(int64(len(flow)))
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if wire.DecodeFlow(flow).Err != nil {
			b.Fatal("the hello must be good")
		}
	}
}

func BenchmarkDecodeFlowAndClientHello(b *testing.B) {
	flow := framed(browserHello(), 16384)
	b.SetBytes(int64(len(flow)))
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := wire.DecodeFlow(flow).ClientHello(); err != nil {
			b.Fatal(err)
		}
	}
}
