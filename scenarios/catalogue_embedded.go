package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
)

func meetingsOfEmbedded() []Meeting {
	return []Meeting{
		{Server: fixtures.TLS10Hypervisor(), Go: breaksTwice(connects10(tls.TLS_RSA_WITH_AES_256_CBC_SHA), "301", handshakeFailure()), OpenSSL: "AES256-SHA"},
		{Server: fixtures.TLS12Hypervisor(), Go: meets(connects12(tls.TLS_RSA_WITH_AES_256_GCM_SHA384), since("1.22", handshakeFailure())), OpenSSL: "AES256-GCM-SHA384"},
		{Server: fixtures.VMwareHorizonView(), Go: meets(connects11(tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA), since("1.18", selectedUnsupported("302"))), OpenSSL: "legacy sigalg disallowed or unsupported"},
		{Server: fixtures.AxTLS(), Go: breaksTwice(connects11(tls.TLS_RSA_WITH_AES_128_CBC_SHA), "302", illegalParameter()), OpenSSL: opensslNoRenegotiationInfo},
		{Server: fixtures.TLS10RC4UPS(), Go: breaksTwice(connects10(tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA), "301", closed()), OpenSSL: opensslNoRenegotiationInfo},
		{Server: fixtures.TLS10RC4Printer(), Go: breaksTwice(connects10(tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA), "301", reset()), OpenSSL: opensslNoRenegotiationInfo},
		{Server: fixtures.OneConnectionController(), Go: meets(connects12(tls.TLS_RSA_WITH_AES_256_CBC_SHA), since("1.22", closed())), OpenSSL: opensslNoRenegotiationInfo},
	}
}
