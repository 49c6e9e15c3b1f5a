package legacy

import (
	"crypto"
	"crypto/hmac"
	"crypto/subtle"
	"hash"

	_ "crypto/md5" // the hashes of suites, as crypto.Hash finds them
	_ "crypto/sha1"
	_ "crypto/sha256"
	_ "crypto/sha512"

	"github.com/legacytls/legacytls/internal/wire"
)

// A recordMAC authenticates the records of one direction.
type recordMAC struct {
	macFunction
	expected []byte // what strip compares with; kept for the next record
}

type macFunction interface {
	// appendTo appends the MAC of a record to b.
	appendTo(b []byte, h header, fragment []byte) []byte
	size() int
}

func newRecordMAC(version uint16, h crypto.Hash, key []byte) *recordMAC {
	if version <= wire.VersionSSL30 {
		return &recordMAC{macFunction: newSSL3MAC(h, key)}
	}
	return &recordMAC{macFunction: &tlsMAC{hash: hmac.New(h.New, key)}}
}

// strip cuts the MAC off a fragment that ends with it. It returns false if it
// is not the right one.
func (m *recordMAC) strip(h header, content []byte) ([]byte, bool) {
	end := len(content) - m.size()
	if end < 0 {
		return nil, false
	}
	m.expected = m.appendTo(m.expected[:0], h, content[:end])
	return content[:end], subtle.ConstantTimeCompare(m.expected, content[end:]) == 1
}

// A tlsMAC is HMAC over sequence number, header and fragment (RFC 5246, section
// 6.2.3.1, and the same since RFC 2246).
type tlsMAC struct {
	hash   hash.Hash
	header [13]byte // in here, because it would be allocated for each record otherwise
}

func (m *tlsMAC) size() int { return m.hash.Size() }

func (m *tlsMAC) appendTo(b []byte, h header, fragment []byte) []byte {
	m.hash.Reset()
	m.hash.Write(h.appendTo(m.header[:0], len(fragment)))
	m.hash.Write(fragment)
	return m.hash.Sum(b)
}
