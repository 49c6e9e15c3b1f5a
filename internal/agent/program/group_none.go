//go:build !go1.25
// +build !go1.25

package main

import "crypto/tls"

// group returns 0: tls.ConnectionState names the group since Go 1.25.
func group(tls.ConnectionState) uint16 { return 0 }
