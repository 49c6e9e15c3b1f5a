//go:build go1.24

package harness

import "crypto/fips140"

func fipsMode() bool { return fips140.Enabled() }
