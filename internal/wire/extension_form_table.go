package wire

// A place is a set of messages with extensions. The names are those of RFC 8446 section 4.2.
type place uint8

const (
	inCH place = 1 << iota
	inSH
	inHRR
	inEE
	inCT
	inCR
	inNST
)

func placeOf(in HandshakeType) place {
	switch in {
	case TypeClientHello:
		return inCH
	case TypeServerHello:
		return inSH
	case TypeHelloRetryRequest:
		return inHRR
	case TypeEncryptedExtensions:
		return inEE
	case TypeCertificate:
		return inCT
	case TypeCertificateRequest:
		return inCR
	case TypeNewSessionTicket:
		return inNST
	}
	return 0
}

// extensionForm returns what reads an extension in a message, nil when its form is not known.
func extensionForm(id uint16, in HandshakeType) func(*cursor) any {
	for _, row := range extensionForms {
		if row.id == id && row.in&placeOf(in) != 0 {
			return row.read
		}
	}
	return nil
}

// extensionForms are the extensions whose form is known, by id and message, with the RFC or draft
// that has it. Servers up to TLS 1.2 answer in the ServerHello, those of TLS 1.3 most
// extensions in EncryptedExtensions.
var extensionForms = [...]struct {
	id   uint16
	in   place
	read func(*cursor) any
}{
	{ExtServerName, inCH, func(c *cursor) any { return readServerName(c) }},                                  // RFC 6066, section 3
	{ExtServerName, inSH | inEE, readNothing},                                                                // RFC 6066, section 3
	{1, inCH | inSH | inEE, readFragmentLength},                                                              // RFC 6066, section 4
	{4, inCH | inSH, readNothing},                                                                            // RFC 6066, section 7
	{ExtStatusRequest, inCH, readStatusType},                                                                 // RFC 6066, section 8
	{ExtStatusRequest, inSH | inCR, readNothing},                                                             // RFC 6066, section 8; RFC 8446, section 4.4.2.1
	{ExtStatusRequest, inCT, readOCSPResponses},                                                              // RFC 8446, section 4.4.2.1
	{ExtSupportedGroups, inCH | inSH | inEE, readIDs("named_group_list", 2, GroupName)},                      // RFC 8446, section 4.2.7; in a ServerHello by mistake
	{ExtPointFormats, inCH | inSH, readNames("ec_point_format_list", pointFormat)},                           // RFC 8422, section 5.1.2
	{ExtSignatureAlgorithms, inCH | inCR, readIDs("supported_signature_algorithms", 2, SignatureSchemeName)}, // RFC 8446, section 4.2.3
	{15, inCH | inSH | inEE, readName("mode", heartbeatMode)},                                                // RFC 6520, section 2
	{ExtALPN, inCH, func(c *cursor) any { return readProtocolNames(c) }},                                     // RFC 7301, section 3.1
	{ExtALPN, inSH | inEE, func(c *cursor) any { return readSelectedProtocol(c) }},                           // RFC 7301, section 3.1
	{ExtSignedCertificateTimestamp, inCH | inCR, readNothing},                                                // RFC 6962, section 3.3.1
	{ExtSignedCertificateTimestamp, inSH | inCT, readHexVectors("sct_list", "SerializedSCT")},                // RFC 6962, section 3.3
	{19, inCH, readNames("client_certificate_types", certificateType)},                                       // RFC 7250, section 3
	{19, inSH | inEE, readName("client_certificate_type", certificateType)},                                  // RFC 7250, section 3
	{20, inCH, readNames("server_certificate_types", certificateType)},                                       // RFC 7250, section 3
	{20, inSH | inEE, readName("server_certificate_type", certificateType)},                                  // RFC 7250, section 3
	{21, inCH, readLength},                                                                                       // RFC 7685, section 3
	{22, inCH | inSH, readNothing},                                                                               // RFC 7366, section 2
	{ExtExtendedMasterSecret, inCH | inSH, readNothing},                                                          // RFC 7627, section 5.1
	{27, inCH | inCR, readIDs("algorithms", 1, CertificateCompressionName)},                                      // RFC 8879, section 3
	{28, inCH | inSH | inEE, readNumber("record_size_limit")},                                                    // RFC 8449, section 4
	{34, inCH | inCR, readIDs("supported_signature_algorithms", 2, SignatureSchemeName)},                         // RFC 9345, section 4.1
	{ExtSessionTicket, inCH, readHex},                                                                            // RFC 5077, section 3.2
	{ExtSessionTicket, inSH, readNothing},                                                                        // RFC 5077, section 3.2
	{ExtPreSharedKey, inCH, readPreSharedKeys},                                                                   // RFC 8446, section 4.2.11
	{ExtPreSharedKey, inSH, readNumber("selected_identity")},                                                     // RFC 8446, section 4.2.11
	{ExtEarlyData, inCH | inEE, readNothing},                                                                     // RFC 8446, section 4.2.10
	{ExtEarlyData, inNST, readEarlyDataSize},                                                                     // RFC 8446, section 4.6.1
	{ExtSupportedVersions, inCH, readIDs("versions", 1, VersionName)},                                            // RFC 8446, section 4.2.1
	{ExtSupportedVersions, inSH | inHRR, readID("selected_version", VersionName)},                                // RFC 8446, section 4.2.1
	{44, inCH | inHRR, readHexVector("cookie", 2)},                                                               // RFC 8446, section 4.2.2
	{45, inCH, readNames("ke_modes", pskMode)},                                                                   // RFC 8446, section 4.2.9
	{47, inCH | inCR, readHexVectors("authorities", "DistinguishedName")},                                        // RFC 8446, section 4.2.4
	{48, inCR, readOIDFilters},                                                                                   // RFC 8446, section 4.2.5
	{49, inCH, readNothing},                                                                                      // RFC 8446, section 4.2.6
	{ExtSignatureAlgorithmsCert, inCH | inCR, readIDs("supported_signature_algorithms", 2, SignatureSchemeName)}, // RFC 8446, section 4.2.3
	{ExtKeyShare, inCH, readOfferedShares},                                                                       // RFC 8446, section 4.2.8
	{ExtKeyShare, inSH, readSelectedShare},                                                                       // RFC 8446, section 4.2.8
	{ExtKeyShare, inHRR, readID("selected_group", GroupName)},                                                    // RFC 8446, section 4.2.8
	{57, inCH | inEE, readHex},                                                                                   // RFC 9001, section 8.2
	{0x3374, inCH, readNothing},                                                                                  // draft-agl-tls-nextprotoneg-04, section 3
	{0x3374, inSH, readNextProtocols},                                                                            // draft-agl-tls-nextprotoneg-04, section 3
	{0x4469, inCH, func(c *cursor) any { return readProtocolNames(c) }},                                          // draft-vvv-tls-alps
	{0x4469, inEE, readHex},                                                                                      // draft-vvv-tls-alps
	{0x44cd, inCH, func(c *cursor) any { return readProtocolNames(c) }},                                          // draft-vvv-tls-alps
	{0x44cd, inEE, readHex},                                                                                      // draft-vvv-tls-alps
	{0xfe0d, inCH | inHRR | inEE, readHex},                                                                       // RFC 9849
	{ExtRenegotiationInfo, inCH | inSH, readHexVector("renegotiated_connection", 1)},                             // RFC 5746, section 3.2
}
