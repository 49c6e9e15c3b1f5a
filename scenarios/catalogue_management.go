package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
)

func meetingsOfManagement() []Meeting {
	return []Meeting{
		{Server: fixtures.ILO2(), Go: breaksTwice(connects10(tls.TLS_RSA_WITH_AES_128_CBC_SHA), "301", handshakeFailure()), OpenSSL: opensslWeakKey},
		{Server: fixtures.ILO3(), Go: breaksTwice(connects11(tls.TLS_RSA_WITH_AES_128_CBC_SHA), "302", handshakeFailure()), OpenSSL: opensslWeakKey},
		{Server: fixtures.ILO4(), Go: always(connects12(tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256)), OpenSSL: "ECDHE-RSA-AES256-GCM-SHA384"},
		{Server: fixtures.TLS10RC4BMC(), Go: breaksTwice(connects10(tls.TLS_RSA_WITH_AES_256_CBC_SHA), "301", handshakeFailure()), OpenSSL: opensslNoRenegotiationInfo},
		{Server: fixtures.TLS11ClosingBMC(), Go: breaksTwice(connects11(tls.TLS_RSA_WITH_AES_256_CBC_SHA), "302", closed()), OpenSSL: "AES256-SHA"},
		{Server: fixtures.TLS10DHERC4BMC(), Go: breaksTwice(connects10(tls.TLS_RSA_WITH_AES_128_CBC_SHA), "301", handshakeFailure()), OpenSSL: opensslNoRenegotiationInfo},
		{Server: fixtures.H3CHDM(), Go: meets(connects12(tls.TLS_RSA_WITH_AES_256_GCM_SHA384), since("1.22", handshakeFailure())), OpenSSL: "AES256-GCM-SHA384"},
	}
}
