package rewrite13

import "crypto/sha256"

// What the tests of package rewrite13_test see of the inside.

// ExpandLabel is HKDF-Expand-Label with SHA-256 and an empty context.
func ExpandLabel(secret []byte, label string, length int) []byte {
	return expandLabel(sha256.New, secret, label, length)
}

// Names returns the quirks of the table.
func Names() []string {
	var names []string
	for _, q := range quirks() {
		names = append(names, q.name)
	}
	return names
}
