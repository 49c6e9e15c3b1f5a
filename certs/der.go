package certs

import (
	"bytes"
	"math/big"
	"strconv"
	"strings"
)

// All certificates are put together with these functions, the ordinary and the
// defective, and not with crypto/x509: what that refuses to make depends on the
// Go release and on GODEBUG.

// ASN.1 tags (X.680, section 8.4). Types that hold others are constructed.
const (
	tagBoolean         byte = 1
	tagInteger         byte = 2
	tagBitString       byte = 3
	tagOctetString     byte = 4
	tagNull            byte = 5
	tagOID             byte = 6
	tagEnumerated      byte = 10
	tagUTF8String      byte = 12
	tagPrintableString byte = 19
	tagT61String       byte = 20
	tagVideotexString  byte = 21
	tagIA5String       byte = 22
	tagUTCTime         byte = 23
	tagGeneralizedTime byte = 24
	tagVisibleString   byte = 26
	tagGeneralString   byte = 27
	tagUniversalString byte = 28
	tagBMPString       byte = 30
	tagSequence        byte = 0x30
	tagSet             byte = 0x31
	tagContext         byte = 0x80
	tagConstructed     byte = 0x20
)

// tlv is a tag, the length in its shortest form, and the parts as the value.
func tlv(tag byte, parts ...[]byte) []byte {
	value := bytes.Join(parts, nil)
	return append(append([]byte{tag}, derLength(len(value))...), value...)
}

func derLength(n int) []byte {
	if n < 0x80 {
		return []byte{byte(n)}
	}
	octets := big.NewInt(int64(n)).Bytes()
	return append([]byte{0x80 | byte(len(octets))}, octets...)
}

func sequence(parts ...[]byte) []byte      { return tlv(tagSequence, parts...) }
func set(parts ...[]byte) []byte           { return tlv(tagSet, parts...) }
func octetString(parts ...[]byte) []byte   { return tlv(tagOctetString, parts...) }
func null() []byte                         { return tlv(tagNull) }
func smallInteger(n int64) []byte          { return integer(big.NewInt(n)) }
func text(tag byte, value string) []byte   { return tlv(tag, []byte(value)) }
func explicit(n byte, p ...[]byte) []byte  { return tlv(tagContext|tagConstructed|n, p...) }
func primitive(n byte, p ...[]byte) []byte { return tlv(tagContext|n, p...) }

// bitString has whole octets only.
func bitString(parts ...[]byte) []byte {
	return tlv(tagBitString, []byte{0}, bytes.Join(parts, nil))
}

// namedBits is a BIT STRING without the zeros at its end, as DER demands of a
// list of named bits (X.690, section 11.2.2).
func namedBits(bits ...int) []byte {
	var octets []byte
	last := 0
	for _, bit := range bits {
		for len(octets) <= bit/8 {
			octets = append(octets, 0)
		}
		octets[bit/8] |= 0x80 >> (bit % 8)
		if bit > last {
			last = bit
		}
	}
	return tlv(tagBitString, []byte{byte(7 - last%8)}, octets)
}

// integer is in two's complement, as short as can be.
func integer(n *big.Int) []byte { return tlv(tagInteger, integerOctets(n)) }

func integerOctets(n *big.Int) []byte {
	if n.Sign() >= 0 {
		octets := n.Bytes()
		if len(octets) == 0 || octets[0]&0x80 != 0 {
			octets = append([]byte{0}, octets...)
		}
		return octets
	}
	// -n-1 has the bits of n turned round.
	octets := integerOctets(new(big.Int).Not(n))
	for i := range octets {
		octets[i] = ^octets[i]
	}
	return octets
}

// oid encodes an object identifier written with dots. Those of this package are
// constants, so an arc that is no number is a mistake in it.
func oid(dotted string) []byte {
	var arcs []uint64
	for _, s := range strings.Split(dotted, ".") {
		arc, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			panic("certs: not an object identifier: " + dotted)
		}
		arcs = append(arcs, arc)
	}
	value := base128(arcs[0]*40 + arcs[1])
	for _, arc := range arcs[2:] {
		value = append(value, base128(arc)...)
	}
	return tlv(tagOID, value)
}

func base128(n uint64) []byte {
	octets := []byte{byte(n & 0x7f)}
	for n >>= 7; n > 0; n >>= 7 {
		octets = append([]byte{0x80 | byte(n&0x7f)}, octets...)
	}
	return octets
}
