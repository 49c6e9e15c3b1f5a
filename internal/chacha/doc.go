// Package chacha is ChaCha20-Poly1305 (RFC 8439), which the standard library has for
// itself alone. The legacy engine protects records of TLS 1.2 with it (RFC 7905), and
// package tls13 those of TLS 1.3.
package chacha
