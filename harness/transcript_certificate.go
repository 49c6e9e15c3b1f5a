package harness

import (
	"fmt"

	"github.com/legacytls/legacytls/internal/certtext"
	"github.com/legacytls/legacytls/internal/dissect"
	"github.com/legacytls/legacytls/internal/wire"
)

func describeCertificate(step *Step, s dissect.Step) error {
	if s.Negotiated < wire.VersionTLS13 {
		chain, err := wire.ParseCertificate(s.Message.Raw)
		step.addChain(chain)
		return err
	}
	c, err := wire.ParseCertificate13(s.Message.Raw)
	step.addChain(c.Chain())
	for _, entry := range c.Entries {
		step.addExtensions(entry.Extensions, wire.TypeCertificate)
	}
	return err
}

// addChain adds what each certificate is.
func (s *Step) addChain(chain [][]byte) {
	if len(chain) == 0 {
		s.add("certificates", "none")
	}
	for i, der := range chain {
		c, err := certtext.Read(der)
		s.add(fmt.Sprintf("certificate %d", i+1),
			"subject "+c.Subject, "issuer "+c.Issuer, "key "+c.Key, "signature "+c.Signature,
			"valid from "+c.NotBefore, "to "+c.NotAfter, bytesOf(len(der)))
		s.note(err)
	}
}

func describeCertificateRequest(step *Step, s dissect.Step) error {
	if s.Negotiated >= wire.VersionTLS13 {
		r, err := wire.ParseCertificateRequest13(s.Message.Raw)
		step.addExtensions(r.Extensions, wire.TypeCertificateRequest)
		return err
	}
	r, err := wire.ParseCertificateRequest(s.Message.Raw, s.Negotiated)
	var types []string
	for _, t := range r.Types {
		types = append(types, certificateType(t))
	}
	step.add("certificate types", types...)
	step.add("signature schemes", namesOf(r.Schemes, wire.SignatureSchemeName)...)
	for _, name := range r.Authorities {
		step.add("authority", certtext.Name(name))
	}
	return err
}

// certificateType names a ClientCertificateType (RFC 5246, section 7.4.4; RFC 8422, section
// 5.5).
func certificateType(t uint8) string {
	names := map[uint8]string{
		1: "rsa_sign", 2: "dss_sign", 3: "rsa_fixed_dh", 4: "dss_fixed_dh",
		64: "ecdsa_sign", 65: "rsa_fixed_ecdh", 66: "ecdsa_fixed_ecdh",
	}
	if name, known := names[t]; known {
		return name
	}
	return fmt.Sprintf("type %d", t)
}
