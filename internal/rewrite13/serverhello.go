package rewrite13

import (
	"crypto/sha256"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// A HelloRetryRequest is a ServerHello too, and is changed like one.

// inServerHello is an edit of the ServerHello.
func inServerHello(change func(*wire.ServerHello)) edit {
	return func(p plain) []plain {
		if !p.is(wire.TypeServerHello) {
			return []plain{p}
		}
		hello, err := wire.ParseServerHello(p.content)
		if err != nil {
			return []plain{p} // never: the rewriter has read it
		}
		change(hello)
		p.content = hello.Marshal()
		return []plain{p}
	}
}

func selectVersion(q fixtures.Quirks) edit {
	selected := []byte{byte(q.SelectVersion >> 8), byte(q.SelectVersion)}
	return inServerHello(func(hello *wire.ServerHello) {
		setExtension(&hello.Extensions, wire.Extension{ID: wire.ExtSupportedVersions, Data: selected})
	})
}

func selectCompression(q fixtures.Quirks) edit {
	return inServerHello(func(hello *wire.ServerHello) { hello.CompressionMethod = q.SelectCompression })
}

// noSessionIDEcho makes a session id that is as long as one can be, and never that of
// the client.
func noSessionIDEcho(fixtures.Quirks) edit {
	return inServerHello(func(hello *wire.ServerHello) {
		other := sha256.Sum256(hello.SessionID)
		hello.SessionID = other[:]
	})
}

// setExtension puts e in the place of the extension of its id, or at the end.
func setExtension(extensions *[]wire.Extension, e wire.Extension) {
	for i := range *extensions {
		if (*extensions)[i].ID == e.ID {
			(*extensions)[i] = e
			return
		}
	}
	*extensions = append(*extensions, e)
}
