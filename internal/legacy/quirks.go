package legacy

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/internal/wire"
)

// quirks says how each field of fixtures.Quirks gets into a server. What it means,
// and its source, stand there.
func quirks() map[string]func(*Server, *hooks) {
	return map[string]func(*Server, *hooks){
		"NoExtendedMasterSecret":             noExtendedMasterSecret,
		"NoExtendedMasterSecretOnResumption": noExtendedMasterSecretOnResumption,
		"ExtendedMasterSecretInNameOnly":     extendedMasterSecretInNameOnly,
		"NoRenegotiationInfo":                noRenegotiationInfo,
		"NonEmptyRenegotiationInfo":          nonEmptyRenegotiationInfo,
		"IgnoreSupportedVersions":            ignoreSupportedVersions,
		"IgnoreSignatureAlgorithms":          ignoreSignatureAlgorithms,
		"ForgetSessions":                     forgetSessions,
		"ResetAfterFlight":                   resetAfterFlight,
		"CloseAfterKeyExchange":              closeAfterKeyExchange,
		"AlertAfterHandshake":                alertAfterHandshake,
		"PlainAlertAfterHandshake":           plainAlertAfterHandshake,
		"RenegotiateAfter":                   renegotiateAfter,
		"SplitFirstByte":                     splitFirstByte,
		"EmptyRecords":                       emptyRecords,
		"HeartbeatRecord":                    heartbeatRecord,
		"NoCloseNotify":                      noCloseNotify,
		"TruncateAfter":                      truncateAfter,
		"SelectVersion":                      selectVersion,
		"SelectSuite":                        selectSuite,
		"CompareSecondBytes":                 compareSecondBytes,
		"SelectCompression":                  selectCompression,
		"SelectALPN":                         selectALPN,
		"EchoSessionID":                      echoSessionID,
		"CompressedPointsOnly":               compressedPointsOnly,
		"NonEmptyServerName":                 nonEmptyServerName,
		"UnsolicitedExtensions":              unsolicitedExtensions,
		"OmitExtensions":                     omitExtensions,
		"DoubleExtensions":                   doubleExtensions,
		"DowngradeSentinel":                  downgradeSentinel,
		"EmptyCertificateList":               emptyCertificateList(),
		"CertificateMessageSize":             certificateMessageSize,
		"KeyExchangeBeforeCertificate":       keyExchangeBeforeCertificate(),
		"NoServerKeyExchange":                withoutMessage(wire.TypeServerKeyExchange),
		"NoServerHelloDone":                  withoutMessage(wire.TypeServerHelloDone),
		"HelloRequestInHandshake":            helloRequestInHandshake(),
		"CertificateRequestAfterDone":        certificateRequestAfterDone(),
		"SelectScheme":                       selectScheme,
		"SelectGroup":                        selectGroup,
		"ExplicitCurve":                      explicitCurve(),
		"CompressedPoint":                    compressedPoint(),
		"NoClientSchemes":                    noClientSchemes(),
		"MalformedPoint":                     malformedPoint(),
		"ShortSignature":                     shortSignature,
	}
}

func ignoreSignatureAlgorithms(s *Server, h *hooks) {
	schemes := schemeIDs(s.config.Profile.SignatureSchemes)
	if len(schemes) == 0 {
		schemes = []uint16{uint16(tls.PKCS1WithSHA1), uint16(tls.ECDSAWithSHA1)}
	}
	h.hello = append(h.hello, func(hs *handshake) error {
		hs.hello.SignatureAlgorithms = schemes
		return nil
	})
}

func forgetSessions(_ *Server, h *hooks) {
	h.hello = append(h.hello, func(hs *handshake) error {
		hs.hello.SessionID, hs.hello.Ticket = nil, nil
		return nil
	})
}
