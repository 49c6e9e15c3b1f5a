package foreign

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// opensslResult reads what s_client prints. If it was told whom to trust, verified
// is set: otherwise it complains about the certificate, and goes on.
func opensslResult(out string, verified bool) (Result, error) {
	got := Result{Output: out, Alert: opensslAlert(out), Problem: opensslProblem(out, verified)}
	kind, name := submatch(out, `(?m)^(New|Reused), \S+, Cipher is (\S+)$`)
	if !strings.Contains(out, opensslFinished) {
		if got.Problem == "" {
			got.Problem = "no handshake, and no reason: " + lastLine(out)
		}
		return got, nil
	}
	suite, err := fixtures.FindSuite(name)
	if err != nil {
		return got, fmt.Errorf("suite of the connection: %w", err)
	}
	version, _ := submatch(out, `(?m)^    Protocol  : (\S+)()$`)
	got.Suite, got.Version = suite.ID, opensslVersions()[version]
	got.Resumed = kind == "Reused"
	got.Renegotiated = strings.Count(out, opensslFinished) > 1
	got.ALPN, _ = submatch(out, `(?m)^ALPN protocol: (\S+)()$`)
	got.SecureRenegotiation = answer(strings.Contains(out, "Secure Renegotiation IS supported"))
	got.ExtendedMasterSecret = answer(strings.Contains(out, "Extended master secret: yes"))
	got.StatusResponse = answer(strings.Contains(out, "OCSP response:") && !strings.Contains(out, "OCSP response: no response sent"))
	return got, nil
}

// opensslVersions are the names that OpenSSL, with curl, and Java have for versions.
func opensslVersions() map[string]uint16 {
	return map[string]uint16{
		"SSLv3":   wire.VersionSSL30,
		"TLSv1":   wire.VersionTLS10,
		"TLSv1.0": wire.VersionTLS10,
		"TLSv1.1": wire.VersionTLS11,
		"TLSv1.2": wire.VersionTLS12,
		"TLSv1.3": wire.VersionTLS13,
	}
}

// opensslProblem returns the first complaint, "" if there is none.
func opensslProblem(out string, verified bool) string {
	complaint := regexp.MustCompile(`(?m)^(?:.*(?:error:[0-9A-F]{8}:|errno=\d|Connection refused).*|s_client: .*)$`)
	if verified {
		complaint = regexp.MustCompile(complaint.String() + `|(?m)^verify error:.*$`)
	}
	return complaint.FindString(out)
}

// opensslAlert returns the alert in the error queue: its reasons from 1000 on are
// alerts of the peer (SSL_AD_REASON_OFFSET in openssl/ssl.h). Warnings are not
// there; s_client -state names them.
func opensslAlert(out string) string {
	const offset = 1000
	for _, m := range regexp.MustCompile(`error:([0-9A-F]{8}):`).FindAllStringSubmatch(out, -1) {
		code, err := strconv.ParseUint(m[1], 16, 32)
		if reason := code & 0xfff; err == nil && reason >= offset && reason < offset+256 {
			return wire.AlertName(uint8(reason - offset))
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^SSL3 alert read:warning:(.*)$`).FindAllStringSubmatch(out, -1) {
		if m[1] != "close notify" {
			return strings.ReplaceAll(m[1], " ", "_")
		}
	}
	return ""
}

// submatch returns the two groups of the expression's first match, or of none.
func submatch(text, expression string) (string, string) {
	if m := regexp.MustCompile(expression).FindStringSubmatch(text); m != nil {
		return m[1], m[2]
	}
	return "", ""
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}
