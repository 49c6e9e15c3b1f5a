package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
)

func meetingsOfJava() []Meeting {
	const (
		aes128    = tls.TLS_RSA_WITH_AES_128_CBC_SHA
		aes256    = tls.TLS_RSA_WITH_AES_256_CBC_SHA
		ecdhe128  = tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
		tripleDES = tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA
	)
	return []Meeting{
		{Server: fixtures.Tomcat6Java6(), Go: breaksTwice(connects10(aes128), "301", handshakeFailure()), OpenSSL: opensslWeakKey},
		{Server: fixtures.Tomcat7Java7(), Go: always(connects12(ecdhe128)), OpenSSL: "ECDHE-RSA-AES128-SHA256"},
		{Server: fixtures.Tomcat7Java7NoEC(), Go: meets(connects12(aes128), since("1.22", handshakeFailure())), OpenSSL: "dh key too small"},
		{Server: fixtures.RC4JavaServer(), Go: breaksTwice(connects10(tripleDES), "301", handshakeFailure()), OpenSSL: "unsafe legacy renegotiation disabled"},
		{Server: fixtures.DHEJavaServer(), Go: breaksTwice(connects10(aes128), "301", handshakeFailure()), OpenSSL: opensslWeakKey},
		{Server: fixtures.WebSphereEmptyLastExtension(), Go: always(connects12(ecdhe128)), OpenSSL: "ECDHE-RSA-AES128-SHA"},
		{Server: fixtures.Db2v111(), Go: breaksTwice(connects11(aes256), "302", handshakeFailure()), OpenSSL: "AES256-SHA"},
		{Server: fixtures.Db2v111TLS12(), Go: meets(connects12(aes256), since("1.22", closed())), OpenSSL: "AES256-SHA256"},
		{Server: fixtures.IBMMQSingleCipherSpec(), Go: always(handshakeFailure()), OpenSSL: "AES128-SHA256"},
		{Server: fixtures.GroupwareServer(), Go: breaksTwice(connects10(aes256), "301", handshakeFailure()), OpenSSL: "unsafe legacy renegotiation disabled"},
		{Server: fixtures.ERPServer(), Go: meets(connects12(aes256), since("1.22", handshakeFailure())), OpenSSL: "AES256-SHA"},
	}
}
