package wire_test

import (
	"bytes"
	"runtime"
	"testing"

	"github.com/legacytls/legacytls/internal/wire"
	"github.com/stretchr/testify/require"
)

// Each input is the worst of its kind: as many results as its bytes can give, or
// lengths that promise much more than there is.
func TestMemoryIsBoundByTheInput(t *testing.T) {
	const size = 64 << 10
	emptyExtensions := bytes.Repeat([]byte{0xaa, 0xaa, 0, 0}, 16000)
	for i := 0; i < len(emptyExtensions); i += 4 {
		emptyExtensions[i], emptyExtensions[i+1] = byte(i>>10), byte(i>>2) // all different
	}
	inputs := map[string][]byte{
		"empty records":        bytes.Repeat([]byte{22, 3, 1, 0, 0}, size/5),
		"alerts":               bytes.Repeat([]byte{21, 3, 1, 0, 2, 1, 0}, size/7),
		"empty messages":       framed(make([]byte, size), 16384),
		"one byte per record":  framed(make([]byte, size/6), 1),
		"a long record":        {22, 3, 1, 0xff, 0xff},
		"a long message":       {22, 3, 1, 0, 4, 1, 0xff, 0xff, 0xff},
		"empty extensions":     framed(clientHello(0x0303, u16(1), vec(2, emptyExtensions)), 16384),
		"many suites":          framed(clientHello(0x0303, make([]byte, 65534)), 16384),
		"one byte ALPN names":  framed(clientHello(0x0303, u16(1), vec(2, extension(16, vec(2, bytes.Repeat([]byte{1, 'x'}, 32000))))), 16384),
		"empty key shares":     framed(clientHello(0x0303, u16(1), vec(2, extension(51, vec(2, make([]byte, 64000))))), 16384),
		"server key exchange?": framed(append(serverHello(0x0303), append([]byte{12}, vec(3, []byte{3, 0, 24, 255})...)...), 16384),
	}
	for name, input := range inputs {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		flow := wire.DecodeFlow(input)
		_, _ = flow.ClientHello()
		_ = flow.Group()
		runtime.ReadMemStats(&after)
		used := after.TotalAlloc - before.TotalAlloc
		require.Less(t, used, uint64(150*len(input)+8192), "%s: %d bytes of input", name, len(input))
	}
}
