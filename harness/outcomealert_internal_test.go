package harness

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

// An alert that is not encrypted after the handshake is in what the client received, but
// to the client it is a record that is wrong.
func TestTheErrorKnowsWhichAlertItIsAbout(t *testing.T) {
	t.Parallel()
	accessDenied := wire.DecodeFlow([]byte{21, 3, 3, 0, 2, 2, 49})
	o := Outcome{Role: ClientSide, Error: "local error: tls: bad record MAC"}
	o.addAlert(wire.DecodeFlow(nil), accessDenied)
	require.Equal(t, &Alert{From: ClientSide, Code: BadRecordMAC}, o.Alert)
	o.Error = "EOF"
	o.addAlert(wire.DecodeFlow(nil), accessDenied)
	require.Equal(t, &Alert{From: ServerSide, Code: AccessDenied}, o.Alert)
}
