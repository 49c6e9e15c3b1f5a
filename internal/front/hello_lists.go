package front

import (
	"fmt"
	"slices"

	"github.com/legacytls/legacytls/internal/wire"
)

// What is wrong with what a ClientHello offers.

func versionOver(f *Front, h *wire.ClientHello) string {
	if h.Version <= f.quirks.RefuseVersionOver {
		return ""
	}
	return fmt.Sprintf("the legacy_version of the ClientHello is %s, this server takes none over %s",
		wire.VersionName(h.Version), wire.VersionName(f.quirks.RefuseVersionOver))
}

func offeredVersions(f *Front, h *wire.ClientHello) string {
	return offers(h.SupportedVersions, f.quirks.RefuseOfferedVersions, wire.VersionName, "supported_versions")
}

// unknownFirstGroup looks at nothing but the first group, known or not.
func unknownFirstGroup(f *Front, h *wire.ClientHello) string {
	if len(h.Groups) == 0 || slices.Contains(numbers(f.profile.Groups), h.Groups[0]) {
		return ""
	}
	return fmt.Sprintf("the client's first group is %s, this server wants one of its own there", wire.GroupName(h.Groups[0]))
}

func groups(f *Front, h *wire.ClientHello) string {
	return offers(h.Groups, numbers(f.quirks.RefuseGroups), wire.GroupName, "supported_groups")
}

func schemes(f *Front, h *wire.ClientHello) string {
	return offers(h.SignatureAlgorithms, numbers(f.quirks.RefuseSchemes), wire.SignatureSchemeName, "signature_algorithms")
}

func certificateSchemes(f *Front, h *wire.ClientHello) string {
	return offers(h.SignatureAlgorithmsCert, numbers(f.quirks.RefuseCertificateSchemes), wire.SignatureSchemeName, "signature_algorithms_cert")
}

// missingScheme asks nothing of clients that are older than the extension, which TLS
// 1.2 has first (RFC 5246, section 7.4.1.4.1).
func missingScheme(f *Front, h *wire.ClientHello) string {
	want := uint16(f.quirks.RequireScheme)
	if h.Version < wire.VersionTLS12 || slices.Contains(h.SignatureAlgorithms, want) {
		return ""
	}
	return fmt.Sprintf("signature_algorithms is without %s, which this server insists on", wire.SignatureSchemeName(want))
}

// offers says which of the refused numbers is in a list, "" if none is.
func offers(list, refused []uint16, nameOf func(uint16) string, where string) string {
	for _, id := range list {
		if slices.Contains(refused, id) {
			return fmt.Sprintf("the client offers %s in %s, which this server does not take", nameOf(id), where)
		}
	}
	return ""
}

func numbers[T ~uint16](ids []T) []uint16 {
	list := make([]uint16, len(ids))
	for i, id := range ids {
		list[i] = uint16(id)
	}
	return list
}
