package wire_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

// helloOfJA3 is a hello with what a JA3 string says.
func helloOfJA3(t *testing.T, text string) *wire.ClientHello {
	t.Helper()
	fields := strings.Split(text, ",")
	require.Len(t, fields, 5)
	numbers := func(field string) (ids []uint16) {
		for _, word := range strings.FieldsFunc(field, func(r rune) bool { return r == '-' }) {
			n, err := strconv.ParseUint(word, 10, 16)
			require.NoError(t, err)
			ids = append(ids, uint16(n))
		}
		return ids
	}
	h := &wire.ClientHello{Version: numbers(fields[0])[0], CipherSuites: numbers(fields[1]), Groups: numbers(fields[3])}
	for _, id := range numbers(fields[2]) {
		h.Extensions = append(h.Extensions, wire.Extension{ID: id})
	}
	for _, f := range numbers(fields[4]) {
		h.PointFormats = append(h.PointFormats, uint8(f))
	}
	return h
}

// The examples in the README of JA3's repository.
func TestJA3IsAsItsAuthorsPublished(t *testing.T) {
	t.Parallel()
	for text, hash := range map[string]string{
		"769,47-53-5-10-49161-49162-49171-49172-50-56-19-4,0-10-11,23-24-25,0": "ada70206e40642a3e4461f35503241d5",
		"769,4-5-10-9-100-98-3-6-19-18-99,,,":                                  "de350869b8c85de67a350c8d186f11e6",
	} {
		h := helloOfJA3(t, text)
		require.Equal(t, text, h.JA3())
		require.Equal(t, hash, h.JA3Hash())
		h.CipherSuites = append([]uint16{0x1a1a}, h.CipherSuites...)
		h.Groups = append(h.Groups, 0xfafa)
		h.Extensions = append(h.Extensions, wire.Extension{ID: 0x0a0a})
		require.Equal(t, text, h.JA3(), "GREASE is left out")
	}
}

// The example in JA4's technical details: a Chrome.
func TestJA4IsAsItsAuthorsPublished(t *testing.T) {
	t.Parallel()
	const raw = "t13d1516h2_002f,0035,009c,009d,1301,1302,1303,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_" +
		"0005,000a,000b,000d,0012,0015,0017,001b,0023,002b,002d,0033,4469,ff01_0403,0804,0401,0503,0805,0501,0806,0601"
	h := chromeOfJA4(t, raw)
	require.Equal(t, raw, h.JA4Raw())
	require.Equal(t, "t13d1516h2_8daaf6152771_e5627efa2ab1", h.JA4())
}

// chromeOfJA4 is a hello with the lists of a JA4_r, turned round and with GREASE, which must
// not matter.
func chromeOfJA4(t *testing.T, raw string) *wire.ClientHello {
	t.Helper()
	parts := strings.Split(raw, "_")
	ids := func(list string) (ids []uint16) {
		for _, word := range strings.Split(list, ",") {
			n, err := strconv.ParseUint(word, 16, 16)
			require.NoError(t, err)
			ids = append(ids, uint16(n))
		}
		return ids
	}
	h := &wire.ClientHello{Version: wire.VersionTLS12, SupportedVersions: []uint16{0x2a2a, wire.VersionTLS13, wire.VersionTLS12}, ALPN: []string{"h2", "http/1.1"}}
	for _, id := range ids(parts[1]) {
		h.CipherSuites = append([]uint16{id}, h.CipherSuites...)
	}
	h.CipherSuites = append([]uint16{0x4a4a}, h.CipherSuites...)
	for _, id := range append(ids(parts[2]), wire.ExtServerName, wire.ExtALPN, 0x7a7a) {
		h.Extensions = append([]wire.Extension{{ID: id}}, h.Extensions...)
	}
	h.SignatureAlgorithms = ids(parts[3])
	return h
}

func TestJA4SaysWhatAHelloIs(t *testing.T) {
	t.Parallel()
	many := make([]uint16, 120)
	for i := range many {
		many[i] = uint16(i)
	}
	for want, h := range map[string]*wire.ClientHello{
		"t10i010000": {Version: wire.VersionTLS10, CipherSuites: []uint16{47}},
		"ts3i000000": {Version: wire.VersionSSL30},
		"t11i9900zz": {Version: wire.VersionTLS11, CipherSuites: many, ALPN: []string{"zz"}},
		"t12i0000ab": {Version: wire.VersionTLS12, ALPN: []string{"\xab"}},
		"t12i0000aa": {Version: wire.VersionTLS12, ALPN: []string{"a"}},
		"t00i000031": {Version: 0x0505, ALPN: []string{"0\xaa\xb1"}},
		"t12d000100": {Version: wire.VersionTLS12, Extensions: []wire.Extension{wire.ServerName("a.test")}},
	} {
		require.Equal(t, want, strings.Split(h.JA4(), "_")[0], fmt.Sprintf("%+v", h))
	}
	require.Equal(t, "t12i000000_000000000000_000000000000", (&wire.ClientHello{Version: wire.VersionTLS12}).JA4())
}
