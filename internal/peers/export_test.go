package peers

import (
	"crypto/sha256"

	"github.com/legacytls/legacytls/harness"
)

// What the tests of package peers_test see of the inside.

// ExpandLabel is HKDF-Expand-Label with SHA-256 and an empty context.
func ExpandLabel(secret []byte, label string, length int) []byte {
	return expandLabel(sha256.New, secret, label, length)
}

// Unchanged opens and seals each record, and changes nothing.
func Unchanged() harness.Backend {
	return rewriting{"unchanged", func() edit { return func(p plain) []plain { return []plain{p} } }}
}
