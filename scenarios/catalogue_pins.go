package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// noSuite is what OpenSSL says where Go says "handshake failure"; oldSignature what it
// says of a key exchange that is signed with SHA-1, as in TLS 1.0 and 1.1.
const (
	noSuite      = "alert handshake failure"
	oldSignature = "legacy sigalg disallowed or unsupported"
)

func meetingsOfSuitePins() []Meeting {
	rsa := func(p fixtures.Profile, suite uint16, openssl string) Meeting {
		return Meeting{Server: p, Go: meets(connects12(suite), since("1.22", handshakeFailure())), OpenSSL: openssl}
	}
	never := func(p fixtures.Profile, openssl string) Meeting {
		return Meeting{Server: p, Go: always(handshakeFailure()), OpenSSL: openssl}
	}
	return []Meeting{
		rsa(fixtures.RSAKeyExchangeOnly(), tls.TLS_RSA_WITH_AES_128_GCM_SHA256, "AES128-GCM-SHA256"),
		rsa(fixtures.AES128SHAOnly(), tls.TLS_RSA_WITH_AES_128_CBC_SHA, "AES128-SHA"),
		rsa(fixtures.AES256SHAOnly(), tls.TLS_RSA_WITH_AES_256_CBC_SHA, "AES256-SHA"),
		rsa(fixtures.AES128GCMSHA256Only(), tls.TLS_RSA_WITH_AES_128_GCM_SHA256, "AES128-GCM-SHA256"),
		rsa(fixtures.AES256GCMSHA384Only(), tls.TLS_RSA_WITH_AES_256_GCM_SHA384, "AES256-GCM-SHA384"),
		never(fixtures.AES128SHA256Only(), "AES128-SHA256"),
		never(fixtures.AES256SHA256Only(), "AES256-SHA256"),
		rsa(fixtures.DESCBC3SHAOnly(), tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA, noSuite),
		never(fixtures.RC4SHAOnly(), noSuite),
		{Server: fixtures.ECDHE3DESOnly(), Go: meets(connects12(tls.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA), since("1.23", handshakeFailure())), OpenSSL: noSuite},
		{Server: fixtures.ECDHECBCOnly(), Go: always(connects12(tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA)), OpenSSL: "ECDHE-RSA-AES128-SHA"},
		never(fixtures.ECDHERSAAES256SHA384Only(), "ECDHE-RSA-AES256-SHA384"),
		never(fixtures.ECDHERSAAES128SHA256Only(), "ECDHE-RSA-AES128-SHA256"),
		{Server: fixtures.ECDSAOnly(), Go: always(connects12(tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256)), OpenSSL: "ECDHE-ECDSA-AES128-GCM-SHA256"},
		{Server: fixtures.P521Only(), Go: always(harness.ConnectsWith(harness.WithGroup(tls.CurveP521))), OpenSSL: "ECDHE-RSA-AES256-GCM-SHA384"},
		never(fixtures.DHE1024Only(), "dh key too small"),
		never(fixtures.DHE512Only(), "dh key too small"),
		never(fixtures.DHE2048Only(), "DHE-RSA-AES256-SHA"),
		never(fixtures.NullOnly(), noSuite),
		never(fixtures.AnonymousOnly(), noSuite),
	}
}

func meetingsOfVersionPins() []Meeting {
	tls10 := connects10(tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA)
	return []Meeting{
		{Server: fixtures.TLS12Only(), Go: always(connects12(tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256)), OpenSSL: "ECDHE-RSA-AES128-GCM-SHA256"},
		{Server: fixtures.TLS13Only(), Go: meets(unsupportedVersion(), since("1.13", connectsIn(tls.VersionTLS13))), OpenSSL: "TLS_AES_128_GCM_SHA256"},
		{Server: fixtures.TLS10PinnedModernStack(), Go: meets(tls10, since("1.18", unsupportedVersion())), OpenSSL: oldSignature},
		{Server: fixtures.TLS10ECDHE(), Go: meets(tls10, since("1.18", selectedUnsupported("301"))), OpenSSL: oldSignature},
		{Server: fixtures.TLS11ECDHE(), Go: meets(connects11(tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA), since("1.18", selectedUnsupported("302"))), OpenSSL: oldSignature},
		{Server: fixtures.TLS10RSAKeyExchange(), Go: meets(connects10(tls.TLS_RSA_WITH_AES_256_CBC_SHA), since("1.18", selectedUnsupported("301")), since("1.22", handshakeFailure())), OpenSSL: "AES256-SHA"},
		{Server: fixtures.SSL3Only(), Go: meets(selectedUnsupported("300"), since("1.22", handshakeFailure())), OpenSSL: noSuite},
	}
}

func meetingsOfClientCertificates() []Meeting {
	return []Meeting{
		{Server: fixtures.ClientCertificateRequired(), Go: always(handshakeFailure()), OpenSSL: noSuite},
		{Server: fixtures.ClientCertificateAfterRequest(), Go: always(harness.Refused(harness.LocalAlert(harness.NoRenegotiation), harness.ErrorText("local error: tls: no renegotiation"))), OpenSSL: "ECDHE-RSA-AES256-GCM-SHA384"},
		{Server: fixtures.ClientRenegotiation(), Go: always(connects12(tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256)), OpenSSL: "ECDHE-RSA-AES128-GCM-SHA256"},
	}
}

func meetingsOfControl() []Meeting {
	return []Meeting{
		{Server: fixtures.Modern(), Go: meets(connectsIn(tls.VersionTLS12), since("1.13", connectsIn(tls.VersionTLS13))), OpenSSL: "TLS_AES_128_GCM_SHA256"},
	}
}
