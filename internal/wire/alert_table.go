package wire

// alertTable has the alerts of the IANA registry "TLS Alerts", by code. Alerts
// that the registry marks as reserved are named as in the RFC that had them,
// for old servers still send them. goText is the text of crypto/tls
// (crypto/tls/alert.go), "" where it prints alert(N) in every release.
var alertTable = [...]struct {
	code   uint8
	name   string
	goText string
}{
	{0, "close_notify", "close notify"},
	{10, "unexpected_message", "unexpected message"},
	{20, "bad_record_mac", "bad record MAC"},
	{21, "decryption_failed", "decryption failed"}, // up to TLS 1.0
	{22, "record_overflow", "record overflow"},
	{30, "decompression_failure", "decompression failure"}, // up to TLS 1.2
	{40, "handshake_failure", "handshake failure"},
	{41, "no_certificate", ""}, // SSL 3.0
	{42, "bad_certificate", "bad certificate"},
	{43, "unsupported_certificate", "unsupported certificate"},
	{44, "certificate_revoked", "revoked certificate"},
	{45, "certificate_expired", "expired certificate"},
	{46, "certificate_unknown", "unknown certificate"},
	{47, "illegal_parameter", "illegal parameter"},
	{48, "unknown_ca", "unknown certificate authority"},
	{49, "access_denied", "access denied"},
	{50, "decode_error", "error decoding message"},
	{51, "decrypt_error", "error decrypting message"},
	{52, "too_many_cids_requested", ""},              // RFC 9147
	{60, "export_restriction", "export restriction"}, // TLS 1.0
	{70, "protocol_version", "protocol version not supported"},
	{71, "insufficient_security", "insufficient security level"},
	{80, "internal_error", "internal error"},
	{86, "inappropriate_fallback", "inappropriate fallback"}, // RFC 7507
	{90, "user_canceled", "user canceled"},
	{100, "no_renegotiation", "no renegotiation"}, // up to TLS 1.2
	{109, "missing_extension", "missing extension"},
	{110, "unsupported_extension", "unsupported extension"},
	{111, "certificate_unobtainable", "certificate unobtainable"}, // up to TLS 1.2
	{112, "unrecognized_name", "unrecognized name"},
	{113, "bad_certificate_status_response", "bad certificate status response"},
	{114, "bad_certificate_hash_value", "bad certificate hash value"}, // up to TLS 1.2
	{115, "unknown_psk_identity", "unknown PSK identity"},
	{116, "certificate_required", "certificate required"},
	{117, "general_error", ""}, // RFC 9846, which replaces RFC 8446
	{120, "no_application_protocol", "no application protocol"},
	{121, "ech_required", "encrypted client hello required"}, // RFC 9849
}
