package scenarios

import (
	"crypto/tls"
	"sync"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
)

// certified is a TLS 1.2 server with a certificate of the zoo, and suites for
// any kind of key. Where the zoo leaves the leaf's key open it is P-256: signing
// with RSA would be most of what a cell costs.
func certified(name string) fixtures.Profile { return certifiedBy(zoo(name)) }

// withKey is such a server whose certificate has nothing special but its key.
func withKey(key certs.Key) fixtures.Profile {
	return certifiedBy(certs.Spec{Name: string(key), Key: key})
}

func certifiedBy(spec certs.Spec) fixtures.Profile {
	if spec.Key == "" && spec.Exponent == 0 && spec.Form.PublicKey == nil {
		spec.Key = certs.ECDSAP256
	}
	return fixtures.Profile{
		Name:       "tls12-" + spec.Name,
		Title:      "TLS 1.2 with the certificate " + spec.Name,
		Source:     "certs.Zoo",
		MinVersion: tls.VersionTLS12,
		MaxVersion: tls.VersionTLS12,
		Suites: []uint16{
			tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
			tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
		},
		Groups:      []tls.CurveID{tls.X25519, tls.CurveP256},
		Certificate: spec,
	}
}

// certifiedTLS13 is a TLS 1.3 server with a certificate of the zoo.
func certifiedTLS13(name string) fixtures.Profile {
	p := fixtures.TLS13Only()
	p.Name = "tls13-" + name
	p.Title = "TLS 1.3 with the certificate " + name
	p.Certificate = zoo(name)
	return p
}

// zoo is a certificate of the zoo. Tables are code: a name that is not there
// stops the first test that looks at them.
func zoo(name string) certs.Spec {
	if spec, ok := zooByName()[name]; ok {
		return spec
	}
	_, err := certs.Find(name) // which names the nearest
	panic(err)
}

// zooByName is made once: the tables name some two hundred certificates.
var zooByName = sync.OnceValue(func() map[string]certs.Spec {
	byName := make(map[string]certs.Spec)
	for _, spec := range certs.Zoo() {
		byName[spec.Name] = spec
	}
	return byName
})

// anyServer is a modern server for scenarios that are not about it, with a key
// that signs quickly.
func anyServer() fixtures.Profile {
	p := fixtures.Modern()
	p.Name = "modern-p256"
	p.Suites = append(p.Suites, tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256)
	p.Certificate.Key = certs.ECDSAP256
	return p
}
