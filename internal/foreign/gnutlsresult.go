package foreign

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/legacytls/legacytls/internal/wire"
)

// result reads what gnutls-cli prints with the lines of its log among it.
// If it was told whom to trust, verified is set.
func (g gnutls) result(out string, verified bool) (Result, error) {
	plain := regexp.MustCompile(`(?m)^\|<\d+>\|.*\n`).ReplaceAllString(out, "")
	got := Result{Output: out, Alert: gnutlsAlert(plain), Problem: gnutlsProblem(plain, verified)}
	version, _ := submatch(plain, `(?m)^- Description: \((TLS\d\.\d)()`)
	if !strings.Contains(plain, "Handshake was completed") || version == "" {
		if got.Problem == "" {
			got.Problem = "no handshake, and no reason: " + lastLine(plain)
		}
		return got, nil
	}
	name, _ := submatch(out, `: (?:Cipher Suite|TLS 1\.3 re-key with cipher suite): GNUTLS_(\S+)()`)
	suite, ok := g.ids[name]
	if !ok {
		return got, fmt.Errorf("cipher suite %q of the connection is not in gnutls-cli --list", name)
	}
	got.Suite, got.Version = suite, gnutlsVersion(version)
	got.Resumed = strings.Contains(plain, "*** This is a resumed session")
	got.Renegotiated = strings.Contains(plain, "- ReHandshake was completed")
	got.ALPN, _ = submatch(plain, `(?m)^- Application protocol: (\S+)()`)
	options, _ := submatch(plain, `(?m)^- Options: (.*)()$`)
	got.ExtendedMasterSecret = answer(strings.Contains(options, "extended master secret"))
	got.SecureRenegotiation = answer(strings.Contains(options, "safe renegotiation"))
	return got, nil
}

func gnutlsVersion(name string) uint16 {
	return map[string]uint16{
		"TLS1.0": wire.VersionTLS10,
		"TLS1.1": wire.VersionTLS11,
		"TLS1.2": wire.VersionTLS12,
		"TLS1.3": wire.VersionTLS13,
	}[name]
}

// gnutlsProblem returns the first complaint, "" if there is none.
func gnutlsProblem(plain string, verified bool) string {
	complaint := regexp.MustCompile(`(?m)^(?:\*\*\* (?:Fatal error|Handshake has failed|Error).*|Syntax error.*|Error in priorities.*|Could not .*|.*connect.*: .*refused.*)$`)
	if verified {
		complaint = regexp.MustCompile(complaint.String() + `|(?m)^- Status: The certificate is NOT trusted.*$`)
	}
	return complaint.FindString(plain)
}

// gnutlsAlert returns the first alert that came, but for close_notify.
func gnutlsAlert(plain string) string {
	for _, m := range regexp.MustCompile(`\*\*\* Received alert \[(\d+)\]`).FindAllStringSubmatch(plain, -1) {
		code, err := strconv.ParseUint(m[1], 10, 8)
		if err == nil && code != 0 {
			return wire.AlertName(uint8(code))
		}
	}
	return ""
}
