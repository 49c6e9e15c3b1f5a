//go:build go1.25

package harness

import "crypto/tls"

// groupOf returns the named group of a connection, which crypto/tls tells
// since Go 1.25.
func groupOf(cs tls.ConnectionState) tls.CurveID { return cs.CurveID }
