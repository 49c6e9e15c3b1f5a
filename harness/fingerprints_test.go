package harness_test

import (
	"crypto/tls"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

// A fingerprint is what tls_prober recorded of a real device (fingerprints/*.fp in
// WestpointLtd/tls_prober, by the names of its probes), in its notation: an asterisk
// begins a record, after which stands its version; a ServerHello has one of its own.
type fingerprint struct {
	normal string // NormalHandshake: TLS 1.0, suites of RSA key exchange first
	ecOnly string // OnlyECCipherSuites: TLS 1.0
	high   string // HighHelloVersion: as NormalHandshake, with legacy_version 0x0400
}

func TestProductsAnswerAsWasRecordedOfThem(t *testing.T) {
	t.Parallel()
	const (
		oneByOne = "*(301)handshake:ServerHello(301)|*(301)handshake:Certificate|*(301)handshake:ServerHelloDone|"
		together = "*(301)handshake:ServerHello(301)|handshake:Certificate|handshake:ServerHelloDone|"
		refused  = "*(301)alert:HandshakeFailure:fatal|"
	)
	for _, c := range []struct {
		profile fixtures.Profile
		want    fingerprint
	}{
		{fixtures.ILO2(), fingerprint{normal: oneByOne, ecOnly: refused, high: oneByOne}},
		{fixtures.F5BIGIP112(), fingerprint{normal: oneByOne, ecOnly: refused, high: strings.ReplaceAll(oneByOne, "301", "303")}},
		{fixtures.CiscoACE(), fingerprint{normal: together, ecOnly: refused, high: "*(301)alert:DecodeError:fatal|"}},
		{fixtures.AxTLS(), fingerprint{normal: oneByOne, ecOnly: "*(301)alert:IllegalParameter:fatal|", high: strings.ReplaceAll(oneByOne, "301", "302")}},
		{fixtures.VMwareHorizonView(), fingerprint{normal: together, ecOnly: strings.Replace(together, "handshake:ServerHelloDone", "handshake:ServerKeyExchange|handshake:ServerHelloDone", 1),
			high: strings.ReplaceAll(together, "301", "302")}},
		{fixtures.DrayTekVigor(), fingerprint{normal: oneByOne, ecOnly: oneByOne, high: ""}},
	} {
		c := c
		t.Run(c.profile.Name, func(t *testing.T) {
			t.Parallel()
			s := harness.Start(t, c.profile)
			rsa := []uint16{0x002f, 0x0035, 0x0005, 0x0004, 0x000a}
			elliptic := []uint16{0xc009, 0xc00a, 0xc013, 0xc014}
			require.Equal(t, c.want.normal, probe(t, s, tls.VersionTLS10, rsa), "NormalHandshake")
			require.Equal(t, c.want.ecOnly, probe(t, s, tls.VersionTLS10, elliptic), "OnlyECCipherSuites")
			require.Equal(t, c.want.high, probe(t, s, 0x0400, rsa), "HighHelloVersion")
		})
	}
}

// probe sends a ClientHello and returns the answer, until the server waits for the
// client or the connection ends.
func probe(t *testing.T, s *harness.Server, version uint16, suites []uint16) string {
	t.Helper()
	conn, err := net.Dial("tcp", s.Addr)
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(patience)))
	hello := wire.ClientHello{Version: version, CipherSuites: suites, CompressionMethods: []byte{0}}
	if suites[0] >= 0xc000 {
		hello.Extensions = []wire.Extension{wire.SupportedGroups(23, 24, 25), wire.PointFormats(0)}
	}
	_, err = conn.Write(wire.MarshalRecord(wire.Handshake, tls.VersionTLS10, hello.Marshal()))
	require.NoError(t, err)
	return answer(t, conn)
}

// answer reads records, whose messages are whole here, up to the end of the flight.
func answer(t *testing.T, conn net.Conn) string {
	t.Helper()
	var seen strings.Builder
	for !strings.HasSuffix(seen.String(), "ServerHelloDone|") {
		header := make([]byte, 5)
		if _, err := io.ReadFull(conn, header); err != nil {
			return seen.String()
		}
		fragment := make([]byte, binary.BigEndian.Uint16(header[3:]))
		_, err := io.ReadFull(conn, fragment)
		require.NoError(t, err)
		fmt.Fprintf(&seen, "*(%x)", binary.BigEndian.Uint16(header[1:]))
		if wire.ContentType(header[0]) == wire.AlertRecord {
			fmt.Fprintf(&seen, "alert:%s:%s|", proberNames()[fragment[1]], map[byte]string{1: "warning", 2: "fatal"}[fragment[0]])
			return seen.String()
		}
		for len(fragment) > 0 {
			fmt.Fprintf(&seen, "handshake:%v", wire.HandshakeType(fragment[0]))
			if wire.HandshakeType(fragment[0]) == wire.TypeServerHello {
				fmt.Fprintf(&seen, "(%x)", binary.BigEndian.Uint16(fragment[4:]))
			}
			seen.WriteString("|")
			fragment = fragment[4+int(binary.BigEndian.Uint32(fragment)&0xffffff):]
		}
	}
	return seen.String()
}

// proberNames are the names that tls_prober has for alerts.
func proberNames() map[byte]string {
	return map[byte]string{40: "HandshakeFailure", 47: "IllegalParameter", 50: "DecodeError"}
}
