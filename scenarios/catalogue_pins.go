package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
)

func meetingsOfPins() []Meeting {
	return []Meeting{
		{Server: fixtures.TLS10RSAKeyExchange(), Go: meets(connects10(tls.TLS_RSA_WITH_AES_256_CBC_SHA), since("1.18", selectedUnsupported("301")), since("1.22", handshakeFailure())),
			OpenSSL: "alert handshake failure"},
	}
}
