package certs_test

import (
	"crypto"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
)

func TestAZooSpecThatCannotBeNamesFieldAndValue(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	for want, spec := range map[string]certs.Spec{
		`field Sent has "isuer 1", which the chain does not have: the nearest is "issuer 1"`: {Issuers: []certs.CA{{}}, Sent: []string{"leaf", "isuer 1"}},
		`field Form.Extensions has "san": want an object identifier such as 2.5.4.3`:         {Form: certs.Form{Extensions: []certs.Extension{{ID: "san"}}}},
		`field Form.Subject or Form.Issuer has "CN": want an object identifier`:              {Form: certs.Form{Subject: []certs.Attribute{{Type: "CN"}}}},
		`extension 2.5.29.14 has no Value, and an ordinary certificate`:                      {Form: certs.Form{Extensions: []certs.Extension{{ID: "2.5.29.14"}}}},
		`field Form.Hash is SHA3-256: want MD5, SHA-1`:                                       {Form: certs.Form{Hash: crypto.SHA3_256}},
		`field Exponent is 3, but a key of kind ed25519 has none: use an RSA key`:            {Key: certs.Ed25519, Exponent: 3},
		`field Trust is "nobody": want "", "leaf" or "another"`:                              {Trust: "nobody"},
		`no kind of key "rsa-1000"`:                                                          {Root: certs.CA{Key: "rsa-1000"}},
		`no kind of key "dsa-1024"`:                                                          {Key: certs.DSA1024},
		`field Hosts has "bücher.test", which is not ASCII: write it as xn--`:                {Hosts: []string{"b\u00fccher.test"}},
		`no signature algorithm has ECDSA with MD5`:                                          {Form: certs.Form{Hash: crypto.MD5}},
	} {
		_, err := a.Issue(spec)
		require.ErrorContains(t, err, want)
		require.ErrorContains(t, err, `certificate "`)
	}
}
