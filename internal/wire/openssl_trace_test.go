package wire_test

import (
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/wire"
)

// A told is what s_client -trace says about one handshake message.
type told struct {
	t    testing.TB
	text string
}

// tell has OpenSSL tell the message of the given kind. It prints the ones of the
// server as it reads them, and its own.
func tell(t testing.TB, printed string, kind wire.HandshakeType) told {
	t.Helper()
	_, text, ok := strings.Cut(printed, "\n    "+kind.String()+", Length=")
	if !ok {
		require.NotContains(t, printed, "ServerHello, Length=", "%s must be in the trace", kind)
		needs.Missing(t, needs.OpenSSL, "this openssl is built without -trace")
	}
	text, _, _ = strings.Cut(text, "Record\nHeader:")
	return told{t, text}
}

// bytes returns a field that is printed in hex, behind its length.
func (m told) bytes(field string) []byte {
	m.t.Helper()
	found := regexp.MustCompile(regexp.QuoteMeta(field) + ` \(len=\d+\): ([0-9A-F]+)`).FindStringSubmatch(m.text)
	require.NotNil(m.t, found, "%s in %s", field, m.text)
	b, err := hex.DecodeString(found[1])
	require.NoError(m.t, err)
	return b
}

// number returns a field that is printed in decimal.
func (m told) number(field string) uint32 {
	m.t.Helper()
	found := regexp.MustCompile(`(?m)^\s*` + regexp.QuoteMeta(field) + `=(\d+)$`).FindStringSubmatch(m.text)
	require.NotNil(m.t, found, "%s in %s", field, m.text)
	n, err := strconv.ParseUint(found[1], 10, 32)
	require.NoError(m.t, err)
	return uint32(n)
}

// numbers returns what stands in brackets at the ends of the lines that match
// the pattern.
func (m told) numbers(t *testing.T, pattern string, base int) []uint16 {
	t.Helper()
	ids := []uint16{}
	for _, line := range regexp.MustCompile(`(?m)^\s*`+pattern+` \((?:0x)?(\w+)\)$`).FindAllStringSubmatch(m.text, -1) {
		ids = append(ids, uint16(number(t, line[1], base)))
	}
	return ids
}

// only returns the one message of a kind in a flow, header included.
func only(t testing.TB, flow *wire.Flow, kind wire.HandshakeType) []byte {
	t.Helper()
	require.NoError(t, flow.Err)
	found := messagesOf(flow, kind)
	require.Len(t, found, 1)
	return found[0].Raw
}
