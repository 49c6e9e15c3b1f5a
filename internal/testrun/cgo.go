//go:build cgo

package testrun

// Cgo says that this program was built with cgo.
const Cgo = true
