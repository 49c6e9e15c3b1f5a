package front

import (
	"fmt"

	"github.com/legacytls/legacytls/internal/wire"
)

// What is wrong with the length and the cut of a ClientHello.

func helloOver(f *Front, h *wire.ClientHello) string {
	if len(h.Raw) <= f.quirks.RefuseHelloOver {
		return ""
	}
	return fmt.Sprintf("the ClientHello has %d bytes, this server takes %d", len(h.Raw), f.quirks.RefuseHelloOver)
}

func helloOf256To511(_ *Front, h *wire.ClientHello) string {
	if len(h.Raw) < 256 || len(h.Raw) > 511 {
		return ""
	}
	return fmt.Sprintf("the ClientHello has %d bytes, this server takes none of 256 to 511", len(h.Raw))
}

func helloOf10Mod256(_ *Front, h *wire.ClientHello) string {
	if len(h.Raw)%256 != 10 {
		return ""
	}
	return fmt.Sprintf("the ClientHello has %d bytes, this server takes none of 10 more than a multiple of 256", len(h.Raw))
}

func helloInRecords(_ *Front, h *wire.ClientHello) string {
	if h.Records == 1 {
		return ""
	}
	return fmt.Sprintf("the ClientHello comes in %d records, this server takes one", h.Records)
}

func sessionID(_ *Front, h *wire.ClientHello) string {
	if len(h.SessionID) == 0 {
		return ""
	}
	return fmt.Sprintf("the ClientHello has a session id of %d bytes, this server takes none", len(h.SessionID))
}

func suitesOver(f *Front, h *wire.ClientHello) string {
	if len(h.CipherSuites) <= f.quirks.RefuseSuitesOver {
		return ""
	}
	return fmt.Sprintf("the client offers %d cipher suites, this server takes %d", len(h.CipherSuites), f.quirks.RefuseSuitesOver)
}
