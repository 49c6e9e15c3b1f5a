package front

import (
	"io"
	"net"

	"github.com/legacytls/legacytls/internal/tcp"
	"github.com/legacytls/legacytls/internal/wire"
)

// greet acts as soon as a connection is open, before anything is read.
func (f *Front) greet(conn net.Conn) error {
	if err := f.waitForTurn(conn); err != nil {
		return err
	}
	switch {
	case f.quirks.Banner != "":
		if _, err := io.WriteString(conn, f.quirks.Banner); err != nil {
			return err
		}
		ignore(conn)
		return &Error{Quirk: "Banner", Reason: "this server begins with a banner and never speaks TLS"}
	case f.quirks.NeverAnswer:
		ignore(conn)
		return &Error{Quirk: "NeverAnswer", Reason: "this server never answers"}
	}
	return nil
}

// ignore reads until the client has gone, or the connection is cut off.
func ignore(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) }

// awaitsHello says whether answer needs to see the ClientHello, or to wait for it.
func (f *Front) awaitsHello() bool {
	return f.quirks.AnswerInstead != "" || f.quirks.DelayHandshake != 0 || f.quirks.WarnUnknownServerName != 0
}

// answer acts when the ClientHello has come, before the backend sees it. The hello is
// nil if none was read, or none that parses.
func (f *Front) answer(conn net.Conn, hello *wire.ClientHello) error {
	if err := pause(conn, f.quirks.DelayHandshake); err != nil {
		return err
	}
	if f.quirks.AnswerInstead != "" {
		if _, err := io.WriteString(conn, f.quirks.AnswerInstead); err != nil {
			return err
		}
		tcp.Linger(conn)
		return &Error{Quirk: "AnswerInstead", Reason: "this server gives everybody the same answer"}
	}
	return f.warn(conn, hello)
}
