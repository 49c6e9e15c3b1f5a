package wire_test

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"reflect"
	"testing"

	"github.com/legacytls/legacytls/internal/wire"
	"github.com/stretchr/testify/require"
)

// readByCryptoTLS has crypto/tls's own parser read the first ClientHello of a
// flow. It returns nil when that refuses it.
func readByCryptoTLS(flow []byte) *tls.ClientHelloInfo {
	var info *tls.ClientHelloInfo
	conn := tls.Server(&replay{Reader: bytes.NewReader(flow)}, &tls.Config{
		GetConfigForClient: func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			info = hello
			return nil, errors.New("seen enough")
		},
	})
	_ = conn.Handshake() // never succeeds
	return info
}

// A replay is a connection from a peer that says what is in Reader.
type replay struct {
	net.Conn
	io.Reader
}

func (r *replay) Read(b []byte) (int, error)  { return r.Reader.Read(b) }
func (r *replay) Write(b []byte) (int, error) { return len(b), nil }
func (r *replay) Close() error                { return nil }

// requireAgreement compares a hello with crypto/tls's view of the same bytes.
func requireAgreement(t testing.TB, info *tls.ClientHelloInfo, hello *wire.ClientHello) {
	t.Helper()
	require.NotNil(t, info, "crypto/tls must have read the hello")
	require.Equal(t, info.CipherSuites, hello.CipherSuites)
	require.Equal(t, info.ServerName, hello.ServerName)
	require.Equal(t, sameLength(info.SupportedProtos), sameLength(hello.ALPN))
	require.Equal(t, numbers(info.SupportedCurves), numbers(hello.Groups))
	require.Equal(t, numbers(info.SignatureSchemes), numbers(hello.SignatureAlgorithms))
	require.Equal(t, sameLength(info.SupportedPoints), sameLength(hello.PointFormats))
	if hello.SupportedVersions != nil {
		require.Equal(t, info.SupportedVersions, hello.SupportedVersions)
	} else if hello.Version <= wire.VersionTLS12 {
		require.Equal(t, sameLength(info.SupportedVersions), sameLength(versionsCryptoTLSKnows(hello)))
	}
	if ids := reflect.ValueOf(*info).FieldByName("Extensions"); ids.IsValid() { // Go 1.24
		require.Equal(t, numbers(ids.Interface().([]uint16)), extensionIDs(hello.Extensions))
	}
}

// versionsCryptoTLSKnows leaves out SSL 3.0 and below.
func versionsCryptoTLSKnows(hello *wire.ClientHello) []uint16 {
	var known []uint16
	for _, v := range hello.Versions() {
		if v >= wire.VersionTLS10 {
			known = append(known, v)
		}
	}
	return known
}

// sameLength makes nil and empty the same, as crypto/tls does.
func sameLength[T any](values []T) []T { return append([]T{}, values...) }

func numbers[T ~uint16](values []T) []uint16 {
	ids := []uint16{}
	for _, v := range values {
		ids = append(ids, uint16(v))
	}
	return ids
}

func extensionIDs(extensions []wire.Extension) []uint16 {
	ids := []uint16{}
	for _, e := range extensions {
		ids = append(ids, e.ID)
	}
	return ids
}
