package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
)

func meetingsOfDatabases() []Meeting {
	return []Meeting{
		{Server: fixtures.SQLServer2008R2(), Go: breaksByVersion(connects10(tls.TLS_RSA_WITH_AES_128_CBC_SHA), "301"), OpenSSL: opensslWeakKey},
		{Server: fixtures.SQLServer2012(), Go: meets(connects12(tls.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA), since("1.25", closed())), OpenSSL: "unexpected eof while reading"},
		{Server: fixtures.SQLServer2017Linux(), Go: meets(connects12(tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384), since("1.23", doesNotParse("x509: negative serial number"))), OpenSSL: "ECDHE-RSA-AES256-GCM-SHA384"},
		{Server: fixtures.MySQL55YaSSL(), Go: breaksByVersion(connects10(tls.TLS_RSA_WITH_AES_256_CBC_SHA), "301"), OpenSSL: "unsafe legacy renegotiation disabled"},
		{Server: fixtures.MySQL57YaSSL(), Go: breaksByVersion(connects11(tls.TLS_RSA_WITH_AES_256_CBC_SHA), "302"), OpenSSL: "unsafe legacy renegotiation disabled"},
		{Server: fixtures.MySQL57OpenSSL(), Go: meets(connects12(tls.TLS_RSA_WITH_AES_256_GCM_SHA384), since("1.22", handshakeFailure())), OpenSSL: "DHE-RSA-AES256-GCM-SHA384"},
		{Server: fixtures.OracleTCPS(), Go: meets(connects12(tls.TLS_RSA_WITH_AES_256_CBC_SHA), since("1.22", handshakeFailure())), OpenSSL: "AES256-SHA"},
		{Server: fixtures.RenegotiatingDatabase(), Go: always(noRenegotiation()), OpenSSL: "ECDHE-RSA-AES256-GCM-SHA384"},
	}
}
