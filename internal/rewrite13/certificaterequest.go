package rewrite13

import (
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// statusInCertificateRequest has a CertificateStatus there (RFC 6066, section 8), as
// OpenSSL had the one that belongs to the server's certificate: an OCSP response that
// says unauthorized (RFC 6960, section 4.2.1).
func statusInCertificateRequest(fixtures.Quirks) edit {
	status := wire.Extension{ID: wire.ExtStatusRequest, Data: []byte{1, 0, 0, 5, 0x30, 3, 0x0a, 1, 6}}
	return func(p plain) []plain {
		if p.is(wire.TypeCertificateRequest) {
			p.content = withExtension(p.content, status)
		}
		return []plain{p}
	}
}

// withExtension returns the CertificateRequest with e in the place of the extension of
// its id, or at the end.
func withExtension(message []byte, e wire.Extension) []byte {
	request, err := wire.ParseCertificateRequest13(message)
	if err != nil {
		return message // never: crypto/tls composed it
	}
	setExtension(&request.Extensions, e)
	return request.Marshal()
}
