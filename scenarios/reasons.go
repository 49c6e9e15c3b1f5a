package scenarios

import (
	"fmt"
	"strings"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

// afterHandshake is a refusal that comes when the client holds the handshake
// for complete.
func afterHandshake() harness.Reason {
	return remark{"after the handshake", func(o harness.Outcome) bool { return o.Stage == harness.StageExchange }}
}

// noAlert is an end without an alert from either side.
func noAlert() harness.Reason {
	return remark{"no alert", func(o harness.Outcome) bool { return o.Alert == nil }}
}

// withMarker is a ServerHello whose random ends in these bytes.
func withMarker(marker string) harness.Reason {
	return remark{fmt.Sprintf("a random that ends in %q", marker), func(o harness.Outcome) bool {
		return o.Answer != nil && strings.HasSuffix(string(o.Answer.Random[:]), marker)
	}}
}

// withoutMarker is a ServerHello that does not say that it is a downgrade.
func withoutMarker() harness.Reason {
	return remark{"a random without a downgrade marker", func(o harness.Outcome) bool {
		return o.Answer != nil && !strings.Contains(string(o.Answer.Random[:]), "DOWNGRD")
	}}
}

// withProtocol is a connection on which the client goes on with this application
// protocol.
func withProtocol(name string) harness.Reason {
	return remark{fmt.Sprintf("the application protocol %q", name), func(o harness.Outcome) bool { return o.ALPN == name }}
}

// withoutProtocol is a connection or an answer on which no application protocol
// was agreed.
func withoutProtocol() harness.Reason {
	return remark{"no application protocol", func(o harness.Outcome) bool {
		if o.Answer == nil {
			return false
		}
		_, sent := o.Answer.Extension(wire.ExtALPN)
		return !sent && o.ALPN == ""
	}}
}

// errorEnds is an error whose text ends with the string.
func errorEnds(text string) harness.Reason {
	return remark{fmt.Sprintf("an error that ends with %q", text), func(o harness.Outcome) bool {
		return strings.HasSuffix(o.Error, text)
	}}
}

// errorEndsInOneOf is an error whose text ends with one of the strings, for where it
// depends on who is first.
func errorEndsInOneOf(texts ...string) harness.Reason {
	return remark{fmt.Sprintf("an error that ends with one of %q", texts), func(o harness.Outcome) bool {
		for _, text := range texts {
			if strings.HasSuffix(o.Error, text) {
				return true
			}
		}
		return false
	}}
}

// errorIs is an error that says this and no more.
func errorIs(text string) harness.Reason {
	return remark{fmt.Sprintf("the error %q", text), func(o harness.Outcome) bool { return o.Error == text }}
}

// notResumed is a connection with a handshake of its own.
func notResumed() harness.Reason {
	return remark{"a full handshake", func(o harness.Outcome) bool { return !o.Resumed }}
}

// clientCertificates is a connection on which the server knows the client by that
// many certificates.
func clientCertificates(n int) harness.Reason {
	return remark{fmt.Sprintf("%d certificates of the client", n), func(o harness.Outcome) bool {
		return o.Server != nil && len(o.Server.State.ClientCertificates) == n
	}}
}
