package scenarios

import (
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// unchangedResumption are clients with a session cache that connect twice.
func unchangedResumption() []harness.Scenario {
	return []harness.Scenario{
		resumption("tls12-resumption", "A client with a session cache resumes a TLS 1.2 session by its ticket.",
			fixtures.TLS12Only(), harness.Resumes()),
		resumption("tls12-resumption-tickets-and-ids", "So it does where the server has session ids as well.",
			sessionIDs("tls12-tickets-and-ids", "TLS 1.2, resumes by tickets and by session ids", false), harness.Resumes()),
		resumption("tls12-resumption-ids", "Go clients do not resume by session ids: a server that has them alone gets a full handshake each time.",
			sessionIDs("tls12-session-ids", "TLS 1.2, resumes by session ids alone", true), harness.ConnectsWith(notResumed())),
		resumption("tls12-resumption-forgotten", "A server that has forgotten the session, as behind a load balancer, gets a full handshake, and the client does not notice.",
			quirky("tls12-forgets-sessions", "TLS 1.2, resumes no session that it issues", fixtures.Quirks{ForgetSessions: true}), harness.ConnectsWith(notResumed())),
	}
}

func resumption(name, claim string, server fixtures.Profile, want harness.Expectation) harness.Scenario {
	return harness.Scenario{
		Name:   name,
		Claim:  claim,
		Source: "RFC 5077, section 3.4; src/crypto/tls/handshake_client.go (loadSession)",
		Server: server,
		Client: harness.Client{Resume: true},
		Rules:  []harness.Rule{{Want: want}},
	}
}

func sessionIDs(name, title string, alone bool) fixtures.Profile {
	return variation(fixtures.TLS12Only(), name, title, func(p *fixtures.Profile) {
		p.SessionIDs, p.NoSessionTickets = true, alone
	})
}
