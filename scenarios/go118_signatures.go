package scenarios

import "github.com/legacytls/legacytls/harness"

const go118SHA1 = go118Notes + "#sha1"

// sha1Signatures are certificates with a SHA-1 signature below the root, at the
// root, and where nobody looks.
func sha1Signatures() []harness.Scenario {
	return []harness.Scenario{
		sha1Signature("sha1-leaf", "SHA1-RSA"),
		sha1Signature("sha1-intermediate", "SHA1-RSA"),
		sha1Signature("ecdsa-sha1-leaf", "ECDSA-SHA1"),
		{
			Name:   "sha1-root",
			Claim:  "The signature of a trusted root on itself is not looked at, so it may be SHA-1.",
			Source: go118SHA1,
			Server: certified("sha1-root-sent"),
			Rules:  []harness.Rule{{Want: harness.Connects()}},
		},
		{
			Name:   "sha1-leaf-insecure-skip-verify",
			Claim:  "InsecureSkipVerify does not look at signatures of certificates at all.",
			Source: go118SHA1,
			Server: certified("sha1-leaf"),
			Client: harness.Client{InsecureSkipVerify: true},
			Rules:  []harness.Rule{{Want: harness.Connects()}},
		},
	}
}

// sha1Signature is a scenario with the certificate of that name.
func sha1Signature(name, algorithm string) harness.Scenario {
	return harness.Scenario{
		Name:   name,
		Claim:  "A certificate with a SHA-1 signature is refused; x509sha1=1 accepts it until Go 1.23, an old go line never.",
		Source: go118SHA1,
		Server: certified(name),
		Settings: []harness.Settings{
			{},
			{GODEBUG: "x509sha1=1"},
			{Setenv: "x509sha1=1"},
			{GoLine: "1.17"},
		},
		Rules: []harness.Rule{
			{When: harness.Go("<1.18"), Want: harness.Connects()},
			{When: harness.Go("<1.24").GODEBUG("x509sha1=1"), Want: harness.Connects()},
			{When: harness.Go("<1.24").Setenv("x509sha1=1"), Want: harness.Connects()},
			{When: harness.Go(">=1.27").GODEBUG("x509sha1=1"), Want: diesOf("x509sha1", "1")},
			{Want: insecureAlgorithm(algorithm)},
		},
	}
}

func md5Leaf() harness.Scenario {
	return harness.Scenario{
		Name:     "md5-leaf",
		Claim:    "MD5 signatures are refused in every release, and x509sha1=1 is not for them.",
		Source:   "crypto/x509, x509.go, checkSignature",
		Server:   certified("md5-leaf"),
		Settings: []harness.Settings{{}, {GODEBUG: "x509sha1=1"}},
		Rules: []harness.Rule{
			{When: harness.Go(">=1.27").GODEBUG("x509sha1=1"), Want: diesOf("x509sha1", "1")},
			{Want: insecureAlgorithm("MD5-RSA")},
		},
	}
}
