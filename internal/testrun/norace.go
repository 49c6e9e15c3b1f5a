//go:build !race

package testrun

// Race says that this program was built with the race detector.
const Race = false
