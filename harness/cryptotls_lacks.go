package harness

import (
	"crypto/tls"
	"fmt"
	"slices"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/legacy"
	"github.com/legacytls/legacytls/internal/rewrite13"
	"github.com/legacytls/legacytls/internal/wire"
)

// cryptoTLSLacks returns what crypto/tls cannot do of p, and who can; both are
// empty if p can be played.
func cryptoTLSLacks(p fixtures.Profile) (lacks, instead string) {
	for _, lacking := range []func(fixtures.Profile) string{
		lacksAlgorithms, lacksVersions, lacksFields, lacksQuirks,
	} {
		if lacks := lacking(p); lacks != "" {
			return lacks, playedInstead(p)
		}
	}
	if fipsMode() {
		return "this process runs in FIPS 140-3 mode (GODEBUG=fips140), where crypto/tls serves no legacy suites", "run the test without it"
	}
	return "", ""
}

// playedInstead names who plays p, "" for nobody.
func playedInstead(p fixtures.Profile) string {
	if legacy.Lacks(p) == "" {
		return "backend legacy does"
	}
	if older, ok := withoutTLS13(p); ok && legacy.Lacks(older) == "" {
		return "backend legacy does without TLS 1.3, with a MaxVersion of TLS 1.2"
	}
	return ""
}

// withoutTLS13 returns what is left of p without TLS 1.3, if anything is.
func withoutTLS13(p fixtures.Profile) (fixtures.Profile, bool) {
	p.MaxVersion, p.Suites = tls.VersionTLS12, suitesBelowTLS13(p.Suites)
	return p, p.MinVersion <= tls.VersionTLS12 && p.Validate() == nil
}

func lacksAlgorithms(p fixtures.Profile) string {
	for _, id := range p.Suites {
		if s, _ := fixtures.SuiteByID(id); s.Go == "" {
			return fmt.Sprintf("crypto/tls has no %s (%s, 0x%04X) in any Go release", s.OpenSSL, s.Name, id)
		}
	}
	for _, g := range p.Groups {
		if !slices.Contains(groupsOfEveryRelease(), g) {
			return fmt.Sprintf("not every crypto/tls since Go 1.21 has the named group %s", wire.GroupName(uint16(g)))
		}
	}
	return ""
}

func groupsOfEveryRelease() []tls.CurveID {
	return []tls.CurveID{tls.X25519, tls.CurveP256, tls.CurveP384, tls.CurveP521}
}

func lacksVersions(p fixtures.Profile) string {
	switch {
	case p.MaxVersion >= tls.VersionTLS13 && !hasAllTLS13Suites(p.Suites):
		return "crypto/tls always accepts all three TLS 1.3 suites, the profile pins " + strings.Join(p.SuiteNames(), ", ")
	case p.MinVersion < tls.VersionTLS10:
		return "crypto/tls has had no SSL 3.0 since Go 1.14"
	}
	return ""
}

func hasAllTLS13Suites(ids []uint16) bool {
	return slices.Contains(ids, tls.TLS_AES_128_GCM_SHA256) && slices.Contains(ids, tls.TLS_AES_256_GCM_SHA384) && slices.Contains(ids, tls.TLS_CHACHA20_POLY1305_SHA256)
}

func lacksFields(p fixtures.Profile) string {
	switch {
	case p.SignatureSchemes != nil:
		return "crypto/tls signs with the client's first scheme that it allows, the profile has SignatureSchemes"
	case p.LateClientAuth:
		return "crypto/tls servers begin no second handshake, the profile has LateClientAuth"
	case p.ClientSchemes != nil:
		return "crypto/tls asks for client certificates with schemes of its own, the profile has ClientSchemes"
	case p.ClientCANames != nil:
		return "crypto/tls names the authorities that it checks client certificates with, the profile has ClientCANames"
	case p.SessionIDs:
		return "crypto/tls servers resume by tickets alone, the profile has SessionIDs"
	case p.Renegotiation != fixtures.RefuseRenegotiation:
		return fmt.Sprintf("crypto/tls servers never renegotiate, the profile has Renegotiation %s", p.Renegotiation)
	case p.Refusal.Kind != fixtures.RefuseAlert || p.Refusal.Alert != 0:
		return fmt.Sprintf("crypto/tls chooses its own alert, the profile refuses by %s", p.Refusal)
	}
	return ""
}

// lacksQuirks: what is rewritten is TLS 1.3.
func lacksQuirks(p fixtures.Profile) string {
	var lacking []string
	for _, name := range p.Quirks.InTLS().Set() {
		if p.MinVersion < tls.VersionTLS13 || !rewrite13.Plays(name) {
			lacking = append(lacking, name)
		}
	}
	switch {
	case p.Quirks.NoExtendedMasterSecret && len(lacking) == 1:
		return "crypto/tls always answers extended master secret since Go 1.21"
	case len(lacking) > 0:
		return "crypto/tls has no quirk " + strings.Join(lacking, ", ")
	}
	return ""
}
