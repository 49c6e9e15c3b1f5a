package legacy

import (
	"crypto"
	"crypto/tls"
	"fmt"
	"slices"

	"github.com/legacytls/legacytls/internal/wire"
)

// commonScheme is the scheme for the ServerKeyExchange of TLS 1.2: the first of
// the profile's that the client has, or without such a list the first of the
// client's. 0 means that there is none.
func (hs *handshake) commonScheme() uint16 {
	theirs := hs.hello.SignatureAlgorithms
	if theirs == nil { // then it can do SHA-1 (RFC 5246, section 7.4.1.4.1)
		theirs = []uint16{uint16(tls.PKCS1WithSHA1), uint16(tls.ECDSAWithSHA1)}
	}
	first, second := schemeIDs(hs.c.server.config.Profile.SignatureSchemes), theirs
	if first == nil {
		first, second = withSHA1Last(theirs), theirs
	}
	key := hs.c.server.config.Certificate.Key.Public()
	for _, id := range first {
		if s, ok := signatureByScheme(id); ok && slices.Contains(second, id) && s.fits(key) {
			return id
		}
	}
	return 0
}

// withSHA1Last moves what is broken to the end.
func withSHA1Last(schemes []uint16) []uint16 {
	var sound, broken []uint16
	for _, id := range schemes {
		s, ok := signatureByScheme(id)
		if ok && (s.hash == crypto.SHA1 || s.hash == crypto.MD5) {
			broken = append(broken, id)
		} else {
			sound = append(sound, id)
		}
	}
	return append(sound, broken...)
}

func (hs *handshake) schemesOfBoth() string {
	ours := "any that fits its key"
	if list := hs.c.server.config.Profile.SignatureSchemes; list != nil {
		ours = names(schemeIDs(list), wire.SignatureSchemeName)
	}
	return fmt.Sprintf("client %s; server %s", names(hs.hello.SignatureAlgorithms, wire.SignatureSchemeName), ours)
}

func schemeIDs(schemes []tls.SignatureScheme) []uint16 {
	var ids []uint16
	for _, s := range schemes {
		ids = append(ids, uint16(s))
	}
	return ids
}
