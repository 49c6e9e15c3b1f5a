package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

// The raw clients of this file are ordinary ones, for scenarios that change one
// thing about them.

// hello12 is a client of TLS 1.2 with these suites, and after the extensions
// that ECDHE needs any others.
func hello12(suites []uint16, more ...harness.Extension) *harness.RawClient {
	return &harness.RawClient{
		Version: tls.VersionTLS12,
		Suites:  suites,
		Extensions: append([]harness.Extension{
			wire.SupportedGroups(uint16(tls.X25519), uint16(tls.CurveP256)),
			wire.PointFormats(0),
			wire.SignatureAlgorithms(uint16(tls.PSSWithSHA256), uint16(tls.PKCS1WithSHA256)),
		}, more...),
	}
}

// hello13 is a client of TLS 1.3 alone with these suites and a key share of
// X25519.
func hello13(suites ...uint16) *harness.RawClient {
	return &harness.RawClient{
		Version:   tls.VersionTLS12,
		SessionID: make([]byte, 32),
		Suites:    suites,
		Extensions: []harness.Extension{
			wire.SupportedVersions(tls.VersionTLS13),
			wire.SupportedGroups(uint16(tls.X25519), uint16(tls.CurveP256)),
			wire.SignatureAlgorithms(uint16(tls.PSSWithSHA256)),
			wire.KeyShareOf(uint16(tls.X25519), x25519Share()),
		},
	}
}

// leavingOut is a client without the extension that it has otherwise.
func leavingOut(id uint16, client *harness.RawClient) *harness.RawClient {
	changed := *client
	changed.Extensions = nil
	for _, e := range client.Extensions {
		if e.ID != id {
			changed.Extensions = append(changed.Extensions, e)
		}
	}
	return &changed
}

// x25519Share is a public key of X25519, the base point (RFC 7748, section 4.1).
func x25519Share() []byte { return append([]byte{9}, make([]byte, 31)...) }

// gcmSuite is one suite that every release has.
func gcmSuite() []uint16 { return []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256} }
