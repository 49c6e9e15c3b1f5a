package errortexts

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/harness"
)

// The words in which the tables are written.

// always is a scenario that shows the text in every release.
func always(scenario string) Exhibit { return Exhibit{Scenario: scenario} }

// since is a scenario that shows it from a release on.
func since(release, scenario string) Exhibit { return Exhibit{Scenario: scenario, First: release} }

// between is a scenario that shows it in some releases, the last among them.
func between(first, last, scenario string) Exhibit {
	return Exhibit{Scenario: scenario, First: first, Last: last}
}

// with is an exhibit of a program with settings.
func (e Exhibit) with(s harness.Settings) Exhibit { e.Settings = s; return e }

// otherwise is an exhibit that shows other texts in other releases.
func (e Exhibit) otherwise(texts ...string) Exhibit { e.Otherwise = texts; return e }

// as is an exhibit that shows another text for the one of the page.
func (e Exhibit) as(text string) Exhibit { e.As = text; return e }

// shown is a cause with the exhibits that a page has for it.
func (c Cause) shown(exhibits ...Exhibit) Cause { c.Shown = exhibits; return c }

// met is a cause in the products that a page has for it.
func (c Cause) met(peers string) Cause { c.Peers = peers; return c }

// godebug is a setting in the environment, and the releases in which it helps.
func godebug(setting, first, last string) Remedy {
	return Remedy{Settings: harness.Settings{GODEBUG: setting}, First: first, Last: last}
}

// goLine is an old go line, and the releases in which it helps. It brings all the other
// defaults of its time back as well.
func goLine(line, first, last string) Remedy {
	return Remedy{Settings: harness.Settings{GoLine: line}, First: first, Last: last}
}

// config is a tls.Config that helps in every release.
func config(does string, c harness.Client) Remedy { return Remedy{Does: does, Client: &c} }

// mended is something that is done elsewhere, with the scenario that shows that nothing
// is left to do in Go.
func mended(does, scenario string) Remedy { return Remedy{Does: does, Scenario: scenario} }

// without is something to take away, with the scenario that shows that it is not needed.
func without(does, scenario string) Remedy {
	return Remedy{Does: does, Scenario: scenario, Without: true}
}

// update is a release without the problem.
func update(does, first string) Remedy { return Remedy{Does: does, First: first} }

// rsaSuites are those with RSA key exchange that Go had by default until 1.21, without
// 3DES.
func rsaSuites() []uint16 {
	return []uint16{
		tls.TLS_RSA_WITH_AES_128_GCM_SHA256,
		tls.TLS_RSA_WITH_AES_256_GCM_SHA384,
		tls.TLS_RSA_WITH_AES_128_CBC_SHA,
		tls.TLS_RSA_WITH_AES_256_CBC_SHA,
	}
}
