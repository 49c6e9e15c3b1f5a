package scenarios_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
)

// A profile that two backends can play is the same server on both, for clients of
// every release. That is what proves the legacy engine: crypto/tls knows nothing
// of it.

// deliberate are the scenarios in which the engine does otherwise than crypto/tls,
// with the reason.
func deliberate() map[string]string {
	const ed25519 = "crypto/tls has its certificate on the way when it finds that the client can check no signature of its key; " +
		"the engine sends the alert alone, as OpenSSL does"
	return map[string]string{
		"warning-alerts-flood":  "the client complains in a record of TLS 1.0, which a crypto/tls server that has said TLS 1.2 answers by protocol_version",
		"ed25519-server":        ed25519,
		"fips140-ed25519-chain": ed25519,
	}
}

const onCryptoTLS = "-on-crypto-tls"

// twins are those of the scenarios that the legacy engine plays by default and
// crypto/tls can play too, on crypto/tls.
func twins(of []harness.Scenario) []harness.Scenario {
	var all []harness.Scenario
	for _, s := range of {
		ours := s.GoServer == nil && s.Backend == nil && s.PeerGo == ""
		if ours && harness.Legacy().Supports(s.Server) == nil && harness.CryptoTLS().Supports(s.Server) == nil {
			s.Name, s.Backend = s.Name+onCryptoTLS, harness.CryptoTLS()
			all = append(all, s)
		}
	}
	return all
}

// isDeliberate says whether what comes of a scenario is another thing on crypto/tls,
// and that is what came.
func isDeliberate(twin string) bool {
	name, isTwin := strings.CutSuffix(twin, onCryptoTLS)
	return isTwin && deliberate()[name] != ""
}

// requireSameOnBothBackends compares what came of the twins with what came of the
// scenarios that they are twins of.
func requireSameOnBothBackends(t *testing.T, report *harness.Report, tried []harness.Scenario) {
	t.Helper()
	onLegacy := make(map[string]harness.Outcome)
	for _, c := range report.Cells {
		onLegacy[c.Scenario.Name+", "+c.Build.String()] = c.Outcome
	}
	differs := make(map[string]bool)
	compared := make(map[string]int) // cells, by scenario
	for _, c := range report.Cells {
		name, isTwin := strings.CutSuffix(c.Scenario.Name, onCryptoTLS)
		if !isTwin || c.Verdict == harness.Unavailable {
			continue
		}
		one, other := onLegacy[name+", "+c.Build.String()], c.Outcome
		if one.Ran() {
			compared[name]++
			require.Equal(t, "legacy and crypto/tls", one.Backend+" and "+other.Backend)
		}
		if essence(one) == essence(other) {
			continue
		}
		differs[name] = true
		if deliberate()[name] == "" {
			t.Errorf("%s, %s: on the legacy engine\n\t%s\non crypto/tls\n\t%s", name, c.Build, essence(one), essence(other))
		}
	}
	requireAllCompared(t, report, tried, compared)
	for name, reason := range deliberate() {
		require.True(t, differs[name], "%s: it is not true any more that %s", name, reason)
	}
}

// requireAllCompared checks that nothing that ran on the legacy engine was left out
// of the comparison: every twin has a cell for each build of each release that is
// available.
func requireAllCompared(t *testing.T, report *harness.Report, tried []harness.Scenario, compared map[string]int) {
	t.Helper()
	ran, unavailable := make(map[string]int), make(map[string]bool)
	for _, c := range report.Cells {
		switch {
		case c.Verdict == harness.Unavailable:
			unavailable[c.Scenario.Name] = true
		case c.Outcome.Ran():
			ran[c.Scenario.Name]++
		}
	}
	for _, twin := range twins(tried) {
		name := strings.TrimSuffix(twin.Name, onCryptoTLS)
		require.Equal(t, ran[name], compared[name], "%s: cells on the legacy engine, and those compared", name)
		require.True(t, ran[name] > 0 || unavailable[name], "%s: no build of it ran", name)
	}
}

// essence is all of an outcome that a server decides about.
func essence(o harness.Outcome) string {
	alert := "none"
	if o.Alert != nil {
		alert = o.Alert.String()
	}
	return fmt.Sprintf("%s %q alert %s version %04x suite %04x group %04x alpn %q resumed %t scheme %04x client's scheme %04x export %t %q",
		o.Stage, timeless(o.Error), alert, o.Version, o.Suite, o.Group, o.ALPN, o.Resumed, o.Scheme, o.ClientScheme,
		o.Export.Asked, o.Export.Error)
}

var (
	address = regexp.MustCompile(`127\.0\.0\.1:\d+`)
	moment  = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`)
)

// timeless takes out of an error what is another each time.
func timeless(text string) string {
	return moment.ReplaceAllString(address.ReplaceAllString(text, "ADDRESS"), "TIME")
}
