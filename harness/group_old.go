//go:build !go1.25

package harness

import "crypto/tls"

// groupOf returns 0: crypto/tls does not tell the group before Go 1.25.
func groupOf(tls.ConnectionState) tls.CurveID { return 0 }

// setGroup does nothing: a ConnectionState has no field for it.
func setGroup(*tls.ConnectionState, tls.CurveID) {}
