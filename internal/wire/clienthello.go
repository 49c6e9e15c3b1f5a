package wire

import "sort"

// A ClientHello is the first message of a client (RFC 8446 section 4.1.2).
// Lists are in the client's order with the GREASE values in them (RFC 8701);
// a list is nil when its extension was not sent. Byte slices are shared with
// Raw: do not change them. An extension that was sent twice, which no client may
// do, is twice in Extensions, and the decoded fields are those of the first.
type ClientHello struct {
	// RecordVersion is the version of the record that the hello began in,
	// Version the legacy_version of the hello itself.
	RecordVersion, Version uint16
	Random                 [32]byte
	SessionID              []byte
	CipherSuites           []uint16
	CompressionMethods     []uint8
	// Extensions are all extensions as they were sent. It is nil when the
	// hello ended before them, as hellos of SSL 3.0 do.
	Extensions []Extension

	// ServerName is the host_name of server_name, "" when there is none.
	ServerName string
	// SupportedVersions is supported_versions as sent; see Versions.
	SupportedVersions []uint16
	// Groups is supported_groups.
	Groups []uint16
	// KeyShares is key_share without the keys.
	KeyShares []KeyShare
	// SignatureAlgorithms is signature_algorithms, SignatureAlgorithmsCert
	// signature_algorithms_cert.
	SignatureAlgorithms, SignatureAlgorithmsCert []uint16
	// PointFormats is ec_point_formats: 0 is uncompressed.
	PointFormats []uint8
	// ALPN has the names of application_layer_protocol_negotiation.
	ALPN []string
	// ExtendedMasterSecret and SessionTicket say that extended_master_secret
	// (RFC 7627) and session_ticket (RFC 5077) were sent.
	ExtendedMasterSecret, SessionTicket bool
	// Ticket is the ticket in session_ticket, empty when the client has none.
	Ticket []byte
	// RenegotiationInfo is renegotiation_info (RFC 5746): nil when it was not
	// sent, empty in the first handshake of a connection. A client may send
	// RenegotiationSCSV instead of the empty one.
	RenegotiationInfo []byte
	// StatusRequest says that status_request asks for an OCSP response (RFC 6066
	// section 8).
	StatusRequest bool

	// Size is how many bytes the records of the hello take on the wire, their
	// headers included, and Records how many records these are. Both are 0, as
	// RecordVersion is, when the hello did not come from a Flow.
	Size, Records int
	// Raw is the handshake message with its 4-byte header.
	Raw []byte
}

// An Extension is an extension of a hello as it was sent.
type Extension struct {
	ID   uint16
	Data []byte
}

// A KeyShare is an offered key exchange of TLS 1.3: the named group and the
// length of the public key in bytes.
type KeyShare struct {
	Group  uint16
	Length int
}

// Values among the cipher suites of a ClientHello that are no suites but signals.
const (
	RenegotiationSCSV uint16 = 0x00ff // TLS_EMPTY_RENEGOTIATION_INFO_SCSV (RFC 5746 section 3.3)
	FallbackSCSV      uint16 = 0x5600 // TLS_FALLBACK_SCSV (RFC 7507)
)

// ParseClientHello decodes a handshake message with its 4-byte header. On an
// error, which is an *Error, the result has what could be read; it is never
// nil. An extension that cannot be read does not keep the others from being
// read; the error is about the first such one. It does not judge: a hello that
// breaks a rule of TLS and can be read is no error.
func ParseClientHello(raw []byte) (*ClientHello, error) {
	h := &ClientHello{Raw: raw}
	c, err := openMessage(TypeClientHello, raw)
	if err != nil {
		return h, err
	}
	h.Version = c.u16("legacy_version")
	copy(h.Random[:], c.bytes("random", len(h.Random)))
	h.SessionID = c.vector("legacy_session_id", 1).rest
	h.CipherSuites = c.u16s("cipher_suites", 2)
	h.CompressionMethods = c.vector("legacy_compression_methods", 1).rest
	h.Extensions = readExtensions(c)
	if err := c.err(); err != nil {
		h.decodeExtensions() // those that came before the error
		return h, err
	}
	return h, h.decodeExtensions()
}

// Versions returns the versions that the client offers, the highest first,
// without GREASE: those of supported_versions, or where that was not sent the
// ones up to legacy_version, at most TLS 1.2 and down to TLS 1.0. SSL 3.0 is
// among them only when it is the legacy_version, for a higher one does not
// tell how low the client goes.
func (h *ClientHello) Versions() []uint16 {
	versions := []uint16{}
	for _, v := range h.SupportedVersions {
		if !IsGREASE(v) {
			versions = append(versions, v)
		}
	}
	if h.SupportedVersions == nil {
		versions = versionsUpTo(h.Version)
	}
	sort.SliceStable(versions, func(i, j int) bool { return versions[i] > versions[j] })
	return versions
}

func versionsUpTo(legacy uint16) []uint16 {
	if legacy < VersionTLS10 {
		return []uint16{legacy}
	}
	var versions []uint16
	for _, v := range []uint16{VersionTLS12, VersionTLS11, VersionTLS10} {
		if v <= legacy {
			versions = append(versions, v)
		}
	}
	return versions
}

// OffersSuite reports whether the suite is among CipherSuites.
func (h *ClientHello) OffersSuite(id uint16) bool {
	for _, suite := range h.CipherSuites {
		if suite == id {
			return true
		}
	}
	return false
}

// Extension returns the first extension with the given id, if it was sent.
func (h *ClientHello) Extension(id uint16) (Extension, bool) {
	return findExtension(h.Extensions, id)
}
