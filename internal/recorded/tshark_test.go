package recorded_test

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/recorded"
	"github.com/legacytls/legacytls/internal/wire"
)

// A decoder that has nothing to do with ours reads the same in each recording.
func TestTsharkReadsTheSameInEachRecording(t *testing.T) {
	tshark := needs.Command(t, needs.TShark)
	hellos := recorded.Hellos()
	file := filepath.Join(t.TempDir(), "hellos.pcap")
	require.NoError(t, os.WriteFile(file, capture(hellos), 0o600))

	args := []string{"-r", file, "-T", "fields", "-E", "occurrence=a", "-E", "aggregator=,", "-Y", "tls.handshake.type == 1"}
	for _, f := range fields() {
		args = append(args, "-e", f.name)
	}
	cmd := exec.Command(tshark, args...)
	var warnings bytes.Buffer
	cmd.Stderr = &warnings
	out, err := cmd.Output()
	require.NoError(t, err, warnings.String())
	lines := strings.Split(strings.TrimRight(string(out), "\n"), "\n")
	require.Len(t, lines, len(hellos), warnings.String())
	for i, h := range hellos {
		values := strings.Split(lines[i], "\t")
		require.Len(t, values, len(fields()), h)
		for j, f := range fields() {
			require.Equal(t, f.ours(h.ClientHello()), values[j], "%s: %s", h, f.name)
		}
	}
}

// A field is what tshark calls it, and how it writes what we read.
type field struct {
	name string
	ours func(*wire.ClientHello) string
}

func fields() []field {
	return []field{
		{"tcp.len", func(h *wire.ClientHello) string { return fmt.Sprint(h.Size) }},
		{"tls.record.version", func(h *wire.ClientHello) string { return hexID(h.RecordVersion) }},
		{"tls.record.length", func(h *wire.ClientHello) string { return fmt.Sprint(len(h.Raw)) }},
		{"tls.handshake.length", func(h *wire.ClientHello) string { return fmt.Sprint(len(h.Raw) - 4) }},
		{"tls.handshake.version", func(h *wire.ClientHello) string { return hexID(h.Version) }},
		{"tls.handshake.random", func(h *wire.ClientHello) string { return hex.EncodeToString(h.Random[:]) }},
		{"tls.handshake.session_id_length", func(h *wire.ClientHello) string { return fmt.Sprint(len(h.SessionID)) }},
		{"tls.handshake.session_id", func(h *wire.ClientHello) string { return hex.EncodeToString(h.SessionID) }},
		{"tls.handshake.ciphersuite", func(h *wire.ClientHello) string { return list(h.CipherSuites, hexID) }},
		{"tls.handshake.comp_method", func(h *wire.ClientHello) string { return list(h.CompressionMethods, decimal[uint8]) }},
		{"tls.handshake.extension.type", func(h *wire.ClientHello) string {
			return list(h.Extensions, func(e wire.Extension) string { return fmt.Sprint(e.ID) })
		}},
		{"tls.handshake.extension.len", func(h *wire.ClientHello) string {
			return list(h.Extensions, func(e wire.Extension) string { return fmt.Sprint(len(e.Data)) })
		}},
		{"tls.handshake.extensions_server_name", func(h *wire.ClientHello) string { return h.ServerName }},
		{"tls.handshake.extensions_supported_group", func(h *wire.ClientHello) string { return list(h.Groups, hexID) }},
		{"tls.handshake.extensions_ec_point_format", func(h *wire.ClientHello) string { return list(h.PointFormats, decimal[uint8]) }},
		{"tls.handshake.sig_hash_alg", func(h *wire.ClientHello) string {
			return list(append(append([]uint16{}, h.SignatureAlgorithms...), h.SignatureAlgorithmsCert...), hexID)
		}},
		{"tls.handshake.extensions.supported_version", func(h *wire.ClientHello) string { return list(h.SupportedVersions, hexID) }},
		{"tls.handshake.extensions_key_share_group", func(h *wire.ClientHello) string {
			return list(h.KeyShares, func(s wire.KeyShare) string { return fmt.Sprint(s.Group) })
		}},
		{"tls.handshake.extensions_key_share_key_exchange_length", func(h *wire.ClientHello) string {
			return list(h.KeyShares, func(s wire.KeyShare) string { return fmt.Sprint(s.Length) })
		}},
		{"tls.handshake.ja3_full", (*wire.ClientHello).JA3},
		{"tls.handshake.ja3", (*wire.ClientHello).JA3Hash},
	}
}

func hexID(id uint16) string               { return fmt.Sprintf("0x%04x", id) }
func decimal[T uint8 | uint16](v T) string { return fmt.Sprint(v) }
func list[T any](all []T, text func(T) string) string {
	var texts []string
	for _, v := range all {
		texts = append(texts, text(v))
	}
	return strings.Join(texts, ",")
}

// capture is a file in which each hello is the first segment of a connection of its own
// to port 443 (draft-ietf-opsawg-pcap, sections 4 and 5).
func capture(hellos []recorded.Hello) []byte {
	const rawIP = 101 // LINKTYPE_RAW
	b := binary.LittleEndian.AppendUint32(nil, 0xa1b2c3d4)
	b = binary.LittleEndian.AppendUint16(b, 2)
	b = binary.LittleEndian.AppendUint16(b, 4)
	for _, v := range []uint32{0, 0, 1 << 16, rawIP} {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	for i, h := range hellos {
		p := packet(uint16(40000+i), h.Record)
		for _, v := range []int{0, 0, len(p), len(p)} {
			b = binary.LittleEndian.AppendUint32(b, uint32(v))
		}
		b = append(b, p...)
	}
	return b
}

// packet is one of IPv4 and TCP without checksums (RFC 791, section 3.1; RFC 9293, section 3.1).
func packet(port uint16, payload []byte) []byte {
	b := []byte{0x45, 0}
	b = binary.BigEndian.AppendUint16(b, uint16(20+20+len(payload)))
	b = append(b, 0, 0, 0, 0, 64, 6, 0, 0, 127, 0, 0, 1, 127, 0, 0, 1)
	b = binary.BigEndian.AppendUint16(b, port)
	b = binary.BigEndian.AppendUint16(b, 443)
	b = append(b, 0, 0, 0, 1, 0, 0, 0, 1, 5<<4, 0x18, 0xff, 0xff, 0, 0, 0, 0) // PSH and ACK
	return append(b, payload...)
}
