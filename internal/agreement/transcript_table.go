package agreement

import (
	"fmt"
	"slices"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/tshark"
	"github.com/legacytls/legacytls/internal/wire"
)

// A row says what a field of a step is to be.
type row struct {
	field  string                 // of the transcript
	tshark func(message) []string // what it is to be by what tshark reads
}

// transcriptTable has the fields of each step that are no extensions and no certificates.
func transcriptTable() map[string][]row {
	serverHello := []row{
		{"version", negotiated},
		{"cipher suite", head("tls.handshake.ciphersuite", ids(suite))},
		{"random", head("tls.handshake.random", hexes)},
		{"session id", head("tls.handshake.session_id", hexes)},
		{"compression", head("tls.handshake.comp_method", compression)},
	}
	return map[string][]row{
		"ClientHello": {
			{"versions", offered},
			{"cipher suites", head("tls.handshake.ciphersuite", ids(fixtures.OpenSSLName))},
			{"random", head("tls.handshake.random", hexes)},
			{"session id", head("tls.handshake.session_id", hexes)},
		},
		"ServerHello":       serverHello,
		"HelloRetryRequest": serverHello,
		"ServerKeyExchange": {
			{"group", head("tls.handshake.server_named_curve", ids(wire.GroupName))},
			{"prime", head("tls.handshake.p_len", bits)},
			{"generator", head("tls.handshake.g", hexes)},
			{"public value", either("tls.handshake.server_point_len", "tls.handshake.ys_len", lengths)},
			{"signature scheme", head("tls.handshake.sig_hash_alg", ids(wire.SignatureSchemeName))},
			{"signature", head("tls.handshake.sig_len", lengths)},
		},
		"CertificateRequest": {
			{"certificate types", head("tls.handshake.cert_type", words(clientCertificateTypes()))},
			{"signature schemes", head("tls.handshake.sig_hash_alg", ids(wire.SignatureSchemeName))},
		},
		"ClientKeyExchange": {
			{"public value", either("tls.handshake.client_point_len", "tls.handshake.yc_len", lengths)},
			{"encrypted premaster secret", head("tls.handshake.epms_len", lengths)},
		},
		"CertificateVerify": {
			{"signature scheme", head("tls.handshake.sig_hash_alg", ids(wire.SignatureSchemeName))},
			{"signature", either("tls.handshake.client_cert_vrfy.sig_len", "tls.handshake.sig_len", lengths)},
		},
		"CertificateStatus": {{"OCSP response", head("tls.handshake.ocsp_response_len", lengths)}},
		"NewSessionTicket": {
			{"lifetime", head("tls.handshake.session_ticket_lifetime_hint", seconds)},
			{"ticket", head("tls.handshake.session_ticket_length", lengths)},
		},
		"Finished": {{"verify data", head("tls.handshake.verify_data", hexes)}},
		"alert":    {{"alert", alert}},
	}
}

// head is a field before the extensions.
func head(name string, text func([]tshark.Field) []string) func(message) []string {
	return func(m message) []string { return text(m.head(name)) }
}

// either is the one of two fields that is there.
func either(name, other string, text func([]tshark.Field) []string) func(message) []string {
	return func(m message) []string { return text(append(m.head(name), m.head(other)...)) }
}

// suite is a cipher suite by both names that it has.
func suite(id uint16) string {
	s, _ := fixtures.SuiteByID(id)
	if s.OpenSSL == s.Name {
		return s.Name
	}
	return s.Name + " (" + s.OpenSSL + ")"
}

// clientCertificateTypes are those of RFC 5246, section 7.4.4, and RFC 8422, section 5.5.
func clientCertificateTypes() map[int]string {
	return map[int]string{1: "rsa_sign", 2: "dss_sign", 64: "ecdsa_sign"}
}

const supportedVersion = "tls.handshake.extensions.supported_version"

// negotiated is the version that a server agrees to: that in supported_versions, if it is there
// (RFC 8446, section 4.2.1).
func negotiated(m message) []string {
	if selected := m.all(supportedVersion); len(selected) > 0 {
		return ids(wire.VersionName)(selected)
	}
	return ids(wire.VersionName)(m.head("tls.handshake.version"))
}

// offered are the versions of a client: those of supported_versions, if it is there, but for
// GREASE, or those from TLS 1.0 up to its version. The highest is first.
func offered(m message) []string {
	var all []uint16
	for _, f := range m.all(supportedVersion) {
		if id := uint16(number(f)); !wire.IsGREASE(id) {
			all = append(all, id)
		}
	}
	if len(m.all(supportedVersion)) == 0 {
		for v, i := uint16(number(m.head("tls.handshake.version")[0])), 0; v >= wire.VersionTLS10 || i == 0; v, i = v-1, i+1 {
			all = append(all, v)
		}
	}
	slices.Sort(all)
	slices.Reverse(all)
	return names(all, wire.VersionName)
}

// compression is only told if there is any.
func compression(fields []tshark.Field) []string {
	if len(fields) == 1 && number(fields[0]) == 0 {
		return nil
	}
	return each(fields, func(f tshark.Field) string { return "method " + f.Value })
}

// alert is the level and the description (RFC 5246, section 7.2).
func alert(m message) []string {
	level := words(map[int]string{1: "warning", 2: "fatal"})(m.all("tls.alert_message.level"))
	var all []string
	for i, f := range m.all("tls.alert_message.desc") {
		all = append(all, fmt.Sprintf("%s %s (%d)", level[i], wire.AlertName(uint8(number(f))), number(f)))
	}
	return all
}
