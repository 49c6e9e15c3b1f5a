package agreement

import (
	"encoding/hex"
	"fmt"

	"github.com/legacytls/legacytls/internal/tshark"
	"github.com/legacytls/legacytls/internal/wire"
)

// WireDifferences says in what package wire reads the handshake messages of a connection in
// another way than tshark, which has put them together and decrypted them.
func WireDifferences(s tshark.Stream) []string {
	var all []string
	var now agreed
	for _, m := range s.Messages {
		if m.Layer != "handshake" || m.Opaque {
			continue
		}
		kind := wire.HandshakeType(m.Type)
		read := wireTable()[kind]
		if read == nil {
			all = append(all, fmt.Sprintf("%s: package wire reads it, this test does not", kind))
			continue
		}
		if kind == wire.TypeServerHello {
			now = agreedIn(newMessage(m))
		}
		readings, err := read(m.Bytes, now)
		if err != nil {
			all = append(all, fmt.Sprintf("%s: tshark could read it, package wire says: %v", kind, err))
		}
		for _, r := range readings {
			all = append(all, different(fmt.Sprintf("%s in package wire: %s", kind, r.field), r.ours, r.theirs(m))...)
		}
	}
	return all
}

// agreed are version and suite of a connection, as tshark reads them.
type agreed struct{ version, suite uint16 }

func agreedIn(serverHello message) agreed {
	version := append(serverHello.all(supportedVersion), serverHello.head("tls.handshake.version")...)
	return agreed{uint16(number(version[0])), uint16(number(serverHello.head("tls.handshake.ciphersuite")[0]))}
}

// A reading is what package wire read, for a field of tshark.
type reading struct {
	field  string
	ours   []string
	theirs func(tshark.Message) []string
}

// numbers is for a field that is a number, as often as it is there.
func numbers[T ~uint8 | ~uint16 | ~uint32 | ~int](field string, ours ...T) reading {
	r := reading{field: field}
	for _, n := range ours {
		r.ours = append(r.ours, fmt.Sprint(n))
	}
	r.theirs = func(m tshark.Message) []string {
		return each(named(m.Fields, field), func(f tshark.Field) string { return fmt.Sprint(number(f)) })
	}
	return r
}

// contents is for a field of bytes, as often as it is there. Tshark has none for no bytes.
func contents(field string, ours ...[]byte) reading {
	r := reading{field: field}
	for _, b := range ours {
		if len(b) > 0 {
			r.ours = append(r.ours, hex.EncodeToString(b))
		}
	}
	r.theirs = func(m tshark.Message) []string { return hexes(named(m.Fields, field)) }
	return r
}

// extensions are the ids and lengths of extensions.
func extensions(all []wire.Extension) []reading {
	var types, lengths []int
	for _, e := range all {
		types, lengths = append(types, int(e.ID)), append(lengths, len(e.Data))
	}
	return []reading{numbers(extensionType, types...), numbers(extensionLength, lengths...)}
}

// inOrder are the schemes of signature_algorithms and signature_algorithms_cert in the order in
// which these came: tshark has one name for both.
func inOrder(h *wire.ClientHello) []uint16 {
	var all []uint16
	for _, e := range h.Extensions {
		switch e.ID {
		case wire.ExtSignatureAlgorithms:
			all = append(all, h.SignatureAlgorithms...)
		case wire.ExtSignatureAlgorithmsCert:
			all = append(all, h.SignatureAlgorithmsCert...)
		}
	}
	return all
}

// alpn are the protocols that tshark reads.
func alpn(m tshark.Message) []string { return m.Get("tls.handshake.extensions_alpn_str") }

// some is a list of a text, if there is one.
func some(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}
