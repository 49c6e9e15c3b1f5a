package legacy

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"slices"
	"time"
)

const (
	// maxChain is how many certificates a client's chain can have, its authority
	// included.
	maxChain = 8

	// maxSignatureChecks bounds the work that a client can make with certificates that
	// all issue each other. crypto/x509 has the same bound.
	maxSignatureChecks = 100
)

// verifyClient returns the chains that lead from the first of sent, by the others,
// to an authority, as RFC 5280, section 6, has it: names, signatures, dates, uses, path
// lengths, and no critical extension that crypto/x509 does not know. Name constraints
// are not looked at.
//
// Certificate.Verify of crypto/x509 would do, if it accepted the same in every Go
// release and under every GODEBUG setting: SHA-1 and short RSA keys are what
// clients of old servers have.
func verifyClient(sent, authorities []*x509.Certificate, now time.Time) ([][]*x509.Certificate, error) {
	leaf := sent[0]
	if err := checkDates(leaf, now); err != nil {
		return nil, err
	}
	if len(leaf.UnhandledCriticalExtensions) > 0 {
		return nil, fatal(alertBadCertificate, "the client's certificate has a critical extension that the server does not know: %v", leaf.UnhandledCriticalExtensions)
	}
	if !isForClients(leaf) {
		return nil, fatal(alertBadCertificate, "the client's certificate is not for clients: its extended key usage has no clientAuth")
	}
	builder := &chainBuilder{intermediates: others(sent, authorities), authorities: authorities, now: now, checks: maxSignatureChecks}
	builder.extend([]*x509.Certificate{leaf})
	if len(builder.chains) == 0 {
		return nil, fatal(alertUnknownCA, "the client's certificate, issued by %q, leads to none of the authorities that the server trusts", leaf.Issuer)
	}
	return builder.chains, nil
}

// others are what was sent besides the leaf, each once, without what the server
// trusts anyway.
func others(sent, authorities []*x509.Certificate) []*x509.Certificate {
	var all []*x509.Certificate
	for _, cert := range sent[1:] {
		if !slices.ContainsFunc(all, cert.Equal) && !slices.ContainsFunc(authorities, cert.Equal) {
			all = append(all, cert)
		}
	}
	return all
}

// A chainBuilder finds the chains of one client.
type chainBuilder struct {
	intermediates, authorities []*x509.Certificate
	now                        time.Time
	checks                     int // of signatures that are left
	chains                     [][]*x509.Certificate
}

// extend finds all ways to go on with chain up to an authority.
func (b *chainBuilder) extend(chain []*x509.Certificate) {
	last := chain[len(chain)-1]
	for _, authority := range b.authorities {
		if authority.Equal(last) {
			b.chains = append(b.chains, chain)
		} else if b.isAuthorityFor(authority, chain) || isOld(authority) && b.hasIssued(authority, last) {
			b.chains = append(b.chains, append(slices.Clip(chain), authority))
		}
	}
	if len(chain)+1 >= maxChain {
		return
	}
	for _, next := range b.intermediates {
		if !slices.ContainsFunc(chain, next.Equal) && isForClients(next) && b.isAuthorityFor(next, chain) {
			b.extend(append(slices.Clip(chain), next))
		}
	}
}

// isAuthorityFor says whether issuer may issue certificates, as many below it as
// there are, and has issued the last of chain.
func (b *chainBuilder) isAuthorityFor(issuer *x509.Certificate, chain []*x509.Certificate) bool {
	below := len(chain) - 1 // without the leaf (RFC 5280, section 4.2.1.9)
	limited := issuer.MaxPathLen > 0 || issuer.MaxPathLenZero
	return issuer.IsCA && !(limited && below > issuer.MaxPathLen) && b.hasIssued(issuer, chain[len(chain)-1])
}

// isOld says whether a certificate is of before version 3, which does not say
// whether it is an authority's. The server trusts its own of that kind.
func isOld(cert *x509.Certificate) bool { return cert.Version < 3 }

func (b *chainBuilder) hasIssued(issuer, cert *x509.Certificate) bool {
	return bytes.Equal(cert.RawIssuer, issuer.RawSubject) &&
		(issuer.KeyUsage == 0 || issuer.KeyUsage&x509.KeyUsageCertSign != 0) &&
		len(issuer.UnhandledCriticalExtensions) == 0 &&
		checkDates(issuer, b.now) == nil &&
		b.isSignedBy(cert, issuer.PublicKey)
}

func (b *chainBuilder) isSignedBy(cert *x509.Certificate, key crypto.PublicKey) bool {
	if b.checks == 0 {
		return false
	}
	b.checks--
	how, known := signatureOfCertificate(cert.SignatureAlgorithm)
	return known && how.fits(key) && how.verify(key, how.digest(cert.RawTBSCertificate), cert.Signature)
}

// checkDates has one alert for both: "has expired or is not currently valid" (RFC 5246, section
// 7.2.2).
func checkDates(cert *x509.Certificate, now time.Time) error {
	switch {
	case now.Before(cert.NotBefore):
		return fatal(alertCertificateExpired, "the client's certificate is not valid before %s, it is %s", cert.NotBefore, now)
	case now.After(cert.NotAfter):
		return fatal(alertCertificateExpired, "the client's certificate has expired at %s, it is %s", cert.NotAfter, now)
	}
	return nil
}

// isForClients looks at the extended key usage (RFC 5280, section 4.2.1.12), which
// limits an intermediate's certificates as it does a leaf.
func isForClients(cert *x509.Certificate) bool {
	return len(cert.ExtKeyUsage)+len(cert.UnknownExtKeyUsage) == 0 ||
		slices.Contains(cert.ExtKeyUsage, x509.ExtKeyUsageClientAuth) || slices.Contains(cert.ExtKeyUsage, x509.ExtKeyUsageAny)
}

func signatureOfCertificate(algorithm x509.SignatureAlgorithm) (signature, bool) {
	how, known := map[x509.SignatureAlgorithm]signature{
		x509.MD5WithRSA:       {kind: rsaPKCS1, hash: crypto.MD5},
		x509.SHA1WithRSA:      {kind: rsaPKCS1, hash: crypto.SHA1},
		x509.SHA256WithRSA:    {kind: rsaPKCS1, hash: crypto.SHA256},
		x509.SHA384WithRSA:    {kind: rsaPKCS1, hash: crypto.SHA384},
		x509.SHA512WithRSA:    {kind: rsaPKCS1, hash: crypto.SHA512},
		x509.SHA256WithRSAPSS: {kind: rsaPSS, hash: crypto.SHA256},
		x509.SHA384WithRSAPSS: {kind: rsaPSS, hash: crypto.SHA384},
		x509.SHA512WithRSAPSS: {kind: rsaPSS, hash: crypto.SHA512},
		x509.ECDSAWithSHA1:    {kind: ecdsaASN1, hash: crypto.SHA1},
		x509.ECDSAWithSHA256:  {kind: ecdsaASN1, hash: crypto.SHA256},
		x509.ECDSAWithSHA384:  {kind: ecdsaASN1, hash: crypto.SHA384},
		x509.ECDSAWithSHA512:  {kind: ecdsaASN1, hash: crypto.SHA512},
		x509.PureEd25519:      {kind: ed25519Pure},
	}[algorithm]
	return how, known
}
