//go:build go1.25
// +build go1.25

package main

import "crypto/tls"

// group returns the named group of the key exchange.
func group(state tls.ConnectionState) uint16 { return uint16(state.CurveID) }
