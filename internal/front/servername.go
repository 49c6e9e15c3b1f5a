package front

import (
	"crypto/x509"
	"fmt"
	"strings"

	"github.com/legacytls/legacytls/internal/wire"
)

// What is wrong with the name that a ClientHello asks for.

func missingServerName(_ *Front, h *wire.ClientHello) string {
	if h.ServerName != "" {
		return ""
	}
	return "the client sends no server_name, which this server insists on"
}

func unknownServerName(f *Front, h *wire.ClientHello) string {
	if h.ServerName == "" || f.hasName(h.ServerName) {
		return ""
	}
	return fmt.Sprintf("the client asks for %q, this server is %s", h.ServerName, strings.Join(f.names(), ", "))
}

// hasName says whether the certificate has a name, as RFC 6125, section 6.4, compares
// them.
func (f *Front) hasName(name string) bool {
	name = strings.TrimSuffix(name, ".")
	_, parent, _ := strings.Cut(name, ".")
	for _, own := range f.names() {
		if strings.EqualFold(own, name) || strings.EqualFold(own, "*."+parent) {
			return true
		}
	}
	return false
}

// names are those of the certificate: its alternative names or, as old servers have
// it, the common name. What it was issued for stands in for one that does not parse.
func (f *Front) names() []string {
	spec := f.certificate.Spec
	names, common := spec.Hosts, spec.CommonName
	if leaf, err := x509.ParseCertificate(f.certificate.Chain[0]); err == nil {
		names, common = leaf.DNSNames, leaf.Subject.CommonName
	}
	if len(names) == 0 && common != "" {
		names = []string{common}
	}
	return names
}
