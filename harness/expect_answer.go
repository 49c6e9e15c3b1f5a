package harness

import (
	"crypto/tls"
	"fmt"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// Answers expects that the server under test went on with the hello of a
// [RawClient], in all the ways given.
func Answers(reasons ...Reason) Expectation { return atStage(StageAnswer, "answers", reasons) }

// All expects all of several things.
func All(expectations ...Expectation) Expectation {
	text := ""
	for i, e := range expectations {
		if i > 0 {
			text += ", and "
		}
		text += e.String()
	}
	return all{text, expectations}
}

type all struct {
	text  string
	parts []Expectation
}

func (a all) String() string { return a.text }

// Check returns what the first part says that is not met.
func (a all) Check(o Outcome) error {
	for _, part := range a.parts {
		if err := part.Check(o); err != nil {
			return err
		}
	}
	return nil
}

// In is a connection or an answer in this protocol version.
func In(version uint16) Reason {
	return reason{wire.VersionName(version), func(o Outcome) bool { return o.Version == version }}
}

// WithSuite is a connection or an answer with this cipher suite.
func WithSuite(id uint16) Reason {
	return reason{fixtures.OpenSSLName(id), func(o Outcome) bool { return o.Suite == id }}
}

// WithGroup is a connection or an answer with a key exchange on this named group.
func WithGroup(group tls.CurveID) Reason {
	return reason{"group " + wire.GroupName(uint16(group)), func(o Outcome) bool {
		return o.Group == uint16(group) && !asksAgain(o)
	}}
}

// AskingFor is a HelloRetryRequest for this named group (RFC 8446, section 4.1.4).
func AskingFor(group tls.CurveID) Reason {
	return reason{"a HelloRetryRequest for " + wire.GroupName(uint16(group)), func(o Outcome) bool {
		return asksAgain(o) && o.Answer.Group == uint16(group)
	}}
}

// WithScheme is a connection or an answer in TLS 1.2 whose ECDHE key exchange
// the server signed with this scheme.
func WithScheme(id tls.SignatureScheme) Reason {
	return reason{"signed with " + wire.SignatureSchemeName(uint16(id)), func(o Outcome) bool { return o.Scheme == uint16(id) }}
}

// WithClientScheme is a connection in TLS 1.2 whose client signed with this
// scheme to prove that it has the key of its certificate.
func WithClientScheme(id tls.SignatureScheme) Reason {
	return reason{"the client signed with " + wire.SignatureSchemeName(uint16(id)), func(o Outcome) bool { return o.ClientScheme == uint16(id) }}
}

// WithExtension is a connection or an answer with this extension in the
// ServerHello.
func WithExtension(id uint16) Reason { return withExtension(id, true) }

// WithoutExtension is a connection or an answer without this extension in the
// ServerHello.
func WithoutExtension(id uint16) Reason { return withExtension(id, false) }

func withExtension(id uint16, want bool) Reason {
	return reason{with(want, "extension "+wire.ExtensionName(id)), func(o Outcome) bool {
		if o.Answer == nil {
			return false
		}
		_, sent := o.Answer.Extension(id)
		return sent == want
	}}
}

func asksAgain(o Outcome) bool { return o.Answer != nil && o.Answer.HelloRetryRequest }

// describeAnswer is for Outcome.String.
func describeAnswer(o Outcome) string {
	text := wire.VersionName(o.Version) + " " + fixtures.OpenSSLName(o.Suite)
	switch {
	case asksAgain(o):
		return text + fmt.Sprintf(", asks for a key share of %s", wire.GroupName(o.Answer.Group))
	case o.Group != 0:
		return text + " on " + wire.GroupName(o.Group)
	}
	return text
}
