//go:build go1.13 && legacytls_http
// +build go1.13,legacytls_http

package main

import "net/http"

// forceAttemptHTTP2 sets the field that Go 1.13 brought.
func forceAttemptHTTP2(transport *http.Transport, force bool) { transport.ForceAttemptHTTP2 = force }
