//go:build !go1.24

package harness

// fipsMode returns false: the FIPS 140-3 mode came with Go 1.24.
func fipsMode() bool { return false }
