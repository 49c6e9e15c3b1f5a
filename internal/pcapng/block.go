package pcapng

import (
	"encoding/binary"
	"math"
	"strings"
	"time"
)

// Numbers of draft-ietf-opsawg-pcapng, by section.
const (
	sectionHeaderBlock        = 0x0A0D0D0A // 4.1
	interfaceDescriptionBlock = 0x00000001 // 4.2
	enhancedPacketBlock       = 0x00000006 // 4.3
	decryptionSecretsBlock    = 0x0000000A // 4.7

	byteOrderMagic = 0x1A2B3C4D // 4.1
	tlsKeyLog      = 0x544c534b // 4.7
	linkTypeRaw    = 101        // the packet begins with its IP header

	optEnd        = 0 // 3.5
	optComment    = 1 // 3.5
	shbUserAppl   = 4 // 4.1
	ifName        = 2 // 4.2
	ifDescription = 3 // 4.2
	ifTSResol     = 9 // 4.2
)

var order = binary.LittleEndian

// appendBlock appends a block: its type, its length, what body appends, padding, and
// its length again (section 3.1).
func appendBlock(b []byte, kind uint32, body func([]byte) []byte) []byte {
	start := len(b)
	b = order.AppendUint32(b, kind)
	b = order.AppendUint32(b, 0)
	b = body(b)
	length := uint32(len(b) - start + 4)
	order.PutUint32(b[start+4:], length)
	return order.AppendUint32(b, length)
}

// appendPadded appends data and zeros up to a multiple of four. All that is before it
// in a block has such a length.
func appendPadded(b, data []byte) []byte {
	b = append(b, data...)
	return append(b, make([]byte, -len(data)&3)...)
}

// appendOption appends an option (section 3.5). Its length has 16 bits: what does not
// fit is cut off.
func appendOption(b []byte, code uint16, value string) []byte {
	if len(value) > math.MaxUint16 {
		value = strings.ToValidUTF8(value[:math.MaxUint16], "")
	}
	b = order.AppendUint16(b, code)
	b = order.AppendUint16(b, uint16(len(value)))
	return appendPadded(b, []byte(value))
}

// appendFileHeader appends the section header and the one interface that all packets
// are of.
func appendFileHeader(b []byte) []byte {
	b = appendBlock(b, sectionHeaderBlock, func(b []byte) []byte {
		b = order.AppendUint32(b, byteOrderMagic)
		b = order.AppendUint16(b, 1)              // major version
		b = order.AppendUint16(b, 0)              // minor version
		b = order.AppendUint64(b, math.MaxUint64) // the section's length is not given
		b = appendOption(b, shbUserAppl, "legacytls")
		return appendOption(b, optEnd, "")
	})
	return appendBlock(b, interfaceDescriptionBlock, func(b []byte) []byte {
		b = order.AppendUint16(b, linkTypeRaw)
		b = order.AppendUint16(b, 0) // reserved
		b = order.AppendUint32(b, 0) // no limit of a packet's length
		b = appendOption(b, ifName, "legacytls")
		b = appendOption(b, ifDescription, "what a program read and wrote, in packets that were made up")
		b = appendOption(b, ifTSResol, "\x09") // nanoseconds
		return appendOption(b, optEnd, "")
	})
}

// appendSecrets appends lines of a key log. They are for the packets that follow.
func appendSecrets(b, keyLog []byte) []byte {
	return appendBlock(b, decryptionSecretsBlock, func(b []byte) []byte {
		b = order.AppendUint32(b, tlsKeyLog)
		b = order.AppendUint32(b, uint32(len(keyLog)))
		return appendPadded(b, keyLog)
	})
}

// appendPacket appends a packet of which more bytes were sent than are at hand.
func appendPacket(b []byte, at time.Time, packet []byte, more int, comment string) []byte {
	return appendBlock(b, enhancedPacketBlock, func(b []byte) []byte {
		nanoseconds := uint64(at.UnixNano())
		b = order.AppendUint32(b, 0) // the interface
		b = order.AppendUint32(b, uint32(nanoseconds>>32))
		b = order.AppendUint32(b, uint32(nanoseconds))
		b = order.AppendUint32(b, uint32(len(packet)))
		b = order.AppendUint32(b, uint32(len(packet)+more))
		b = appendPadded(b, packet)
		if comment != "" {
			b = appendOption(b, optComment, comment)
			b = appendOption(b, optEnd, "")
		}
		return b
	})
}
