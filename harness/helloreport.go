package harness

import (
	"encoding/hex"
	"fmt"
	"time"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// A HelloReport is a ClientHello as data: everything that is in it, in the client's order,
// with names. As JSON it is what servers answer ([WithHelloAnswer]) and what legacytls
// hello -json prints; docs/hello.md says what each field means.
type HelloReport struct {
	RecordVersion NamedID `json:"record_version"` // of the record that it began in
	LegacyVersion NamedID `json:"legacy_version"` // of the hello itself
	Random        string  `json:"random"`         // hexadecimal, as all bytes are
	SessionID     string  `json:"session_id"`

	CipherSuites       []SuiteID         `json:"cipher_suites"`
	CompressionMethods []int             `json:"compression_methods"`
	Extensions         []ExtensionReport `json:"extensions"`

	// What is read from the extensions; null, or "", where there is no such extension.
	Versions                []NamedID       `json:"versions"` // offered, the highest first, without GREASE
	ServerName              string          `json:"server_name"`
	ALPN                    []string        `json:"alpn"`
	Groups                  []NamedID       `json:"groups"`
	KeyShares               []KeyShareOffer `json:"key_shares"`
	SignatureAlgorithms     []NamedID       `json:"signature_algorithms"`
	SignatureAlgorithmsCert []NamedID       `json:"signature_algorithms_cert"`

	GREASE       bool `json:"grease"`        // it has values that are there to be ignored (RFC 8701)
	MessageBytes int  `json:"message_bytes"` // of the message with its header of 4 bytes
	WireBytes    int  `json:"wire_bytes"`    // of its records, with their headers of 5 bytes
	Records      int  `json:"records"`

	JA3     string `json:"ja3"`
	JA3Hash string `json:"ja3_hash"`
	JA4     string `json:"ja4"`
	JA4Raw  string `json:"ja4_r"`

	Problem string `json:"problem,omitempty"` // what could not be read, and where
	Raw     string `json:"raw"`               // the message with its header
}

// An ArrivedHello is a ClientHello as it came.
type ArrivedHello struct {
	ID     int       // of the [Connection]
	Remote string    // the client's address
	At     time.Time // when it was complete
	Hello  *ClientHello
}

// A NamedID is a value of a registry of the IANA.
type NamedID struct {
	ID   string `json:"id"`   // such as "0x001d"
	Name string `json:"name"` // such as "x25519"; "GREASE(0x1a1a)", and the id again if it has none
}

// A SuiteID is a cipher suite, or a signalling value.
type SuiteID struct {
	ID      string `json:"id"`
	Name    string `json:"name"`    // of the IANA
	OpenSSL string `json:"openssl"` // of OpenSSL
}

// A KeyShareOffer is a share of key_share.
type KeyShareOffer struct {
	Group NamedID `json:"group"`
	Bytes int     `json:"bytes"` // of the public key
}

// An ExtensionReport is an extension as it was sent.
type ExtensionReport struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Bytes  int    `json:"bytes"` // without the header of 4 bytes
	GREASE bool   `json:"grease,omitempty"`

	// Content is what is in the extension, null if it is empty or its form is not known.
	Content any    `json:"content"`
	Data    string `json:"data"`
}

// ReportHello returns h as data. A hello that could only be read in part is reported as far
// as it could be.
func ReportHello(h *ClientHello) HelloReport {
	r := HelloReport{
		RecordVersion:           namedID(h.RecordVersion, wire.VersionName),
		LegacyVersion:           namedID(h.Version, wire.VersionName),
		Random:                  hex.EncodeToString(h.Random[:]),
		SessionID:               hex.EncodeToString(h.SessionID),
		CipherSuites:            []SuiteID{},
		CompressionMethods:      []int{},
		Extensions:              []ExtensionReport{},
		Versions:                namedIDs(h.Versions(), wire.VersionName),
		ServerName:              h.ServerName,
		ALPN:                    h.ALPN,
		Groups:                  namedIDs(h.Groups, wire.GroupName),
		SignatureAlgorithms:     namedIDs(h.SignatureAlgorithms, wire.SignatureSchemeName),
		SignatureAlgorithmsCert: namedIDs(h.SignatureAlgorithmsCert, wire.SignatureSchemeName),
		GREASE:                  hasGREASE(h),
		MessageBytes:            len(h.Raw),
		WireBytes:               h.Size,
		Records:                 h.Records,
		JA3:                     h.JA3(),
		JA3Hash:                 h.JA3Hash(),
		JA4:                     h.JA4(),
		JA4Raw:                  h.JA4Raw(),
		Raw:                     hex.EncodeToString(h.Raw),
	}
	for _, id := range h.CipherSuites {
		r.CipherSuites = append(r.CipherSuites, suiteID(id))
	}
	for _, m := range h.CompressionMethods {
		r.CompressionMethods = append(r.CompressionMethods, int(m))
	}
	for _, s := range h.KeyShares {
		r.KeyShares = append(r.KeyShares, KeyShareOffer{namedID(s.Group, wire.GroupName), s.Length})
	}
	r.addExtensions(h)
	return r
}

// addExtensions adds the extensions, and the first problem that there is with one.
func (r *HelloReport) addExtensions(h *ClientHello) {
	if _, err := wire.ParseClientHello(h.Raw); err != nil {
		r.Problem = err.Error()
	}
	for _, e := range h.Extensions {
		content, err := e.Content(wire.TypeClientHello)
		if err != nil && r.Problem == "" {
			r.Problem = err.Error()
		}
		r.Extensions = append(r.Extensions, ExtensionReport{
			ID: hexID(e.ID), Name: wire.ExtensionName(e.ID), Bytes: len(e.Data), GREASE: wire.IsGREASE(e.ID),
			Content: plainContent(content), Data: hex.EncodeToString(e.Data),
		})
	}
}

// plainContent gives values of registries the form that they have everywhere in a report.
func plainContent(content any) any {
	switch c := content.(type) {
	case []wire.ID:
		all := make([]NamedID, len(c))
		for i, id := range c {
			all[i] = NamedID{hexID(id.ID), id.Name}
		}
		return all
	case []wire.OfferedShare:
		type share struct {
			Group     NamedID `json:"group"`
			PublicKey string  `json:"public_key"`
		}
		all := make([]share, len(c))
		for i, s := range c {
			all[i] = share{NamedID{hexID(s.Group.ID), s.Group.Name}, s.PublicKey}
		}
		return all
	case wire.PreSharedKeys:
		return struct {
			Identities []string `json:"identities"`
			Binders    []string `json:"binders"`
		}{c.Identities, c.Binders}
	}
	return content
}

func hexID(id uint16) string { return fmt.Sprintf("0x%04x", id) }

func namedID(id uint16, nameOf func(uint16) string) NamedID { return NamedID{hexID(id), nameOf(id)} }

// namedIDs is nil for nil, which is null in JSON.
func namedIDs(ids []uint16, nameOf func(uint16) string) []NamedID {
	if ids == nil {
		return nil
	}
	all := make([]NamedID, len(ids))
	for i, id := range ids {
		all[i] = namedID(id, nameOf)
	}
	return all
}

func suiteID(id uint16) SuiteID {
	if wire.IsGREASE(id) {
		name := fmt.Sprintf("GREASE(0x%04x)", id)
		return SuiteID{hexID(id), name, name}
	}
	return SuiteID{hexID(id), fixtures.SuiteName(id), fixtures.OpenSSLName(id)}
}

func hasGREASE(h *ClientHello) bool {
	lists := [][]uint16{h.CipherSuites, h.SupportedVersions, h.Groups, h.SignatureAlgorithms}
	for _, e := range h.Extensions {
		lists = append(lists, []uint16{e.ID})
	}
	for _, s := range h.KeyShares {
		lists = append(lists, []uint16{s.Group})
	}
	for _, list := range lists {
		for _, id := range list {
			if wire.IsGREASE(id) {
				return true
			}
		}
	}
	return false
}
