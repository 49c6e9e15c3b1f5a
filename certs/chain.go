package certs

import (
	"crypto"
	"crypto/x509"
	"fmt"
	"strconv"
	"time"
)

// A chain is all the certificates that go with one leaf.
type chain struct {
	spec     Spec
	now      time.Time
	above    authorityCertificate // the root
	unheard  authorityCertificate // an authority that nobody trusts, if one is needed
	parts    map[string][]byte    // DER by what Spec.Sent calls it
	leafKey  crypto.Signer
	standsIn bool
	issued   issuance
}

// assemble makes the certificate of a Spec that has all its defaults. The
// authority's mutex is held.
func (a *Authority) assemble(spec Spec, now time.Time) (*Certificate, error) {
	c := &chain{spec: spec, now: now, parts: make(map[string][]byte)}
	for _, step := range []func(*chain) error{a.addRoot, a.addUnheard, a.addIssuersAndLeaf, a.addExtras} {
		if err := step(c); err != nil {
			return nil, err
		}
	}
	cert := &Certificate{Key: c.leafKey, StandIn: c.standsIn, Spec: c.spec, Roots: [][]byte{c.above.der}, issued: c.issued}
	switch spec.Trust {
	case TrustLeaf:
		cert.Roots = [][]byte{c.parts["leaf"]}
	case TrustAnother:
		cert.Roots = [][]byte{c.unheard.der}
	}
	for _, part := range spec.Sent {
		cert.Chain = append(cert.Chain, c.parts[part])
	}
	return cert, nil
}

// addRoot takes the authority itself unless the Spec has a root of its own.
func (a *Authority) addRoot(c *chain) error {
	c.above = authorityCertificate{a.issuer, a.cert.Raw}
	if c.spec.Root.Key != "" {
		ca := c.spec.Root.withDefaults("root", 0)
		key, err := a.authorityKey(ca.Key, 0)
		if err == nil {
			c.above, err = newCA(ca, issuer{key: key}, nil, c.now)
		}
		if err != nil {
			return fmt.Errorf("root: %w", err)
		}
	}
	c.parts["root"] = c.above.der
	return nil
}

// addUnheard makes the authority of TrustAnother and of Extras.
func (a *Authority) addUnheard(c *chain) error {
	if c.spec.Trust != TrustAnother && len(c.spec.Extras) == 0 {
		return nil
	}
	key, err := ECDSAP256.generate()
	if err != nil {
		return err
	}
	ca := CA{Key: ECDSAP256, CommonName: "legacytls unrelated authority (never trust)"}
	c.unheard, err = newCA(ca, issuer{key: key}, nil, c.now)
	return err
}

// addIssuersAndLeaf signs from the root downwards.
func (a *Authority) addIssuersAndLeaf(c *chain) error {
	by := c.above.issuer
	for i := len(c.spec.Issuers) - 1; i >= 0; i-- {
		above := by
		ca := c.spec.Issuers[i].withDefaults("intermediate", i+1)
		key, err := a.authorityKey(ca.Key, i+1)
		if err != nil {
			return fmt.Errorf("%s: %w", numbered("issuer", i), err)
		}
		made, err := newCA(ca, issuer{key: key}, &above, c.now)
		if err != nil {
			return fmt.Errorf("%s: %w", numbered("issuer", i), err)
		}
		c.parts[numbered("issuer", i)], by = made.der, made.issuer
	}
	return a.addLeaf(c, by)
}

func (a *Authority) addLeaf(c *chain, by issuer) error {
	if err := a.makeLeafKey(c); err != nil {
		return err
	}
	d := draft{
		form:      c.spec.Form,
		subject:   commonName(c.spec.CommonName),
		key:       c.leafKey,
		notBefore: c.now.Add(c.spec.NotBefore),
		notAfter:  c.now.Add(c.spec.NotAfter),
	}
	if c.spec.SelfSigned {
		by = issuer{kind: c.spec.Key, key: c.leafKey, name: d.subjectName()}
	}
	var err error
	if d.serial, err = d.form.serial(); err != nil {
		return err
	}
	c.issued = issuance{authority: a, by: by, serial: d.serial}
	d.extensions = c.spec.leafExtensions(by)
	if d.form.PublicKey == nil && c.standsIn {
		d.form.PublicKey = rsaPublicKeyInfo(integer(embeddedModulus(c.spec.Key)), smallInteger(c.spec.Exponent))
	}
	if c.spec.Signature == x509.UnknownSignatureAlgorithm {
		c.spec.Signature = defaultSignature(by.kind)
	}
	der, err := d.signedBy(by, c.spec.Signature)
	c.parts["leaf"] = der
	return err
}

// makeLeafKey uses an embedded key for RSA, but not for a leaf that a client may
// be made to trust by itself.
func (a *Authority) makeLeafKey(c *chain) (err error) {
	c.standsIn = c.spec.Form.PublicKey != nil && !c.spec.Form.SameKey
	if c.spec.SelfSigned {
		c.leafKey, err = a.authorityKey(c.spec.Key, 0)
		return err
	}
	if c.leafKey, err = c.spec.Key.leafKey(); err != nil || c.spec.Exponent == 0 {
		return err
	}
	key, err := embeddedRSA(c.spec.Key)
	if err != nil {
		return err
	}
	if other, err := key.withExponent(c.spec.Exponent); err == nil {
		c.leafKey = other
	} else {
		c.standsIn = true
	}
	return nil
}

// addExtras signs them by the authority that nobody has heard of.
func (a *Authority) addExtras(c *chain) error {
	for i, extra := range c.spec.Extras {
		der, err := c.extra(extra, i)
		if err != nil {
			return fmt.Errorf("%s: %w", numbered("extra", i), err)
		}
		c.parts[numbered("extra", i)] = der
	}
	return nil
}

func (c *chain) extra(extra Extra, i int) ([]byte, error) {
	if extra.Raw != nil {
		return extra.Raw, nil
	}
	ca := CA{Form: extra.Form}.withDefaults("extra", i+1)
	self := issuer{}
	if extra.CrossSigned {
		ca.CommonName, ca.Key, self = c.rootName(), c.above.kind, c.above.issuer
	} else {
		key, err := ca.Key.generate()
		if err != nil {
			return nil, err
		}
		self.key = key
	}
	made, err := newCA(ca, self, &c.unheard.issuer, c.now)
	return made.der, err
}

// rootName is the common name of a root that the Spec brings.
func (c *chain) rootName() string {
	return c.spec.Root.withDefaults("root", 0).CommonName
}

// authorityKey makes a key for an authority. Those that are slow to make are
// remembered, one for each kind and place in a chain, so that two authorities of
// one chain never share one. The authority's mutex is held.
func (a *Authority) authorityKey(kind Key, place int) (crypto.Signer, error) {
	if kind.family() != "RSA" && kind.family() != "DSA" {
		return kind.generate()
	}
	id := string(kind) + " " + strconv.Itoa(place)
	if key, ok := a.keys[id]; ok {
		return key, nil
	}
	key, err := kind.generate()
	if err != nil {
		return nil, err
	}
	a.keys[id] = key
	return key, nil
}
