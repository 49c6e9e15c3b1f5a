package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/harness"
)

// tlsmaxrsasizeDoc has the limit under Go 1.22, though it is older; the issue is
// https://go.dev/issue/61460 (CVE-2023-29409).
const tlsmaxrsasizeDoc = godebugDoc + "#go-122"

func rsa8192() harness.Scenario {
	return harness.Scenario{
		Name:   "rsa-8192",
		Claim:  "A server's RSA key of 8192 bits is fine in every release.",
		Source: tlsmaxrsasizeDoc,
		Server: certified("rsa-8192"),
		Rules:  []harness.Rule{{Want: harness.Connects()}},
	}
}

func rsa8200() harness.Scenario {
	return rsaOver8192("rsa-8200", harness.Client{})
}

func rsa8200InsecureSkipVerify() harness.Scenario {
	return rsaOver8192("rsa-8200-insecure-skip-verify", harness.Client{InsecureSkipVerify: true})
}

// rsaOver8192 is a longer key. Of the releases in which it begins and ends, the
// module proxy has 1.19.11 and 1.19.13, 1.20.4 and 1.20.8, 1.21.0 and 1.21.1,
// but not 1.19.12, 1.20.6 and 1.20.7.
func rsaOver8192(name string, client harness.Client) harness.Scenario {
	return harness.Scenario{
		Name:       name,
		Claim:      "A longer one is refused from Go 1.19.12 and 1.20.7 on, with InsecureSkipVerify too; tlsmaxrsasize raises the limit from Go 1.19.13, 1.20.8 and 1.21.1 on.",
		Source:     tlsmaxrsasizeDoc + "; crypto/tls, handshake_client.go, checkKeySize",
		Server:     certified("rsa-8200"),
		Client:     client,
		Boundaries: []string{"1.19.11", "1.20.4", "1.20.8", "1.21.0", "1.21.1"},
		Settings:   []harness.Settings{{}, {GODEBUG: "tlsmaxrsasize=16384"}},
		Rules:      rsaOver8192Rules("tls: server sent certificate containing RSA key larger than 8192 bits"),
	}
}

func rsaOver8192Rules(text string) []harness.Rule {
	return []harness.Rule{
		{When: harness.Go("<1.19.12"), Want: harness.Connects()},
		{When: harness.Go(">=1.20 <1.20.7"), Want: harness.Connects()},
		{When: harness.Go(">=1.19.13 <1.20").GODEBUG("tlsmaxrsasize=16384"), Want: harness.Connects()},
		{When: harness.Go(">=1.20.8 <1.21").GODEBUG("tlsmaxrsasize=16384"), Want: harness.Connects()},
		{When: harness.Go(">=1.21.1").GODEBUG("tlsmaxrsasize=16384"), Want: harness.Connects()},
		{Want: harness.Refused(harness.LocalAlert(harness.BadCertificate), harness.ErrorText(text))},
	}
}

func serverClientCertificateRSA8200() harness.Scenario {
	return harness.Scenario{
		Name:       "server-client-certificate-rsa-8200",
		Claim:      "Servers have the same limit for the keys of clients.",
		Source:     tlsmaxrsasizeDoc + "; crypto/tls, handshake_server.go, processCertsFromClient",
		GoServer:   &harness.GoServer{ClientAuth: tls.RequireAndVerifyClientCert, MaxVersion: tls.VersionTLS12},
		PeerGo:     "1.18", // newer ones sign a hundred times slower with a key of five primes
		Client:     harness.Client{Certificate: harness.LargeCertificate},
		Boundaries: []string{"1.19.11", "1.20.4", "1.20.8", "1.21.0", "1.21.1"},
		Settings:   []harness.Settings{{}, {GODEBUG: "tlsmaxrsasize=16384"}},
		Rules:      rsaOver8192Rules("tls: client sent certificate containing RSA key larger than 8192 bits"),
	}
}
