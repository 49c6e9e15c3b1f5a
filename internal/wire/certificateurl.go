package wire

// A CertificateURL says where the certificates of a client are, which it sends instead of them
// (RFC 6066 section 5).
type CertificateURL struct {
	// ChainType is 0 for a URL of each certificate, 1 for one of a PkiPath with all of them.
	ChainType uint8
	URLs      []URLAndHash
}

// A URLAndHash is an address, and the SHA-1 of what is there.
type URLAndHash struct {
	URL string
	// Hash is nil when it was left out, as RFC 4366 section 3.3 had permitted.
	Hash []byte
}

// ParseCertificateURL decodes a handshake message with its 4-byte header. On an error, which is
// an *Error, the result has what could be read; it is never nil.
func ParseCertificateURL(raw []byte) (*CertificateURL, error) {
	m := &CertificateURL{}
	c, err := openMessage(TypeCertificateURL, raw)
	if err != nil {
		return m, err
	}
	m.ChainType = c.u8("type")
	list := c.vector("url_and_hash_list", 2)
	for list.more() {
		u := URLAndHash{URL: string(list.vector("url", 2).rest)}
		if list.u8("padding") != 0 {
			const sha1 = 20
			u.Hash = list.bytes("SHA1Hash", sha1)
		}
		if !list.failed() {
			m.URLs = append(m.URLs, u)
		}
	}
	c.finish("end")
	return m, c.err()
}
