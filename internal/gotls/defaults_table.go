package gotls

import "crypto/tls"

// A change is what a release did to the defaults.
type change struct {
	since  string          // the release, a patch release where one did it
	unless []string        // settings that keep the change from a program, each alone, with their old value
	to     func(*Defaults) // makes the change
}

// changes is the table. Each row is about what the rows above it left. Its
// release says so in its notes (https://go.dev/doc/go1.N), unless said otherwise.
func changes() []change {
	return []change{
		{"1.12", nil, start},
		{"1.12", unless("tls13"), addTLS13},

		{"1.13", nil, server(tls.VersionTLS10)}, // SSL 3.0 before, by mistake
		{"1.13", nil, schemes(
			rsaPSSSHA256, ecdsaSecp256r1SHA256, ed25519, rsaPSSSHA384, rsaPSSSHA512,
			rsaPKCS1SHA256, rsaPKCS1SHA384, rsaPKCS1SHA512, ecdsaSecp384r1SHA384, ecdsaSecp521r1SHA512,
			rsaPKCS1SHA1, ecdsaSHA1)},

		{"1.17", nil, suites(
			tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
			tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
			tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
			tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
			tls.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
			tls.TLS_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_RSA_WITH_AES_256_GCM_SHA384,
			tls.TLS_RSA_WITH_AES_128_CBC_SHA, tls.TLS_RSA_WITH_AES_256_CBC_SHA,
			tls.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA, tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA,
			tls.TLS_AES_128_GCM_SHA256, tls.TLS_AES_256_GCM_SHA384, tls.TLS_CHACHA20_POLY1305_SHA256)},

		{"1.18", unless("tls10default"), dropVersions(tls.VersionTLS11, tls.VersionTLS10)},

		{"1.21", nil, extensions( // extended_master_secret is new
			extServerName, extStatusRequest, extSupportedGroups, extPointFormats, extSignatureAlgorithms,
			extRenegotiationInfo, extExtendedMasterSecret, extSCT, extSupportedVersions, extKeyShare)},

		{"1.22", unless("tlsrsakex"), dropSuites(
			tls.TLS_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_RSA_WITH_AES_256_GCM_SHA384,
			tls.TLS_RSA_WITH_AES_128_CBC_SHA, tls.TLS_RSA_WITH_AES_256_CBC_SHA,
			tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA)},
		{"1.22", unless("tls10server"), server(tls.VersionTLS12)},

		{"1.23", unless("tls3des"), dropSuites(
			tls.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA, tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA)},
		{"1.23", unless("tlskyber"), addHybrid(x25519Kyber768Draft00)},
		{"1.23", nil, extensions( // another order; not in the release notes
			extServerName, extPointFormats, extRenegotiationInfo, extExtendedMasterSecret, extSCT,
			extStatusRequest, extSupportedGroups, extSignatureAlgorithms, extSupportedVersions, extKeyShare)},

		{"1.24", nil, dropGroups(x25519Kyber768Draft00)},
		{"1.24", unless("tlsmlkem"), addHybrid(x25519MLKEM768)},

		{"1.25", nil, addSchemesCert}, // not in the release notes
		{"1.25", unless("tlssha1"), dropSchemes(rsaPKCS1SHA1, ecdsaSHA1)},

		{"1.26", unless("tlsmlkem", "tlssecpmlkem"), groups(
			x25519MLKEM768, secp256r1MLKEM768, secp384r1MLKEM1024, x25519, secp256r1, secp384r1, secp521r1)},

		{"1.27", nil, addSchemes(mldsa44, mldsa65, mldsa87)},
		{"1.27.4", nil, dropSchemesCert(mldsa44, mldsa65, mldsa87)}, // https://go.dev/issue/82536
	}
}

// start makes the defaults of Go 1.12.
func start(d *Defaults) {
	*d = Defaults{
		Suites: []uint16{
			tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
			tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
			tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
			tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
			tls.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA, tls.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA,
			tls.TLS_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_RSA_WITH_AES_256_GCM_SHA384,
			tls.TLS_RSA_WITH_AES_128_CBC_SHA, tls.TLS_RSA_WITH_AES_256_CBC_SHA,
			tls.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA, tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA,
		},
		Groups:   []uint16{x25519, secp256r1, secp384r1, secp521r1},
		Versions: []uint16{tls.VersionTLS12, tls.VersionTLS11, tls.VersionTLS10},
		SignatureAlgorithms: []uint16{
			rsaPSSSHA256, rsaPSSSHA384, rsaPSSSHA512,
			rsaPKCS1SHA256, ecdsaSecp256r1SHA256, rsaPKCS1SHA384, ecdsaSecp384r1SHA384,
			rsaPKCS1SHA512, ecdsaSecp521r1SHA512, rsaPKCS1SHA1, ecdsaSHA1,
		},
		Extensions: []uint16{
			extServerName, extStatusRequest, extSupportedGroups, extPointFormats, extSignatureAlgorithms,
			extRenegotiationInfo, extSCT, extSupportedVersions,
		},
		ServerMin: 0x0300, // SSL 3.0
		ServerMax: tls.VersionTLS12,
	}
}

func addTLS13(d *Defaults) {
	d.Suites = append(d.Suites, tls.TLS_AES_128_GCM_SHA256, tls.TLS_CHACHA20_POLY1305_SHA256, tls.TLS_AES_256_GCM_SHA384)
	d.Versions = append([]uint16{tls.VersionTLS13}, d.Versions...)
	d.KeyShares = []uint16{x25519}
	d.Extensions = append(d.Extensions, extKeyShare)
	d.ServerMax = tls.VersionTLS13
}
