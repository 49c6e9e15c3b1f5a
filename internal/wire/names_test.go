package wire_test

import (
	"crypto/tls"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/legacytls/legacytls/internal/wire"
	"github.com/stretchr/testify/require"
)

func TestNamesAreUniqueAndReadable(t *testing.T) {
	readable := regexp.MustCompile(`^[A-Za-z0-9_. ()]+$`)
	for table, name := range map[string]func(uint16) string{
		"group":            wire.GroupName,
		"signature scheme": wire.SignatureSchemeName,
		"extension":        wire.ExtensionName,
		"version":          wire.VersionName,
		"alert":            func(id uint16) string { return wire.AlertName(uint8(id)) },
		"handshake type":   func(id uint16) string { return wire.HandshakeType(id).String() },
		"content type":     func(id uint16) string { return wire.ContentType(id).String() },
	} {
		ids := map[string]uint16{}
		last := 0xffff
		if !strings.Contains("group signature scheme extension version", table) {
			last = 0xff
		}
		for id := 0; id <= last; id++ {
			n := name(uint16(id))
			if other, taken := ids[n]; taken || !readable.MatchString(n) {
				t.Errorf("%s %d is called %q, as is %d", table, id, n, other)
			}
			ids[n] = uint16(id)
		}
	}
}

func TestNamesOfTheRegistries(t *testing.T) {
	for want, got := range map[string]string{
		"x25519":                       wire.GroupName(uint16(tls.X25519)),
		"secp256r1":                    wire.GroupName(uint16(tls.CurveP256)),
		"secp384r1":                    wire.GroupName(uint16(tls.CurveP384)),
		"secp521r1":                    wire.GroupName(uint16(tls.CurveP521)),
		"SecP256r1MLKEM768":            wire.GroupName(4587),
		"X25519MLKEM768":               wire.GroupName(4588),
		"SecP384r1MLKEM1024":           wire.GroupName(4589),
		"X25519Kyber768Draft00":        wire.GroupName(25497),
		"ffdhe2048":                    wire.GroupName(256),
		"0x1234":                       wire.GroupName(0x1234),
		"GREASE(0xfafa)":               wire.GroupName(0xfafa),
		"rsa_pkcs1_sha1":               wire.SignatureSchemeName(uint16(tls.PKCS1WithSHA1)),
		"rsa_pkcs1_sha512":             wire.SignatureSchemeName(uint16(tls.PKCS1WithSHA512)),
		"rsa_pss_rsae_sha256":          wire.SignatureSchemeName(uint16(tls.PSSWithSHA256)),
		"ecdsa_sha1":                   wire.SignatureSchemeName(uint16(tls.ECDSAWithSHA1)),
		"ecdsa_secp521r1_sha512":       wire.SignatureSchemeName(uint16(tls.ECDSAWithP521AndSHA512)),
		"ed25519":                      wire.SignatureSchemeName(uint16(tls.Ed25519)),
		"mldsa44":                      wire.SignatureSchemeName(0x0904),
		"mldsa65":                      wire.SignatureSchemeName(0x0905),
		"mldsa87":                      wire.SignatureSchemeName(0x0906),
		"rsa_pkcs1_md5":                wire.SignatureSchemeName(0x0101),
		"dsa_sha1":                     wire.SignatureSchemeName(0x0202),
		"renegotiation_info":           wire.ExtensionName(0xff01),
		"encrypted_client_hello":       wire.ExtensionName(0xfe0d),
		"signed_certificate_timestamp": wire.ExtensionName(18),
		"psk_key_exchange_modes":       wire.ExtensionName(45),
		"SSL 3.0":                      wire.VersionName(0x0300),
		"TLS 1.3 draft 28":             wire.VersionName(0x7f1c),
		"0x0500":                       wire.VersionName(0x0500),
		"handshake message of type 99": wire.HandshakeType(99).String(),
		"content type 99":              wire.ContentType(99).String(),
	} {
		require.Equal(t, want, got)
	}
}

func TestVersionNamesAreThoseOfCryptoTLS(t *testing.T) {
	for v := uint16(tls.VersionTLS10); v <= tls.VersionTLS13; v++ {
		require.Equal(t, tls.VersionName(v), wire.VersionName(v))
	}
}

func TestThereAreSixteenGREASEValues(t *testing.T) {
	var found []string
	for id := 0; id <= 0xffff; id++ {
		if wire.IsGREASE(uint16(id)) {
			found = append(found, fmt.Sprintf("%04x", id))
		}
	}
	require.Equal(t, "0a0a 1a1a 2a2a 3a3a 4a4a 5a5a 6a6a 7a7a 8a8a 9a9a aaaa baba caca dada eaea fafa", strings.Join(found, " "))
}
