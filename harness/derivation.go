package harness

import (
	"fmt"
	"io"
	"strings"

	"github.com/legacytls/legacytls/internal/dissect"
	"github.com/legacytls/legacytls/internal/wire"
)

// A KeyDerivation is how the keys of one handshake came about, step by step, with the values:
// for learning, and for finding out which of two implementations is wrong. Whoever has it can
// read the connection, so it is for connections of tests alone.
type KeyDerivation struct {
	Version NamedID          `json:"version"`
	Suite   SuiteID          `json:"suite"`
	Steps   []DerivationStep `json:"steps"`
}

// A DerivationStep is a value of a [KeyDerivation].
type DerivationStep struct {
	Name  string `json:"name"`  // such as "master secret"
	From  string `json:"from"`  // what it is made of, or why it is not known
	Value string `json:"value"` // in hexadecimal; "" if it is not known, or empty
}

// derivationWarning goes before all secrets that are shown.
const derivationWarning = "These are the keys of a test connection. Show nobody those of any other."

// String returns the steps as lines, after one that says what they are for.
func (d KeyDerivation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "keys of %s, %s\n%s\n", d.Version.Name, d.Suite.Name, derivationWarning)
	for _, s := range d.Steps {
		fmt.Fprintf(&b, "  %s\n", s.Name)
		const indent = 6
		for i, line := range wrapped(s.From, ladderWidth-indent-2) {
			mark := "= "
			if i > 0 {
				mark = "  "
			}
			fmt.Fprintf(&b, "%*s%s%s\n", indent, "", mark, line)
		}
		const perLine = 64
		for v := s.Value; v != ""; v = v[min(perLine, len(v)):] {
			fmt.Fprintf(&b, "      %s\n", v[:min(perLine, len(v))])
		}
	}
	return b.String()
}

func (d *KeyDerivation) add(name, from string, value []byte) {
	d.Steps = append(d.Steps, DerivationStep{name, from, hexOf(value)})
}

// KeyDerivations returns how the keys of each handshake of the connection came about, as far as
// the handshakes went: what comes after the ServerHello. There is one, and one more for each
// renegotiation.
func (c Connection) KeyDerivations() []KeyDerivation {
	if c.entry == nil {
		return nil
	}
	var all []KeyDerivation
	for _, h := range c.entry.dissect().Handshakes {
		if h.ServerRandom != [32]byte{} {
			all = append(all, c.entry.server.derivation(h))
		}
	}
	return all
}

func (s *Server) derivation(h *dissect.Handshake) KeyDerivation {
	d := KeyDerivation{Version: namedID(h.Version, wire.VersionName), Suite: suiteID(h.Suite)}
	d.add("client random", "the ClientHello", h.ClientRandom[:])
	d.add("server random", "the ServerHello", h.ServerRandom[:])
	if h.Version >= wire.VersionTLS13 {
		d.from13(h)
		return d
	}
	d.fromMaster(h, s.premaster(h))
	return d
}

// WithKeyDerivation writes to w how the keys of each connection came about when it is over
// ([Connection.KeyDerivations]), as text, with one call of Write. What w fails to take is lost.
// It is for connections of tests alone.
func WithKeyDerivation(w io.Writer) Option {
	return optionFunc(func(o *options) { o.derivation = w })
}

// writeDerivation does what WithKeyDerivation says, one call at a time.
func (s *Server) writeDerivation(c Connection) {
	text := fmt.Sprintf("connection %d from %s to %s on %s\n", c.ID, c.Remote, s.Profile.Name, s.Backend)
	for _, d := range c.KeyDerivations() {
		text += d.String()
	}
	s.derivationMu.Lock()
	defer s.derivationMu.Unlock()
	_, _ = io.WriteString(s.opts.derivation, text)
}
