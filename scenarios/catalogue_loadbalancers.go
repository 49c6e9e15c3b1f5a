package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
)

func meetingsOfLoadBalancers() []Meeting {
	// The hello of such a client is in the zone of the hang from Go 1.13 to 1.21.
	longName := patient()
	longName.ServerName, longName.InsecureSkipVerify = "legacy.example.com", true
	return []Meeting{
		{Server: fixtures.F5BIGIP112(), Go: meets(connects12(tls.TLS_RSA_WITH_AES_128_CBC_SHA), since("1.22", handshakeFailure())), OpenSSL: "AES128-SHA"},
		{Server: fixtures.F5BIGIPHello256To511(), Client: longName, Go: meets(connects12(tls.TLS_RSA_WITH_AES_128_CBC_SHA), since("1.13", unanswered()), since("1.22", handshakeFailure())), OpenSSL: silence},
		{Server: fixtures.NetScaler(), Go: meets(connects12(tls.TLS_RSA_WITH_AES_256_CBC_SHA), since("1.22", handshakeFailure())), OpenSSL: "AES256-SHA"},
		{Server: fixtures.CiscoACE(), Go: breaksTwice(connects10(tls.TLS_RSA_WITH_AES_128_CBC_SHA), "301", handshakeFailure()), OpenSSL: opensslNoRenegotiationInfo},
		{Server: fixtures.CiscoESA(), Go: breaksTwice(connects10(tls.TLS_RSA_WITH_AES_128_CBC_SHA), "301", handshakeFailure()), OpenSSL: opensslSmallGroup},
		{Server: fixtures.TLS10RC4Firewall(), Go: breaksTwice(connects10(tls.TLS_RSA_WITH_AES_128_CBC_SHA), "301", handshakeFailure()), OpenSSL: opensslWeakKey},
		{Server: fixtures.FortiOS52(), Go: always(connects12(tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256)), OpenSSL: "ECDHE-RSA-AES256-GCM-SHA384"},
		{Server: fixtures.DrayTekVigor(), Go: meets(connects10(tls.TLS_RSA_WITH_AES_128_CBC_SHA), since("1.18", selectedUnsupported("301"))), OpenSSL: opensslNoRenegotiationInfo},
		{Server: fixtures.AristaEOS(), Go: meets(connects12(tls.TLS_RSA_WITH_AES_256_CBC_SHA), since("1.22", handshakeFailure())), OpenSSL: "AES256-SHA"},
		{Server: fixtures.InfobloxWAPI(), Go: meets(connects12(tls.TLS_RSA_WITH_AES_256_GCM_SHA384), since("1.22", handshakeFailure())), OpenSSL: "AES256-GCM-SHA384"},
	}
}
