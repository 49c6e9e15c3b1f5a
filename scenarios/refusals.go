package scenarios

import (
	"crypto/tls"
	"time"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// Refusals is the ways in which servers turn a client away. The cause is the same
// in all of them, a server without a suite of the client's; what the client shows
// is not.
func Refusals() Table {
	return Table{
		Name:  "refusals",
		Title: "The same cause by alert, close, reset and silence: what the client shows",
		Scenarios: []harness.Scenario{
			refusedByOtherAlert(),
			refusedByClose(),
			refusedByReset(),
			refusedBySilence(),
			refusedByAlertThenReset(),
			refusedByWarning(),
			refusedByCloseNotify(),
			httpRefusedByClose(),
			httpRefusedByReset(),
			httpHandshakeTimeout(),
			schannelReset(),
		},
	}
}

// refusing is a server that no Go client reaches, and that says so in this way.
func refusing(refusal fixtures.Refusal) fixtures.Profile {
	return variation(fixtures.DHE1024Only(), "dhe-1024-only-"+refusal.Kind.String(), "DHE alone, refuses by "+refusal.String(), func(p *fixtures.Profile) {
		p.Refusal = refusal
	})
}

func refusedByOtherAlert() harness.Scenario {
	return harness.Scenario{
		Name:   "refused-by-other-alert",
		Claim:  "A server may say insufficient_security for a missing suite (RFC 5246, section 7.2.2); the client repeats it.",
		Source: "RFC 5246, section 7.2.2",
		Server: refusing(fixtures.Refusal{Alert: uint8(harness.InsufficientSecurity)}),
		Rules: []harness.Rule{{Want: harness.Refused(
			harness.RemoteAlert(harness.InsufficientSecurity),
			harness.ErrorText("remote error: tls: insufficient security level"))}},
	}
}

func refusedByClose() harness.Scenario {
	return harness.Scenario{
		Name:   "refused-by-close",
		Claim:  "A server that closes the connection instead leaves the client with EOF and nothing else.",
		Source: refusalSource,
		Server: refusing(fixtures.Refusal{Kind: fixtures.RefuseClose}),
		Rules:  []harness.Rule{{Want: closed()}},
	}
}

const refusalSource = "src/crypto/tls/conn.go (readRecord)"

func refusedByReset() harness.Scenario {
	return harness.Scenario{
		Name:   "refused-by-reset",
		Claim:  "A server that resets the connection looks like a broken network.",
		Source: refusalSource,
		Server: refusing(fixtures.Refusal{Kind: fixtures.RefuseReset}),
		Rules:  []harness.Rule{{Want: reset()}},
	}
}

func refusedBySilence() harness.Scenario {
	return harness.Scenario{
		Name:   "refused-by-silence",
		Claim:  "A server that says nothing keeps the client until its own deadline.",
		Source: refusalSource,
		Server: refusing(fixtures.Refusal{Kind: fixtures.RefuseSilence}),
		Client: harness.Client{Timeout: 200 * time.Millisecond},
		Rules:  []harness.Rule{{Want: unanswered()}},
	}
}

func refusedByAlertThenReset() harness.Scenario {
	alert, text := harness.RemoteAlert(harness.HandshakeFailure), errorIs("remote error: tls: handshake failure")
	return harness.Scenario{
		Name:   "refused-by-alert-then-reset",
		Claim:  "Of an alert with a reset behind it a client shows the alert on Linux, which keeps what has come; where a reset discards it, the client shows that.",
		Source: refusalSource,
		Server: refusing(fixtures.Refusal{Kind: fixtures.RefuseAlertThenReset}),
		Rules: []harness.Rule{{Want: harness.Refused(remark{"the alert handshake_failure, or a reset", func(o harness.Outcome) bool {
			return alert.Matches(o) && text.Matches(o) || errorEnds("connection reset by peer").Matches(o)
		}})}},
	}
}

func refusedByWarning() harness.Scenario {
	return harness.Scenario{
		Name:   "refused-by-warning",
		Claim:  "An alert at the level of a warning is lost: the client goes on, and shows EOF when the server has closed.",
		Source: refusalSource,
		Server: refusing(fixtures.Refusal{Kind: fixtures.RefuseWarning}),
		Rules:  []harness.Rule{{Want: harness.Refused(harness.RemoteAlert(harness.HandshakeFailure), errorIs("EOF"))}},
	}
}

func refusedByCloseNotify() harness.Scenario {
	return harness.Scenario{
		Name:   "refused-by-close-notify",
		Claim:  "A server that says close_notify instead of a reason leaves the client with EOF.",
		Source: refusalSource,
		Server: refusing(fixtures.Refusal{Kind: fixtures.RefuseCloseNotify}),
		Rules:  []harness.Rule{{Want: harness.Refused(harness.RemoteAlert(harness.CloseNotify), errorIs("EOF"))}},
	}
}

func httpRefusedByClose() harness.Scenario {
	s := refusedByClose()
	s.Name, s.Client.HTTP = "http-refused-by-close", &harness.HTTPClient{}
	s.Claim = "An HTTP client shows EOF as well, behind the address."
	s.Rules = []harness.Rule{{Want: harness.Refused(noAlert(), errorEnds(": EOF"))}}
	return s
}

func httpRefusedByReset() harness.Scenario {
	s := refusedByReset()
	s.Name, s.Client.HTTP = "http-refused-by-reset", &harness.HTTPClient{}
	s.Claim = "So does an HTTP client with a reset."
	return s
}

func httpHandshakeTimeout() harness.Scenario {
	s := refusedBySilence()
	s.Name = "http-handshake-timeout"
	s.Claim = "An HTTP client gives up on a server that never answers its ClientHello, in words of its own."
	s.Source = "src/net/http/transport.go (Transport.TLSHandshakeTimeout)"
	s.Client = harness.Client{HTTP: &harness.HTTPClient{TLSHandshakeTimeout: 200 * time.Millisecond}}
	s.Rules = []harness.Rule{{Want: harness.Refused(noAlert(), harness.ErrorText("net/http: TLS handshake timeout"))}}
	return s
}

// schannelReset is what became of programs that talk to Windows.
func schannelReset() harness.Scenario {
	connects := harness.Connects(tls.TLS_RSA_WITH_AES_256_GCM_SHA384)
	return harness.Scenario{
		Name:     "schannel-reset-and-settings",
		Claim:    "A Windows server with RSA key exchange alone resets connections of Go 1.22 and newer; tlsrsakex=1 and an old go line helped until Go 1.26.",
		Source:   go122Notes,
		Server:   fixtures.SchannelReset(),
		Settings: tlsrsakex(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.22"), Want: connects},
			{When: harness.Go(">=1.27").GODEBUG("tlsrsakex=1"), Want: diesOf("tlsrsakex", "1")},
			{When: harness.AnyGo().GODEBUG("tlsrsakex=1"), Want: connects},
			{When: harness.Go("<1.27").GoLine("<1.22"), Want: connects},
			{Want: reset()},
		},
	}
}
