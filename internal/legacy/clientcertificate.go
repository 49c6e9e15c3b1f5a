package legacy

import (
	"crypto/tls"
	"crypto/x509"
	"slices"
	"time"

	"github.com/legacytls/legacytls/internal/wire"
)

// mayAsk says whether the server asks for client certificates at this point of the
// connection.
func (hs *handshake) mayAsk() bool {
	p := hs.c.server.config.Profile
	return p.ClientAuth != tls.NoClientCert && (!p.LateClientAuth || hs.c.lateAuth == lateAuthBegun)
}

// asksForCertificate says whether this handshake has a CertificateRequest. An
// anonymous server must not ask (RFC 5246, section 7.4.4).
func (hs *handshake) asksForCertificate() bool { return hs.mayAsk() && !hs.suite.anonymous() }

func (s *Server) requiresCertificate() bool {
	auth := s.config.Profile.ClientAuth
	return auth == tls.RequireAnyClientCert || auth == tls.RequireAndVerifyClientCert
}

func verifiesClients(auth tls.ClientAuthType) bool {
	return auth == tls.VerifyClientCertIfGiven || auth == tls.RequireAndVerifyClientCert
}

// addCertificateRequest asks for a client certificate (RFC 5246, section 7.4.4).
func (hs *handshake) addCertificateRequest() error {
	if !hs.asksForCertificate() {
		return nil
	}
	const rsaSign, ecdsaSign = 1, 64 // RFC 5246, section 7.4.4; RFC 8422, section 5.5
	request := &wire.CertificateRequest{
		Types:       []uint8{rsaSign, ecdsaSign},
		Schemes:     schemeIDs(hs.c.server.config.Profile.SchemesForClients()),
		Authorities: hs.c.server.caNames,
	}
	if hs.version == wire.VersionSSL30 {
		request.Types = []uint8{rsaSign}
	}
	hs.add(request.Marshal(hs.version))
	return nil
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
		if hs.c.server.requiresCertificate() {
			return fatal(alertHandshakeFailure, "the client has no certificate, the server requires one")
		}
		return nil
	}
	if !verifiesClients(hs.c.server.config.Profile.ClientAuth) {
		return nil
	}
	hs.verifiedChains, err = verifyClient(hs.clientCertificates, hs.c.server.config.ClientAuthorities, time.Now())
	return err
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
		if !slices.Contains(schemeIDs(hs.c.server.config.Profile.SchemesForClients()), verify.Scheme) {
			return fatal(alertIllegalParameter, "the client signs with %s, which the server did not ask for", wire.SignatureSchemeName(verify.Scheme))
		}
		if how, ok = signatureByScheme(verify.Scheme); !ok {
			return fatal(alertIllegalParameter, "the client signs with %s, which this server asks for and cannot check", wire.SignatureSchemeName(verify.Scheme))
		}
	}
	if !how.fits(key) {
		return fatal(alertIllegalParameter, "the client's key, %s, is none for a signature with %s", describeKey(key), how)
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
