package legacy

import "crypto/rand"

// fillRandom fills b with random bytes. The system's source of them does not fail;
// crypto/rand ends the program itself if it does since Go 1.24.
func fillRandom(b []byte) {
	if _, err := rand.Read(b); err != nil {
		panic("legacy: no random bytes: " + err.Error())
	}
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	fillRandom(b)
	return b
}
