package harness

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/front"
	"github.com/legacytls/legacytls/internal/recorded"
	"github.com/legacytls/legacytls/internal/toolchain"
	"github.com/legacytls/legacytls/internal/wire"
)

// defaultHello is what a program of a release sends with a GODEBUG for a server name and
// application protocols, nil if that is not known.
func defaultHello(release toolchain.Version, godebug, serverName string, protocols ...string) *ClientHello {
	h, known := recorded.Of(release, "", godebug)
	if !known {
		return nil
	}
	return readdressed(h.ClientHello(), serverName, protocols)
}

// readdressed is hello for another server name, "" for an IP address, and with application
// protocols, which it has at its end.
func readdressed(hello *ClientHello, serverName string, protocols []string) *ClientHello {
	var extensions []wire.Extension
	for _, e := range hello.Extensions {
		switch {
		case e.ID != wire.ExtServerName:
			extensions = append(extensions, e)
		case serverName != "":
			extensions = append(extensions, wire.ServerName(serverName))
		}
	}
	if len(protocols) > 0 {
		extensions = append(extensions, wire.ALPN(protocols...))
	}
	hello.Extensions = extensions
	record := wire.MarshalRecord(wire.Handshake, hello.RecordVersion, hello.Marshal())
	changed, err := wire.DecodeFlow(record).ClientHello()
	if err != nil {
		return hello // with a name or protocols that no hello can have
	}
	return changed
}

// releasesRefused says which Go releases have a default ClientHello that p refuses for
// the quirk, for example "of Go 1.23 and newer" or "of Go 1.27.0 to 1.27.3", "" if none.
func releasesRefused(p fixtures.Profile, quirk, serverName string) string {
	all := patchReleases()
	var spans []string
	for i := 0; i < len(all); i++ {
		begin := i
		for i < len(all) && front.Objection(p, defaultHello(all[i], "", serverName)) == quirk {
			i++
		}
		if i > begin {
			spans = append(spans, describeReleases(all, begin, i-1))
		}
	}
	if len(spans) == 0 {
		return ""
	}
	return "of " + strings.Join(spans, " and of ")
}

// describeReleases names the releases from first to last of all: the newest patch
// release is meant where a minor is named as the last.
func describeReleases(all []toolchain.Version, first, last int) string {
	from, to := all[first].Lang(), all[last].Lang()
	if first > 0 && all[first-1].Lang() == from {
		from = all[first].String()
	}
	if last+1 < len(all) && all[last+1].Lang() == to {
		to = all[last].String()
		if all[first].Lang() == all[last].Lang() {
			from = all[first].String()
		}
	}
	switch {
	case first == 0 && last+1 == len(all):
		return "every Go release since " + from
	case last+1 == len(all):
		return "Go " + from + " and newer"
	case from == to:
		return "Go " + from
	}
	return "Go " + from + " to " + to
}

// patchReleases returns the releases of the table with all that came before them in
// their minor, oldest first.
func patchReleases() []toolchain.Version {
	var all []toolchain.Version
	for _, r := range toolchain.Releases() {
		_, patch, _ := strings.Cut(strings.TrimPrefix(r.Version.String(), "1."), ".")
		newest, err := strconv.Atoi(patch)
		for n := 0; err == nil && n <= newest; n++ {
			v, err := toolchain.ParseVersion(patchName(r, n))
			if err == nil {
				all = append(all, v)
			}
		}
	}
	return all
}

// patchName is the name of a patch release: the first one of Go 1.20 is "1.20", that of
// Go 1.21 is "1.21.0".
func patchName(r toolchain.Release, n int) string {
	if n == 0 && r.Version.Minor() < 21 {
		return r.Minor
	}
	return fmt.Sprintf("%s.%d", r.Minor, n)
}
