package harness

import (
	"fmt"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/dissect"
	"github.com/legacytls/legacytls/internal/wire"
)

func describeClientHello(step *Step, s dissect.Step) error {
	h, err := wire.ParseClientHello(s.Message.Raw)
	step.add("versions", namesOf(h.Versions(), wire.VersionName)...)
	step.add("cipher suites", namesOf(h.CipherSuites, fixtures.OpenSSLName)...)
	step.add("random", hexOf(h.Random[:]))
	step.add("session id", hexOf(h.SessionID))
	for _, e := range h.Extensions {
		if e.ID != wire.ExtSupportedVersions { // which is above
			step.addExtension(e, wire.TypeClientHello)
		}
	}
	return err
}

func describeServerHello(step *Step, s dissect.Step) error {
	h, err := wire.ParseServerHello(s.Message.Raw)
	in := wire.TypeServerHello
	if h.HelloRetryRequest {
		in, step.Name = wire.TypeHelloRetryRequest, "HelloRetryRequest"
	}
	step.add("version", wire.VersionName(h.Version))
	step.add("cipher suite", suiteName(h.CipherSuite))
	step.add("random", hexOf(h.Random[:]))
	step.add("session id", hexOf(h.SessionID))
	if h.CompressionMethod != 0 {
		step.add("compression", fmt.Sprintf("method %d", h.CompressionMethod))
	}
	step.addExtensions(h.Extensions, in)
	return err
}

// addExtensions adds a field for each extension.
func (s *Step) addExtensions(all []wire.Extension, in wire.HandshakeType) {
	for _, e := range all {
		s.addExtension(e, in)
	}
}

// addExtension adds what is in an extension: "(empty)" if nothing is.
func (s *Step) addExtension(e wire.Extension, in wire.HandshakeType) {
	content, err := e.Content(in)
	s.note(err)
	values := extensionValues(content)
	switch {
	case len(e.Data) == 0:
		values = []string{"(empty)"}
	case len(values) == 1 && values[0] == "":
		values = []string{"(empty)"}
	case len(values) == 0:
		values = []string{inHex(e.Data)}
	}
	s.Fields = append(s.Fields, StepField{wire.ExtensionName(e.ID), values})
}

// extensionValues is what [wire.Extension.Content] says as texts, nil if it says nothing.
func extensionValues(content any) []string {
	switch c := content.(type) {
	case nil:
		return nil
	case string:
		return []string{c}
	case []string:
		return c
	case wire.ID:
		return []string{c.Name}
	case []wire.ID:
		var all []string
		for _, id := range c {
			all = append(all, id.Name)
		}
		return all
	case wire.OfferedShare:
		return []string{shareText(c)}
	case []wire.OfferedShare:
		var all []string
		for _, share := range c {
			all = append(all, shareText(share))
		}
		return all
	case wire.PreSharedKeys:
		return []string{fmt.Sprintf("%d identities, %d binders", len(c.Identities), len(c.Binders))}
	}
	return []string{fmt.Sprint(content)}
}

func shareText(s wire.OfferedShare) string {
	return fmt.Sprintf("%s, %s", s.Group.Name, bytesOf(len(s.PublicKey)/2))
}
