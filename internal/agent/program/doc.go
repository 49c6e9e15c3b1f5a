// The program of an agent: it is compiled by each Go toolchain from 1.12 to the newest, and
// makes TLS connections with that toolchain's crypto/tls, as package protocol describes. It
// is not for people; internal/agent starts it and talks to it.
//
// It imports nothing but the standard library, leaves out net/http so that the first build
// by a toolchain stays short, and uses nothing younger than Go 1.12 outside files with build
// constraints.
package main
