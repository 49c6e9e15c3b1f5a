//go:build !go1.13 && legacytls_http
// +build !go1.13,legacytls_http

package main

import "net/http"

// forceAttemptHTTP2 has nothing to set before Go 1.13.
func forceAttemptHTTP2(*http.Transport, bool) {}
