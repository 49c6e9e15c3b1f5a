package certs

// rsaZoo is about RSA keys. For lengths, name and key are called the same.
func rsaZoo() []Spec {
	return []Spec{
		{Name: "rsa-512", Key: RSA512, Title: "an RSA key of 512 bits", Source: "NetScaler and APC management cards; export rules of the 1990s; Go 1.24 refuses below 1024"},
		{Name: "rsa-768", Key: RSA768, Title: "an RSA key of 768 bits", Source: "appliances of the 1990s, factored in 2009; Go 1.24 refuses below 1024"},
		{Name: "rsa-1016", Key: RSA1016, Title: "an RSA key of 1016 bits, a byte less than 1024", Source: "firmware that drops a byte of the modulus; Go 1.24 refuses below 1024"},
		{Name: "rsa-1023", Key: RSA1023, Title: "an RSA key of 1023 bits, one less than 1024", Source: "generators that do not set the topmost bits; Go 1.24 refuses below 1024"},
		{Name: "rsa-1024", Key: RSA1024, Title: "an RSA key of 1024 bits, the shortest that Go takes", Source: "iLO, iDRAC and other management boards"},
		{Name: "rsa-1025", Key: RSA1025, Title: "an RSA key of 1025 bits", Source: "generators that take any length"},
		{Name: "rsa-2047", Key: RSA2047, Title: "an RSA key of 2047 bits", Source: "generators that do not set the topmost bits"},
		{Name: "rsa-8192", Key: RSA8192, Title: "an RSA key of 8192 bits, the longest that Go takes", Source: "the limit of Go 1.21 and of the last patches of 1.20 and 1.19"},
		{Name: "rsa-8193", Key: RSA8193, Title: "an RSA key of 8193 bits, one more than Go takes", Source: "CVE-2023-29409: Go 1.21, 1.20.7 and 1.19.12 refuse above 8192"},
		{Name: "rsa-8200", Key: RSA8200, Title: "an RSA key of 8200 bits", Source: "CVE-2023-29409: Go 1.21, 1.20.7 and 1.19.12 refuse above 8192"},
		{Name: "rsa-16384", Key: RSA16384, Title: "an RSA key of 16384 bits, with which a handshake takes long", Source: "people who think that more is better; the longest that OpenSSL takes"},
		{
			Name: "rsa-512-root", Title: "the root has an RSA key of 512 bits",
			Source: "home-made authorities; Go 1.24 refuses below 1024",
			Root:   CA{Key: RSA512},
		},
		{
			Name: "rsa-768-root", Title: "the root has an RSA key of 768 bits",
			Source: "home-made authorities; Go 1.24 refuses below 1024",
			Root:   CA{Key: RSA768},
		},
		{
			Name: "rsa-exponent-1", Title: "the public exponent is 1, with which nothing is secret",
			Source:   "broken generators; RFC 8017, section 3.1 begins at 3; Go 1.24 refuses it",
			Exponent: 1,
		},
		{
			Name: "rsa-exponent-even", Title: "the public exponent is 2, with which no private one goes",
			Source:   "broken generators; Go before 1.24 goes on to a signature that cannot be right",
			Exponent: 2,
		},
		{
			Name: "rsa-exponent-large", Title: "the public exponent is above 2^31",
			Source:   "generators that draw the exponent; Go 1.24 refuses it",
			Exponent: largeExponent,
		},
		{
			Name: "rsa-exponent-zero", Title: "the public exponent is 0",
			Source: "broken firmware",
			Form:   Form{PublicKey: oddRSAKeyInfo([]byte{0}, []byte{0})},
		},
		{
			Name: "rsa-exponent-negative", Title: "the public exponent is -1",
			Source:   "firmware that writes integers without their sign",
			Exponent: -1,
		},
		{
			Name: "rsa-modulus-negative", Title: "the modulus lacks the zero byte that makes it positive",
			Source: "firmware with ASN.1 of its own",
			Form:   Form{PublicKey: oddRSAKeyInfo(nil, []byte{1, 0, 1}), SameKey: true},
		},
		{
			Name: "rsa-modulus-padded", Title: "the modulus has a zero byte too many ahead of it",
			Source: "firmware with ASN.1 of its own; X.690, section 8.3.2 allows none",
			Form:   Form{PublicKey: oddRSAKeyInfo([]byte{0, 0}, []byte{1, 0, 1}), SameKey: true},
		},
		{
			Name: "rsa-no-null", Title: "the algorithm of the RSA key has no NULL parameters",
			Source: "tools that treat RSA like other keys; RFC 3279, section 2.3.1 wants NULL",
			Form:   Form{PublicKey: rsaKeyInfoWithoutNull(), SameKey: true},
		},
	}
}

// largeExponent is the first prime above 2^32.
const largeExponent = 1<<32 + 15

func rsaKeyInfoWithoutNull() []byte {
	key := sequence(integer(embeddedModulus(RSA2048)), smallInteger(65537))
	return sequence(sequence(oid(oidRSA)), bitString(key))
}

// curveZoo is about all other keys. Those that crypto/tls cannot serve with are
// shown only: the private key is an RSA stand-in.
func curveZoo() []Spec {
	return []Spec{
		{Name: "ecdsa-p224", Key: ECDSAP224, Title: "an ECDSA key on P-224", Source: "smart cards; TLS 1.3 has no scheme for it (RFC 8446, section 4.2.3)"},
		{Name: "ecdsa-p256", Key: ECDSAP256, Title: "an ECDSA key on P-256, the most common", Source: "RFC 5480, section 2.1.1.1"},
		{Name: "ecdsa-p384", Key: ECDSAP384, Title: "an ECDSA key on P-384", Source: "government profiles (RFC 5430)"},
		{Name: "ecdsa-p521", Key: ECDSAP521, Title: "an ECDSA key on P-521", Source: "people who think that more is better; Chrome does not take it"},
		{Name: "ed25519", Key: Ed25519, Title: "an Ed25519 key", Source: "RFC 8410; Go knows it since 1.13"},
		{Name: "ecdsa-p192", Title: "an ECDSA key on P-192, shown only", Source: "smart meters and old smart cards; RFC 5480, section 2.1.1.1", Form: showing("ecdsa-p192")},
		{Name: "ecdsa-secp256k1", Title: "an ECDSA key on secp256k1, shown only", Source: "the curve of Bitcoin, SEC 2, section 2.4.1", Form: showing("ecdsa-secp256k1")},
		{Name: "ecdsa-brainpool", Title: "an ECDSA key on brainpoolP256r1, shown only", Source: "German administration and smart meters; RFC 5639, section 3.4", Form: showing("ecdsa-brainpool")},
		{Name: "ecdsa-explicit", Title: "an ECDSA key with the curve written out, shown only", Source: "old Java and openssl -param_enc explicit; RFC 5480, section 2.1.1 forbids it", Form: showing("ecdsa-explicit")},
		{Name: "ecdsa-compressed", Title: "an ECDSA key with a compressed point, shown only", Source: "allowed by RFC 5480, section 2.2; Go does not read it in certificates", Form: showing("ecdsa-compressed")},
		{Name: "ed448", Title: "an Ed448 key, shown only", Source: "RFC 8410; Go does not know it", Form: showing("ed448")},
		{Name: "rsa-pss-key", Title: "an RSA key that is for RSASSA-PSS alone, shown only", Source: "German eID; RFC 4055, section 3; Go does not know it", Form: showing("rsa-pss")},
		{Name: "dsa-leaf", Title: "a DSA key, shown only", Source: "Tomcat with the defaults of keytool; Go has no DSA suites", Form: showing("dsa-1024")},
	}
}

func showing(name string) Form { return Form{PublicKey: shownKey(name)} }
