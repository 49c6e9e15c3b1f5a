//go:build go1.25

package harness

import "crypto/tls"

// groupOf returns the named group of a connection, which crypto/tls tells
// since Go 1.25.
func groupOf(cs tls.ConnectionState) tls.CurveID { return cs.CurveID }

// setGroup is for those who fill a ConnectionState.
func setGroup(cs *tls.ConnectionState, group tls.CurveID) { cs.CurveID = group }
