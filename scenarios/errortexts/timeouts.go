package errortexts

import (
	"time"

	"github.com/legacytls/legacytls/harness"
)

// silence is what these pages have in common.
const silence = "The client waited for an answer in the handshake until its time was over. The TCP connection was there; the " +
	"ClientHello, or what came after it, met silence. "

// enough is more than the slowest of the simulated servers takes.
const enough = 15 * time.Second

// timeouts are three words for the same: which one is shown is up to who has the
// shortest patience.
func timeouts() []Page {
	return []Page{
		{
			Slug:  "tls-handshake-timeout",
			Texts: []string{"net/http: TLS handshake timeout"},
			Says:  silence + "This is http.Transport.TLSHandshakeTimeout, 10 seconds in http.DefaultTransport.",
			Causes: []Cause{
				largeHello().shown(since("1.23", "reports/large-hello-http-handshake-timeout")),
				tls13Refused().met("TLS-inspecting proxies").shown(since("1.13", "catalogue/tls13-intolerant-hang").as("i/o timeout")),
				slow(harness.Client{Timeout: enough, HTTP: &harness.HTTPClient{TLSHandshakeTimeout: enough}}).shown(always("quirks/http-delay-handshake")),
				notAnswered().shown(always("refusals/http-handshake-timeout")),
			},
			See: []string{"io-timeout", "context-deadline-exceeded", "connection-reset"},
		},
		{
			Slug:  "context-deadline-exceeded",
			Texts: []string{"context deadline exceeded"},
			Says: "The deadline of the program was over before the connection was there. It is the program's own clock, " +
				"so that it hides the reason: gRPC and others try again until then, and what the server said to each " +
				"try is lost. Ask for that first: a log at level debug, legacytls try, a plain tls.Dial to the same " +
				"address. If one shows another text, look up that one.",
			Causes: []Cause{
				largeHello().shown(since("1.23", "catalogue/hello-over-1-segment-hang").as("i/o timeout")),
				rsaKeyExchange().met("seen behind gRPC, which tries again").shown(since("1.22", "catalogue/rsa-key-exchange-only").as(handshakeFailure)),
				mldsa().shown(since("1.27", "catalogue/mldsa-intolerant").as("connection reset by peer")),
				notAnswered().shown(always("catalogue/silent-port").as("i/o timeout")),
			},
			See: []string{"io-timeout", "tls-handshake-timeout", "connection-reset", "handshake-failure"},
		},
		{
			Slug:  "io-timeout",
			Texts: []string{"i/o timeout"},
			Says: silence + "This is a deadline of the connection itself: net.Dialer.Timeout, SetDeadline. With \"dial tcp\" " +
				"before it there was not even a TCP connection, and TLS has nothing to do with it.",
			Causes: []Cause{
				largeHello().shown(since("1.23", "catalogue/hello-over-1-segment-hang"), since("1.23", "catalogue/sendmail-large-hello-hang")),
				helloOverFrame(),
				tls13Refused().met("TLS-inspecting proxies").shown(since("1.13", "catalogue/tls13-intolerant-hang")),
				slow(harness.Client{Timeout: enough}).shown(always("quirks/delay-handshake")),
				notAnswered().shown(always("catalogue/silent-port")),
			},
			See: []string{"tls-handshake-timeout", "context-deadline-exceeded", "connection-reset"},
		},
	}
}
