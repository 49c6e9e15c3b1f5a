package front

import (
	"fmt"
	"slices"

	"github.com/legacytls/legacytls/internal/wire"
)

// What is wrong with the extensions of a ClientHello.

func extensions(f *Front, h *wire.ClientHello) string {
	for _, e := range h.Extensions {
		if slices.Contains(f.quirks.RefuseExtensions, e.ID) {
			return fmt.Sprintf("the ClientHello has the extension %s, which this server does not take", wire.ExtensionName(e.ID))
		}
	}
	return ""
}

func emptyLastExtension(_ *Front, h *wire.ClientHello) string {
	n := len(h.Extensions)
	if n == 0 || len(h.Extensions[n-1].Data) > 0 {
		return ""
	}
	return fmt.Sprintf("the last extension of the ClientHello, %s, is empty, which this server does not take", wire.ExtensionName(h.Extensions[n-1].ID))
}

func secondExtension(f *Front, h *wire.ClientHello) string {
	want := wire.ExtensionName(f.quirks.RequireSecondExtension)
	switch {
	case len(h.Extensions) < 2:
		return fmt.Sprintf("the ClientHello has no second extension, this server wants %s there", want)
	case h.Extensions[1].ID != f.quirks.RequireSecondExtension:
		return fmt.Sprintf("the second extension of the ClientHello is %s, this server wants %s there", wire.ExtensionName(h.Extensions[1].ID), want)
	}
	return ""
}
