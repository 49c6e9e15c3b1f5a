package harness

import (
	"errors"
	"fmt"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// Describe says in one line what came of the connection, with p the profile of
// its server.
func (c Connection) Describe(p fixtures.Profile) string {
	switch {
	case c.Established:
		text := fmt.Sprintf("connection %d: %s %s", c.ID, wire.VersionName(c.State.Version), fixtures.OpenSSLName(c.State.Suite))
		if c.State.Resumed {
			text += ", resumed"
		}
		if subject := c.ClientSubject(); subject != "" {
			text += ", client certificate " + subject
		}
		if c.Err != nil {
			text += ", ended by the server: " + c.Err.Error()
		}
		return text
	case c.Hello == nil:
		return fmt.Sprintf("connection %d: %v", c.ID, c.HelloErr)
	default:
		return fmt.Sprintf("connection %d: %s", c.ID, c.describeFailure(p))
	}
}

// describeFailure says who ended a handshake and why. A ruling of the engine has
// what the server accepts in it.
func (c Connection) describeFailure(p fixtures.Profile) string {
	offered, accepted := "client offered "+describeHello(c.Hello), "server accepts "+describeProfile(p)
	switch {
	case c.Err == nil:
		return "refused: " + offered + "; " + accepted
	case errors.As(c.Err, new(ruling)):
		return fmt.Sprintf("refused: %v; %s", c.Err, offered)
	case errors.As(c.Err, new(complaint)):
		return fmt.Sprintf("%v; %s; %s", c.Err, offered, accepted)
	}
	return fmt.Sprintf("refused: %s; %s; %v", offered, accepted, c.Err)
}

// ClientSubject is the subject of the certificate that the client showed, for
// example "CN=a test client", "" if it showed none.
func (c Connection) ClientSubject() string {
	if len(c.State.ClientCertificates) == 0 {
		return ""
	}
	if subject := c.State.ClientCertificates[0].Subject.String(); subject != "" {
		return subject
	}
	return "without a subject"
}
