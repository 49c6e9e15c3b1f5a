package devices

import (
	"crypto/tls"
	"testing"

	"github.com/legacytls/legacytls/harness"
)

// One row for each claim, one subtest for each row, release and setting.
func TestDevicesAcrossGo(t *testing.T) {
	harness.RunScenarios(t, harness.Matrix{
		Go: []string{"1.17", "1.18", "1.19", "1.20", "1.21", "1.22", "1.23", "1.24", "1.25", "1.26", "1.27"},
	},
		meterWithDefaults(),
		meterWithItsSuite(),
		boilerWithDefaults(t),
	)
}

func meterWithDefaults() harness.Scenario {
	connects := harness.Connects(tls.TLS_RSA_WITH_AES_256_CBC_SHA)
	return harness.Scenario{
		Name:   "meter-with-defaults",
		Claim:  "A client with the defaults reads the meter up to Go 1.21, and up to 1.26 with the setting or the go line that bring RSA key exchange back.",
		Source: "https://go.dev/doc/go1.22#minor_library_changes",
		Server: meter(),
		Settings: []harness.Settings{
			{},
			{GODEBUG: "tlsrsakex=1"},
			{GoLine: "1.21"},
		},
		Rules: []harness.Rule{ // the first that matches decides
			{When: harness.Go("<1.22"), Want: connects},
			{When: harness.Go(">=1.27").GODEBUG("tlsrsakex=1"), Want: harness.DoesNotStart(`removed GODEBUG "tlsrsakex"`)},
			{When: harness.AnyGo().GODEBUG("tlsrsakex=1"), Want: connects},
			{When: harness.Go("<1.27").GoLine("<1.22"), Want: connects},
			{Want: harness.Refused(harness.ErrorText("EOF"))},
		},
	}
}

func meterWithItsSuite() harness.Scenario {
	return harness.Scenario{
		Name:   "meter-with-its-suite",
		Claim:  "A client that names the suite reads the meter, whatever the release.",
		Source: "https://pkg.go.dev/crypto/tls#Config, CipherSuites",
		Server: meter(),
		Client: harness.Client{CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_256_CBC_SHA}},
		Rules:  []harness.Rule{{Want: harness.Connects(tls.TLS_RSA_WITH_AES_256_CBC_SHA)}},
	}
}

func boilerWithDefaults(t *testing.T) harness.Scenario {
	t.Helper()
	connects := harness.Connects(tls.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA)
	return harness.Scenario{
		Name:     "boiler-with-defaults",
		Claim:    "A client with the defaults reads the boiler up to Go 1.22, and up to 1.26 with the setting.",
		Source:   "https://go.dev/doc/go1.23#minor_library_changes",
		Server:   boiler(t),
		Settings: []harness.Settings{{}, {GODEBUG: "tls3des=1"}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.23"), Want: connects},
			{When: harness.Go("<1.27").GODEBUG("tls3des=1"), Want: connects},
			{When: harness.AnyGo().GODEBUG("tls3des=1"), Want: harness.DoesNotStart(`removed GODEBUG "tls3des"`)},
			{Want: harness.Refused(harness.RemoteAlert(harness.HandshakeFailure))},
		},
	}
}
