package harness

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/front"
	"github.com/legacytls/legacytls/internal/gotls"
	"github.com/legacytls/legacytls/internal/toolchain"
	"github.com/legacytls/legacytls/internal/wire"
)

// helloWith is what a Go program with the defaults d sends for a server name and
// application protocols: as much of it as a server can judge, and its length.
func helloWith(d gotls.Defaults, serverName string, protocols []string) *ClientHello {
	h := &ClientHello{
		Version:                 min(slices.Max(d.Versions), wire.VersionTLS12),
		SessionID:               make([]byte, 32), // RFC 8446, appendix D.4
		CipherSuites:            d.Suites,
		ServerName:              serverName,
		SupportedVersions:       d.Versions,
		Groups:                  d.Groups,
		SignatureAlgorithms:     d.SignatureAlgorithms,
		SignatureAlgorithmsCert: d.SignatureAlgorithmsCert,
		Records:                 1,
		Raw:                     make([]byte, d.HelloBytes(serverName)-recordHeader),
	}
	for _, id := range d.Extensions {
		if id != wire.ExtServerName || serverName != "" {
			h.Extensions = append(h.Extensions, wire.Extension{ID: id, Data: []byte{0}})
		}
	}
	if len(protocols) > 0 {
		alpn := wire.ALPN(protocols...)
		h.Extensions = append(h.Extensions, alpn)
		h.Raw = append(h.Raw, make([]byte, extensionHeader+len(alpn.Data))...)
	}
	return h
}

const extensionHeader = 4 // RFC 8446, section 4.2

const recordHeader = 5 // RFC 8446, section 5.1

// defaultHello is what a program of a release sends with a GODEBUG, nil if that is not
// known.
func defaultHello(release toolchain.Version, godebug, serverName string, protocols ...string) *ClientHello {
	d, known := gotls.DefaultsOf(release, "", godebug)
	if !known {
		return nil
	}
	return helloWith(d, serverName, protocols)
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
