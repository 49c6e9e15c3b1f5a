package certtext

import (
	"fmt"
	"strconv"
	"strings"
)

// A value is one of ASN.1. Lengths in more bytes than are needed are taken as well, which DER
// forbids and crypto/x509 refuses.
type value struct {
	tag   byte // with class and form: 0x30 is a SEQUENCE
	bytes []byte
}

// The tags that matter here.
const (
	tagBitString = 0x03
	tagOID       = 0x06
	tagUTCTime   = 0x17
	tagSequence  = 0x30
	tagVersion   = 0xa0
)

// next reads the value that b begins with.
func next(b []byte) (v value, rest []byte, err error) {
	if len(b) < 2 {
		return v, nil, fmt.Errorf("tag and length expected, %d bytes left", len(b))
	}
	v.tag, b = b[0], b[1:]
	length, b, err := readLength(b)
	if err != nil {
		return v, nil, err
	}
	if length > len(b) {
		return v, nil, fmt.Errorf("length says %d bytes, %d left", length, len(b))
	}
	v.bytes = b[:length:length]
	return v, b[length:], nil
}

// readLength reads one of at most 4 bytes behind the first.
func readLength(b []byte) (int, []byte, error) {
	const most = 4
	first := int(b[0])
	b = b[1:]
	if first < 0x80 {
		return first, b, nil
	}
	n, length := first&0x7f, 0
	if n == 0 || n > most || n > len(b) {
		return 0, nil, fmt.Errorf("a length of %d bytes cannot be read", n)
	}
	for _, x := range b[:n] {
		length = length<<8 | int(x)
	}
	if length < 0 {
		return 0, nil, fmt.Errorf("a length of %d cannot be", length)
	}
	return length, b[n:], nil
}

// all returns the values that follow on each other.
func all(b []byte) ([]value, error) {
	var values []value
	for len(b) > 0 {
		v, rest, err := next(b)
		if err != nil {
			return values, err
		}
		values, b = append(values, v), rest
	}
	return values, nil
}

// inside returns what is in the SEQUENCE that b begins with.
func inside(b []byte, what string) ([]value, error) {
	outer, _, err := next(b)
	if err == nil && outer.tag != tagSequence {
		err = fmt.Errorf("a sequence is expected, got tag 0x%02x", outer.tag)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	values, err := all(outer.bytes)
	if err != nil {
		err = fmt.Errorf("%s: %w", what, err)
	}
	return values, err
}

// oid returns an object identifier, "" for other values.
func (v value) oid() string {
	if v.tag != tagOID || len(v.bytes) == 0 {
		return ""
	}
	var arcs []string
	n := uint64(0)
	for _, b := range v.bytes {
		n = n<<7 | uint64(b&0x7f)
		if b&0x80 != 0 {
			continue
		}
		if arcs == nil { // the first two are in one number
			first := min(n/40, 2)
			arcs, n = []string{strconv.FormatUint(first, 10)}, n-40*first
		}
		arcs = append(arcs, strconv.FormatUint(n, 10))
		n = 0
	}
	return strings.Join(arcs, ".")
}
