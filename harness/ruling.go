package harness

import (
	"errors"

	"github.com/legacytls/legacytls/internal/front"
	"github.com/legacytls/legacytls/internal/legacy"
)

// A ruling is why the engine ended a connection, by its own judgement of the
// client. What the client was told stands in the witness: an alert, or nothing.
type ruling string

func (r ruling) Error() string { return string(r) }

// A rejection is a ruling of the front, before TLS.
type rejection struct {
	ruling
	quirk string // field of fixtures.Quirks that did it
}

func (r rejection) Unwrap() error { return r.ruling }

// A complaint is the error of a server whose client ended the connection by an
// alert.
type complaint Alert

func (c complaint) Error() string { return "the client ended the connection: " + Alert(c).String() }

// reasonOf returns err in words that do not repeat the witness.
func reasonOf(err error) error {
	var own *legacy.Error
	var before *front.Error
	var remote *legacy.RemoteAlert
	switch {
	case errors.As(err, &before):
		return rejection{ruling(before.Reason), before.Quirk}
	case errors.As(err, &own):
		return ruling(own.Reason)
	case errors.As(err, &remote):
		return complaint{From: ClientSide, Code: AlertCode(remote.Alert.Code)}
	}
	return err
}
