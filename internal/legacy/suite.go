package legacy

import (
	"crypto"
	"fmt"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
)

// A suite is one cipher suite as the engine plays it.
type suite struct {
	fixtures.Suite

	// prfHash is the hash of the PRF and of the transcript in TLS 1.2 (RFC 5246,
	// section 5; RFC 5288, section 3; RFC 5289, section 3). Earlier versions have
	// hashes of their own.
	prfHash crypto.Hash

	// macHash is the hash of the record MAC, 0 if the cipher is its own.
	macHash crypto.Hash

	bulk bulkCipher
}

// suiteByID returns the suite with that id, false if the engine cannot play it.
func suiteByID(id uint16) (suite, bool) {
	s, known := fixtures.SuiteByID(id)
	if !known || lacksForSuite(s) != "" {
		return suite{}, false
	}
	played := suite{Suite: s, prfHash: PRFHash(s), macHash: macHash(s.MAC)}
	played.bulk, _ = bulkCipherByName(s.Cipher)
	return played, true
}

// suiteLacks says what the engine lacks for the suite with that id, such as "no
// cipher CAMELLIA-128-CBC". It is empty if the engine can play it.
func suiteLacks(id uint16) string {
	s, known := fixtures.SuiteByID(id)
	if !known {
		return fmt.Sprintf("no suite 0x%04X", id)
	}
	return lacksForSuite(s)
}

func lacksForSuite(s fixtures.Suite) string {
	switch {
	case s.SCSV():
		return "no suite in a signalling value"
	case s.TLS13():
		return "no TLS 1.3"
	case s.KeyExchange == "ECDH":
		return "no fixed ECDH key exchange"
	case strings.HasSuffix(s.KeyExchange, "-EXPORT"):
		return "no export key exchange"
	case s.Authentication == "DSS":
		return "no DSS certificates"
	case strings.HasSuffix(s.Name, "_DRAFT"):
		return "no ChaCha20-Poly1305 of the draft before RFC 7905"
	}
	if _, known := bulkCipherByName(s.Cipher); !known {
		return "no cipher " + s.Cipher
	}
	return ""
}

// PRFHash is the hash of the PRF of a suite in TLS 1.2 (RFC 5246, section 5). It is read off
// the name, where the suites that do not use SHA-256 have it.
func PRFHash(s fixtures.Suite) crypto.Hash {
	if strings.HasSuffix(s.Name, "_SHA384") {
		return crypto.SHA384
	}
	return crypto.SHA256
}

func macHash(name string) crypto.Hash {
	switch name {
	case "MD5":
		return crypto.MD5
	case "SHA1":
		return crypto.SHA1
	case "SHA256":
		return crypto.SHA256
	case "SHA384":
		return crypto.SHA384
	}
	return 0
}

// anonymous says that the suite has no certificate (RFC 5246, appendix A.5).
func (s suite) anonymous() bool { return s.Authentication == "none" }

// signsKeyExchange says that the suite has a ServerKeyExchange with a signature.
func (s suite) signsKeyExchange() bool { return s.KeyExchange != "RSA" && !s.anonymous() }
