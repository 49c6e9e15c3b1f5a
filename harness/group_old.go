//go:build !go1.25

package harness

import "crypto/tls"

// groupOf returns 0: crypto/tls does not tell the group before Go 1.25.
func groupOf(tls.ConnectionState) tls.CurveID { return 0 }
