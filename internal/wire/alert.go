package wire

import (
	"fmt"
	"strconv"
	"strings"
)

// An Alert is a TLS alert as it was sent (RFC 8446 section 6).
type Alert struct {
	// Level is 1 for a warning, 2 for a fatal alert.
	Level uint8
	// Code is the AlertDescription: 40 is handshake_failure.
	Code uint8
}

// String returns the alert for a person: "fatal handshake_failure (40)".
func (a Alert) String() string {
	level := fmt.Sprintf("level %d", a.Level)
	switch a.Level {
	case 1:
		level = "warning"
	case 2:
		level = "fatal"
	}
	return fmt.Sprintf("%s %s (%d)", level, AlertName(a.Code), a.Code)
}

// AlertName returns the name of an alert in the IANA registry,
// "handshake_failure", or "alert_123" when the registry has none.
func AlertName(code uint8) string {
	for _, row := range alertTable {
		if row.code == code {
			return row.name
		}
	}
	return fmt.Sprintf("alert_%d", code)
}

// AlertByGoText returns the code of the alert that crypto/tls writes as text in
// its errors: "handshake failure" is 40, "alert(116)" is 116. It knows the texts
// of all releases from Go 1.12 on; releases differ only in which alerts have a
// text of their own. A prefix "tls: " is skipped. It does not look at who sent
// the alert: "remote error:" and "local error:" are the caller's to cut off.
func AlertByGoText(text string) (uint8, bool) {
	text = strings.TrimPrefix(text, "tls: ")
	for _, row := range alertTable {
		if row.goText != "" && row.goText == text {
			return row.code, true
		}
	}
	number := strings.TrimPrefix(text, "alert(")
	if number == text || !strings.HasSuffix(number, ")") {
		return 0, false
	}
	code, err := strconv.ParseUint(strings.TrimSuffix(number, ")"), 10, 8)
	return uint8(code), err == nil
}
