package scenarios

import (
	"crypto/tls"
	"time"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// quirksOfInstead are those of what a server says before TLS, or instead of it.
func quirksOfInstead() []harness.Scenario {
	return []harness.Scenario{
		banner(),
		httpBanner(),
		answerInstead(),
		answerInsteadSSL2(),
		neverAnswer(),
		delayHandshake(),
		httpDelayHandshake(),
		oneConnection(),
		warnUnknownServerName(),
	}
}

func notTLS() harness.Expectation {
	return harness.Refused(noAlert(), errorEnds("tls: first record does not look like a TLS handshake"))
}

func banner() harness.Scenario {
	return harness.Scenario{
		Name:   "banner",
		Claim:  "A server that greets first and begins TLS later shows a client that begins at once what is no TLS.",
		Source: "RFC 3207, section 4; " + recordSource,
		Server: fixtures.StartTLSPort(),
		Rules:  always(notTLS()),
	}
}

func httpBanner() harness.Scenario {
	s := banner()
	s.Name, s.Claim = "http-banner", "An HTTP client says the same."
	s.Client.HTTP = &harness.HTTPClient{}
	return s
}

func answerInstead() harness.Scenario {
	return harness.Scenario{
		Name:   "answer-instead",
		Claim:  "So does a port without TLS that answers HTTP; what it answers is in tls.RecordHeaderError, not in the text.",
		Source: recordSource,
		Server: fixtures.PlainHTTPPort(),
		Rules:  always(notTLS()),
	}
}

func answerInsteadSSL2() harness.Scenario {
	return harness.Scenario{
		Name:   "answer-instead-ssl2",
		Claim:  "The answer of a server that has SSL 2.0 alone is told as such.",
		Source: recordSource,
		Server: fixtures.SSL2Only(),
		Rules:  always(harness.Refused(harness.LocalAlert(harness.ProtocolVersion), errorIs("tls: unsupported SSLv2 handshake received"))),
	}
}

func neverAnswer() harness.Scenario {
	return harness.Scenario{
		Name:   "never-answer",
		Claim:  "A server that reads and never answers keeps every client until its own deadline.",
		Source: recordSource,
		Server: fixtures.SilentPort(),
		Client: impatient(),
		Rules:  always(unanswered()),
	}
}

// slow is a server that takes longer than a client with a short time-out has.
func slow() fixtures.Profile {
	return quirky("tls12-slow-handshake", "TLS 1.2, takes 5 seconds to answer a ClientHello", fixtures.Quirks{DelayHandshake: 5 * time.Second})
}

func delayHandshake() harness.Scenario {
	return harness.Scenario{
		Name:   "delay-handshake",
		Claim:  "A client whose deadline is shorter than the server's handshake never gets through.",
		Source: recordSource,
		Server: slow(),
		Client: impatient(),
		Rules:  always(unanswered()),
	}
}

func httpDelayHandshake() harness.Scenario {
	return harness.Scenario{
		Name:   "http-delay-handshake",
		Claim:  "In an HTTP client it is http.Transport.TLSHandshakeTimeout, 10 seconds in http.DefaultTransport, that the slowest controllers do not keep to.",
		Source: "src/net/http/transport.go (Transport.TLSHandshakeTimeout)",
		Server: slow(),
		Client: harness.Client{HTTP: &harness.HTTPClient{TLSHandshakeTimeout: 200 * time.Millisecond}},
		Rules:  always(harness.Refused(noAlert(), harness.ErrorText("net/http: TLS handshake timeout"))),
	}
}

func oneConnection() harness.Scenario {
	return harness.Scenario{
		Name:   "one-connection",
		Claim:  "No Go client minds a server that serves one connection after the other, as long as it has time to wait for those before it.",
		Source: recordSource,
		Server: quirky("tls12-one-connection", "TLS 1.2, serves one connection at a time", fixtures.Quirks{OneConnection: true}),
		Rules:  always(connectsIn(tls.VersionTLS12)),
	}
}

// warning is a server that says so many times that it does not know a name.
func warning(name, title string, times int) fixtures.Profile {
	return quirky(name, title, fixtures.Quirks{WarnUnknownServerName: times})
}

// stranger is a client that asks for another server.
func stranger() harness.Client {
	return harness.Client{ServerName: "other.test", InsecureSkipVerify: true}
}

func warnUnknownServerName() harness.Scenario {
	return harness.Scenario{
		Name:   "warn-unknown-server-name",
		Claim:  "Clients go on after a warning alert unrecognized_name, and after sixteen of them.",
		Source: "RFC 6066, section 3; src/crypto/tls/conn.go (maxUselessRecords)",
		Server: warning("tls12-sixteen-warnings", "TLS 1.2, warns sixteen times of a name that it does not know", 16),
		Client: stranger(),
		Rules:  always(connectsIn(tls.VersionTLS12)),
	}
}
