package wire

// An ID is a two-byte value of a registry, with its name there: "GREASE(0x1a1a)" and "0x0500"
// for those that have none.
type ID struct {
	ID   uint16
	Name string
}

// Content decodes what is in an extension of a message of the given type, into values of these
// types:
//
//	string          a name, an address, bytes in hexadecimal
//	int             a number
//	uint32          early_data of a NewSessionTicket: a number of bytes
//	[]string        names, or bytes in hexadecimal
//	ID              the version or the group that a server selects
//	[]ID            groups, schemes, versions
//	OfferedShare    key_share of a server
//	[]OfferedShare  key_share of a client
//	PreSharedKeys   pre_shared_key of a client
//	[]OIDFilter     oid_filters
//
// The extensions of a HelloRetryRequest, which is a ServerHello on the wire, are those of
// TypeHelloRetryRequest. Those of Certificate, CertificateRequest and NewSessionTicket are of
// TLS 1.3; before, these messages had none.
//
// It is nil for an extension that is empty, as many are to be, and for one whose form in such a
// message is not known; its bytes are in Data in any case. On an error, which is an *Error, the
// result has what could be read.
func (e Extension) Content(in HandshakeType) (any, error) {
	read := extensionForm(e.ID, in)
	if read == nil {
		return nil, nil
	}
	c := newCursor(ExtensionName(e.ID), e.Data, 0)
	c.end = "the extension"
	content := read(c)
	c.finish("end")
	return content, c.err()
}

// An OfferedShare is a share of key_share.
type OfferedShare struct {
	Group     ID
	PublicKey string // in hexadecimal
}

// PreSharedKeys is what pre_shared_key offers.
type PreSharedKeys struct {
	Identities []string // in hexadecimal: session tickets, mostly
	Binders    []string // in hexadecimal
}

// An OIDFilter is what a certificate is to have (RFC 8446 section 4.2.5).
type OIDFilter struct {
	OID    string // of an extension of the certificate: DER in hexadecimal
	Values string // that it has to have: DER in hexadecimal, "" for any
}

// CertificateCompressionName returns the name of an algorithm in the IANA registry "TLS
// Certificate Compression Algorithm IDs": "zlib", "brotli", "zstd" (RFC 8879 section 7.3). A
// GREASE value is "GREASE(0x1a1a)", an unknown one "0x0500".
func CertificateCompressionName(id uint16) string {
	return lookup([]name{{1, "zlib"}, {2, "brotli"}, {3, "zstd"}}, id)
}
