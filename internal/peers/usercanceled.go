package peers

import (
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

// UserCanceled returns a backend of TLS 1.3 that sends the alert user_canceled
// before everything that it says, and says it. Clients should read on (RFC 8446,
// section 6.1); Java used to send the alert before its close_notify (JDK-8323517).
func UserCanceled() harness.Backend {
	return rewriting{"user-canceled", func() edit { return userCanceled }}
}

func userCanceled(p plain) []plain {
	const warning, userCanceled = 1, 90
	if p.kind != wire.ApplicationData {
		return []plain{p}
	}
	return []plain{{wire.AlertRecord, p.secret, []byte{warning, userCanceled}}, p}
}
