package main

import (
	"strings"

	"github.com/legacytls/legacytls/fixtures"
)

// An offer is what it takes for a cipher suite to be in the ClientHello of
// openssl s_client.
type offer int

const (
	offeredByDefault offer = iota
	offeredIfAsked         // it is in ALL
	offeredAsNull          // it is in COMPLEMENTOFALL
	offeredNever           // OpenSSL is built without it
)

func offerOf(s fixtures.Suite) offer {
	switch {
	case s.TLS13():
		return offeredByDefault
	case lacksCipher(s) || strings.Contains(s.KeyExchange, "EXPORT") || s.KeyExchange == "ECDH":
		return offeredNever
	case s.Cipher == "NULL":
		return offeredAsNull
	case s.Authentication == "RSA" || s.Authentication == "ECDSA":
		if isOrdinary(s.Cipher) {
			return offeredByDefault
		}
	}
	return offeredIfAsked
}

// lacksCipher has the ciphers that OpenSSL 1.1.0 removed (export, DES, RC2), or
// left to builds with enable-weak-ssl-ciphers, and those that Debian leaves out.
func lacksCipher(s fixtures.Suite) bool {
	for _, gone := range []string{"3DES", "DES", "RC2", "RC4", "IDEA", "SEED"} {
		if strings.HasPrefix(s.Cipher, gone) {
			return true
		}
	}
	return false
}

// leftOutByDebian has the ciphers that OpenSSL still has if it is built with them.
func leftOutByDebian(s fixtures.Suite) bool {
	return strings.HasPrefix(s.Cipher, "SEED") || strings.HasPrefix(s.Cipher, "IDEA")
}

func isOrdinary(cipher string) bool {
	switch cipher {
	case "AES-128-CBC", "AES-256-CBC", "AES-128-GCM", "AES-256-GCM", "CHACHA20-POLY1305":
		return true
	}
	return false
}

// suitesOf returns what the server selects from.
func suitesOf(p fixtures.Profile) []fixtures.Suite {
	ids := p.Suites
	if p.Quirks.SelectSuite != 0 {
		ids = []uint16{p.Quirks.SelectSuite}
	}
	var suites []fixtures.Suite
	for _, id := range ids {
		if s, known := fixtures.SuiteByID(id); known {
			suites = append(suites, s)
		}
	}
	return suites
}

// mostOffered returns the suite for which s_client needs the fewest flags, the
// server's first among equals.
func mostOffered(suites []fixtures.Suite) fixtures.Suite {
	var most fixtures.Suite
	for i, s := range suites {
		if i == 0 || offerOf(s) < offerOf(most) {
			most = s
		}
	}
	return most
}
