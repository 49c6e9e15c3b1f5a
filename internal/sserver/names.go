package sserver

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/internal/wire"
)

// A group is a named group and what OpenSSL calls it.
type group struct {
	id   tls.CurveID
	name string
}

// groups are those that OpenSSL is asked for.
func groups() []group {
	return []group{
		{tls.X25519, "X25519"}, {tls.CurveP256, "P-256"}, {tls.CurveP384, "P-384"}, {tls.CurveP521, "P-521"},
		{30, "X448"}, {22, "secp256k1"}, {21, "P-224"}, {19, "P-192"},
		{26, "brainpoolP256r1"}, {27, "brainpoolP384r1"}, {28, "brainpoolP512r1"},
		{0x11ec, "X25519MLKEM768"}, {0x11eb, "SecP256r1MLKEM768"}, {0x11ed, "SecP384r1MLKEM1024"}, {0x0201, "MLKEM768"}, {0x0202, "MLKEM1024"},
	}
}

// A protocol is a version and what OpenSSL calls it, as an option of openssl ciphers and as
// the value of -min_protocol.
type protocol struct {
	version      uint16
	option, name string
}

func protocols() []protocol {
	return []protocol{
		{wire.VersionSSL30, "-ssl3", "SSLv3"},
		{tls.VersionTLS10, "-tls1", "TLSv1"},
		{tls.VersionTLS11, "-tls1_1", "TLSv1.1"},
		{tls.VersionTLS12, "-tls1_2", "TLSv1.2"},
		{tls.VersionTLS13, "-tls1_3", "TLSv1.3"},
	}
}

// protocolName is the value of -min_protocol.
func protocolName(version uint16) string {
	for _, p := range protocols() {
		if p.version == version {
			return p.name
		}
	}
	return ""
}
