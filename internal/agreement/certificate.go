package agreement

import (
	"fmt"
	"strings"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/tshark"
)

// certificateDifferences compares what a step says of certificates: of all the lengths, of the
// first its common name and its validity; and how many authorities are named in a
// CertificateRequest. What else a certificate says is for package certtext to be tested for.
func certificateDifferences(step harness.Step, m message) []string {
	switch step.Name {
	case "CertificateRequest":
		authorities := 0
		for _, f := range step.Fields {
			if f.Name == "authority" {
				authorities++
			}
		}
		return different("authorities", []string{fmt.Sprint(authorities)}, []string{fmt.Sprint(len(m.head("tls.handshake.dname_len")))})
	case "Certificate":
		return chainDifferences(step, m)
	}
	return nil
}

func chainDifferences(step harness.Step, m message) []string {
	var ours []string
	for _, f := range step.Fields {
		if strings.HasPrefix(f.Name, "certificate ") {
			ours = append(ours, f.Values[len(f.Values)-1])
		}
	}
	all := different("certificates", ours, lengths(m.all("tls.handshake.certificate_length")))
	if first := step.Field("certificate 1"); len(first) > 0 && all == nil {
		all = append(all, leafDifferences(first, m)...)
	}
	return all
}

func leafDifferences(ours []string, m message) []string {
	said := make(map[string]string)
	for _, value := range ours {
		for _, what := range []string{"subject ", "valid from ", "to "} {
			if rest, is := strings.CutPrefix(value, what); is {
				said[what] = rest
			}
		}
	}
	leaf := readLeaf(m.Fields)
	_, name, _ := strings.Cut(said["subject "], "CN=")
	all := different("common name of the subject", []string{name}, []string{leaf.commonName})
	return append(all, different("validity", []string{said["valid from "], said["to "]}, leaf.validity)...)
}

// A leaf is what tshark reads in the first certificate.
type leaf struct {
	commonName string
	validity   []string
}

// readLeaf reads fields up to the public key, which follows on the subject (RFC 5280, section
// 4.1). The name is the last one of the subject, which in ours is the common name.
func readLeaf(fields []tshark.Field) leaf {
	var l leaf
	for _, f := range fields {
		switch f.Name {
		case "x509af.utcTime", "x509af.generalizedTime":
			l.validity = append(l.validity, strings.TrimSuffix(f.Value, " (UTC)"))
		case "x509sat.printableString", "x509sat.uTF8String":
			l.commonName = f.Value
		case "x509af.subjectPublicKey", "x509af.subjectPublicKeyInfo_element":
			return l
		}
	}
	l.commonName = fmt.Sprintf("no end of the subject after %q", l.commonName)
	return l
}
