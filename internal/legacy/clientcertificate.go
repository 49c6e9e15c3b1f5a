package legacy

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"errors"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/wire"
)

// asksForCertificate says whether this handshake has a CertificateRequest. An
// anonymous server must not ask (RFC 5246, section 7.4.4).
func (hs *handshake) asksForCertificate() bool {
	p := hs.c.server.config.Profile
	return p.ClientAuth != tls.NoClientCert && !hs.suite.anonymous() && (hs.asked || !p.LateClientAuth)
}

func (hs *handshake) requiresCertificate() bool {
	return hs.asksForCertificate() && hs.c.server.requiresCertificate()
}

func (s *Server) requiresCertificate() bool {
	auth := s.config.Profile.ClientAuth
	return auth == tls.RequireAnyClientCert || auth == tls.RequireAndVerifyClientCert
}

// sendCertificateRequest asks for a client certificate (RFC 5246, section 7.4.4).
func (hs *handshake) sendCertificateRequest() error {
	if !hs.asksForCertificate() {
		return nil
	}
	const rsaSign, ecdsaSign = 1, 64 // RFC 5246, section 7.4.4; RFC 8422, section 5.5
	request := &wire.CertificateRequest{
		Types:       []uint8{rsaSign, ecdsaSign},
		Schemes:     hs.c.server.clientSchemes(),
		Authorities: hs.c.server.caNames,
	}
	if hs.version == wire.VersionSSL30 {
		request.Types = []uint8{rsaSign}
	}
	hs.send(request.Marshal(hs.version))
	return nil
}

func (s *Server) clientSchemes() []uint16 {
	if own := s.config.Profile.ClientSchemes; own != nil {
		return schemeIDs(own)
	}
	var all []uint16
	for _, known := range signatures() {
		if known.hash != crypto.MD5 && known.hash != crypto.SHA224 {
			all = append(all, uint16(known.scheme))
		}
	}
	return all
}

// readCertificate reads the client's chain, which may be empty (RFC 5246, section
// 7.4.6), or in SSL 3.0 a warning instead of the message (RFC 6101, section 5.6.6).
func (hs *handshake) readCertificate() error {
	if !hs.asksForCertificate() {
		return nil
	}
	chain, err := hs.readChain()
	if err != nil {
		return err
	}
	for _, der := range chain {
		cert, err := x509.ParseCertificate(der)
		if err != nil {
			return fatal(alertBadCertificate, "the client's certificate: %v", err)
		}
		hs.clientCertificates = append(hs.clientCertificates, cert)
	}
	if len(chain) == 0 {
		if hs.requiresCertificate() {
			return fatal(alertHandshakeFailure, "the client has no certificate, the server requires one")
		}
		return nil
	}
	return hs.verifyChain()
}

func (hs *handshake) readChain() ([][]byte, error) {
	if hs.version == wire.VersionSSL30 {
		hs.c.awaited = alertNoCertificate
	}
	message, err := hs.read(wire.TypeCertificate)
	hs.c.awaited = 0
	if isWarning(err, alertNoCertificate) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	hs.note(message)
	chain, err := wire.ParseCertificate(message)
	if err != nil {
		return nil, fatal(alertDecodeError, "%v", err)
	}
	return chain, nil
}

// verifyChain checks the chain against the client authorities if the profile
// wants that.
func (hs *handshake) verifyChain() error {
	if auth := hs.c.server.config.Profile.ClientAuth; auth != tls.VerifyClientCertIfGiven && auth != tls.RequireAndVerifyClientCert {
		return nil
	}
	intermediates := x509.NewCertPool()
	for _, cert := range hs.clientCertificates[1:] {
		intermediates.AddCert(cert)
	}
	var err error
	hs.verifiedChains, err = hs.clientCertificates[0].Verify(x509.VerifyOptions{
		Roots:         hs.c.server.config.ClientRoots,
		Intermediates: intermediates,
		KeyUsages:     []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	})
	if err != nil {
		return fatal(alertOfVerification(err), "the client's certificate: %v", err)
	}
	return nil
}

// alertOfVerification is the alert for what is wrong (RFC 5246, section 7.2.2).
func alertOfVerification(err error) uint8 {
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return alertCertificateExpired
	case errors.As(err, new(x509.UnknownAuthorityError)):
		return alertUnknownCA
	}
	return alertBadCertificate
}

// readCertificateVerify checks that the client has the key of its certificate
// (RFC 5246, section 7.4.8).
func (hs *handshake) readCertificateVerify() error {
	if len(hs.clientCertificates) == 0 {
		return nil
	}
	message, err := hs.read(wire.TypeCertificateVerify)
	if err != nil {
		return err
	}
	verify, err := wire.ParseCertificateVerify(message, hs.version)
	if err != nil {
		return fatal(alertDecodeError, "%v", err)
	}
	if err := hs.checkCertificateVerify(verify); err != nil {
		return err
	}
	hs.note(message)
	return nil
}

func (hs *handshake) checkCertificateVerify(verify *wire.CertificateVerify) error {
	key := hs.clientCertificates[0].PublicKey
	how := signatureBefore12(key)
	if hs.version >= wire.VersionTLS12 {
		var ok bool
		if how, ok = signatureByScheme(verify.Scheme); !ok || !contains(hs.c.server.clientSchemes(), verify.Scheme) {
			return fatal(alertIllegalParameter, "the client signs with %s, which the server did not ask for", wire.SignatureSchemeName(verify.Scheme))
		}
	}
	if !how.fits(key) {
		return fatal(alertIllegalParameter, "the client's %T does not go with its signature scheme", key)
	}
	signed := hs.transcript
	if how.hash != 0 {
		signed = hs.schedule.certificateVerifyDigest(how.hash, hs.master, hs.transcript)
	}
	if !how.verify(key, signed, verify.Signature) {
		return fatal(alertDecryptError, "the signature in the client's CertificateVerify is wrong")
	}
	return nil
}

// verify checks a signature over what digest returned.
func (s signature) verify(key crypto.PublicKey, digest, signed []byte) bool {
	switch key := key.(type) {
	case *rsa.PublicKey:
		return certs.VerifyRSA(key, digest, signed, s.options()) == nil
	case *ecdsa.PublicKey:
		return ecdsa.VerifyASN1(key, digest, signed)
	case ed25519.PublicKey:
		return ed25519.Verify(key, digest, signed)
	}
	return false
}
