package recorded

import (
	"slices"

	"github.com/legacytls/legacytls/internal/gotls"
	"github.com/legacytls/legacytls/internal/toolchain"
	"github.com/legacytls/legacytls/internal/wire"
)

// A Hello is a ClientHello as a program sent it.
type Hello struct {
	Release toolchain.Version // that built the program
	GoLine  string            // of its go.mod, "" for the release's own
	GODEBUG string            // in its environment, "" for none
	Date    string            // of the recording, as YYYY-MM-DD
	Record  []byte            // all that it sent; shared, do not change it
}

// String returns the build for a person, for example
// "go1.22.12, GODEBUG=tlsrsakex=1".
func (h Hello) String() string {
	text := "go" + h.Release.String()
	if h.GODEBUG != "" {
		text += ", GODEBUG=" + h.GODEBUG
	}
	if h.GoLine != "" {
		text += ", go line " + h.GoLine
	}
	return text
}

// IsDefault reports whether the program had neither a go line of its own nor GODEBUG.
func (h Hello) IsDefault() bool { return h.GoLine == "" && h.GODEBUG == "" }

// ClientHello decodes the recording. What it returns belongs to the caller.
func (h Hello) ClientHello() *wire.ClientHello {
	hello, err := wire.DecodeFlow(slices.Clone(h.Record)).ClientHello()
	if err != nil {
		panic("recorded: " + h.String() + ": " + err.Error()) // tests have read them all
	}
	return hello
}

// Stable returns the record of a ClientHello with zeros in the place of what is
// random: random, session id, and the keys of key_share.
func Stable(hello *wire.ClientHello) []byte {
	masked := *hello
	masked.Random = [32]byte{}
	masked.SessionID = make([]byte, len(hello.SessionID))
	masked.Extensions = slices.Clone(hello.Extensions)
	for i, e := range masked.Extensions {
		if e.ID == wire.ExtKeyShare {
			masked.Extensions[i].Data = withoutKeys(e.Data, hello.KeyShares)
		}
	}
	return wire.MarshalRecord(wire.Handshake, hello.RecordVersion, masked.Marshal())
}

// withoutKeys puts zeros behind the group and the length of each share (RFC 8446,
// section 4.2.8).
func withoutKeys(data []byte, shares []wire.KeyShare) []byte {
	masked := slices.Clone(data)
	rest := masked[2:]
	for _, s := range shares {
		clear(rest[4 : 4+s.Length])
		rest = rest[4+s.Length:]
	}
	return masked
}

// defaults are those that a hello shows: all but the versions of servers.
func defaults(hello *wire.ClientHello) gotls.Defaults {
	d := gotls.Defaults{
		Suites:                  hello.CipherSuites,
		Groups:                  hello.Groups,
		Versions:                hello.SupportedVersions,
		SignatureAlgorithms:     hello.SignatureAlgorithms,
		SignatureAlgorithmsCert: hello.SignatureAlgorithmsCert,
	}
	for _, s := range hello.KeyShares {
		d.KeyShares = append(d.KeyShares, s.Group)
	}
	for _, e := range hello.Extensions {
		d.Extensions = append(d.Extensions, e.ID)
	}
	return d
}
