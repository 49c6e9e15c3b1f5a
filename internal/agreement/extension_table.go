package agreement

import (
	"fmt"

	"github.com/legacytls/legacytls/internal/tshark"
	"github.com/legacytls/legacytls/internal/wire"
)

const extPSKKeyExchangeModes = 45 // RFC 8446, section 4.2.9

// text is what the transcript is to say of an extension by what tshark reads in it. Of those
// that are not known here only the name and, in package wire, the length are compared.
func (e extension) text() (values []string, known bool) {
	if e.length() == 0 {
		return []string{"(empty)"}, true
	}
	for _, r := range extensionTable() {
		if found := named(e, r.tshark); r.id == e.id() && len(found) > 0 {
			return r.text(e, found), true
		}
	}
	return nil, false
}

// An extensionRow says what the text of an extension is to be, where tshark has the field.
type extensionRow struct {
	id     uint16
	tshark string
	text   func(e extension, fields []tshark.Field) []string
}

func extensionTable() []extensionRow {
	return []extensionRow{
		{wire.ExtServerName, "tls.handshake.extensions_server_name", of(verbatim)},
		{wire.ExtStatusRequest, "tls.handshake.extensions_status_request_responder_ids_len", func(e extension, _ []tshark.Field) []string { // of a client
			return words(map[int]string{1: "ocsp"})(named(e, "tls.handshake.extensions_status_request_type"))
		}},
		{wire.ExtSupportedGroups, "tls.handshake.extensions_supported_group", of(ids(wire.GroupName))},
		{wire.ExtPointFormats, "tls.handshake.extensions_ec_point_format", of(words(map[int]string{ // RFC 8422, section 5.1.2
			0: "uncompressed", 1: "ansiX962_compressed_prime", 2: "ansiX962_compressed_char2",
		}))},
		{wire.ExtSignatureAlgorithms, "tls.handshake.sig_hash_alg", of(ids(wire.SignatureSchemeName))},
		{wire.ExtSignatureAlgorithmsCert, "tls.handshake.sig_hash_alg", of(ids(wire.SignatureSchemeName))},
		{wire.ExtALPN, "tls.handshake.extensions_alpn_str", of(verbatim)},
		{wire.ExtSupportedVersions, supportedVersion, of(ids(wire.VersionName))},
		{wire.ExtKeyShare, "tls.handshake.extensions_key_share_selected_group", of(ids(wire.GroupName))}, // of a HelloRetryRequest
		{wire.ExtKeyShare, "tls.handshake.extensions_key_share_group", shares},
		{wire.ExtRenegotiationInfo, "tls.handshake.extensions_reneg_info_len", renegotiationInfo},
		{extPSKKeyExchangeModes, "tls.extension.psk_ke_mode", of(words(map[int]string{0: "psk_ke", 1: "psk_dhe_ke"}))}, // RFC 8446, section 4.2.9
		{wire.ExtPreSharedKey, "tls.handshake.extensions.psk.identity.selected", of(verbatim)},
	}
}

// of is for what the fields alone tell.
func of(text func([]tshark.Field) []string) func(extension, []tshark.Field) []string {
	return func(_ extension, fields []tshark.Field) []string { return text(fields) }
}

// shares are groups with the lengths of the shares.
func shares(e extension, groups []tshark.Field) []string {
	keys := lengths(named(e, "tls.handshake.extensions_key_share_key_exchange_length"))
	var all []string
	for i, g := range groups {
		all = append(all, fmt.Sprintf("%s, %s", wire.GroupName(uint16(number(g))), keys[i]))
	}
	return all
}

// renegotiationInfo is empty in a first handshake.
func renegotiationInfo(e extension, length []tshark.Field) []string {
	if number(length[0]) == 0 {
		return []string{"(empty)"}
	}
	return hexes(named(e, "tls.handshake.extensions_reneg_info"))
}
