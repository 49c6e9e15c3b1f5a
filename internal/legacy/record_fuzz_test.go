package legacy

import (
	"bytes"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

// FuzzRecordLayerRead reads arbitrary bytes, before and after the version is
// negotiated, and with each construction of protection.
func FuzzRecordLayerRead(f *testing.F) {
	f.Add(record(22, 0x0301, []byte("hello")), uint8(0))
	f.Add(record(21, 0x0300, []byte{2, 40}), uint8(1))
	f.Add(record(23, 0xffff, nil), uint8(0))
	f.Add(bytes.Repeat(record(23, 0x0303, nil), 40), uint8(0))
	all := constructions()
	for i, c := range all {
		f.Add(record(23, c.version, c.protection(f).seal(nil, c.header(0), []byte("hello"))), uint8(i+1))
	}
	f.Fuzz(func(t *testing.T, sent []byte, which uint8) {
		layer := reading(sent)
		if n := int(which) % (len(all) + 1); n > 0 {
			c := all[n-1]
			layer.setVersion(c.version)
			layer.protectReads(c.protection(t))
		}
		carried, empty := 0, 0
		for {
			_, fragment, err := layer.read()
			if err != nil {
				requireErrorOfReading(t, err)
				return
			}
			require.LessOrEqual(t, len(fragment), maxFragment)
			carried += recordHeaderLength + len(fragment)
			require.LessOrEqual(t, carried, len(sent))
			if empty++; len(fragment) > 0 {
				empty = 0
			}
			require.LessOrEqual(t, empty, maxEmptyRecords)
		}
	})
}

// requireErrorOfReading requires one of the errors that reading promises, with
// an alert that can be sent.
func requireErrorOfReading(t *testing.T, err error) {
	t.Helper()
	switch broken := err.(type) {
	case *Error:
		require.Contains(t, []uint8{alertUnexpectedMessage, alertBadRecordMAC, alertRecordOverflow, alertProtocolVersion}, broken.Alert)
		require.NotEmpty(t, broken.Reason)
	case *wire.ForeignError:
		require.NotEqual(t, wire.Nothing, broken.Kind)
	default:
		require.Contains(t, []error{io.EOF, io.ErrUnexpectedEOF}, err)
	}
}

// FuzzOpen opens arbitrary payloads, one after the other under the same keys.
// Only what was sealed opens.
func FuzzOpen(f *testing.F) {
	all := constructions()
	for i, c := range all {
		f.Add(uint8(i), c.protection(f).seal(nil, c.header(0), []byte("hello")), []byte{})
		f.Add(uint8(i), []byte{}, bytes.Repeat([]byte{7}, 256))
	}
	f.Fuzz(func(t *testing.T, which uint8, first, second []byte) {
		c := all[int(which)%len(all)]
		receiver, sender := c.protection(t), c.protection(t)
		for seq, payload := range [][]byte{first, second} {
			sent := append([]byte(nil), payload...)
			fragment, err := receiver.open(c.header(uint64(seq)), payload)
			if err != nil {
				requireBadMAC(t, err)
				return
			}
			require.Less(t, len(fragment), len(sent))
			resealed := sender.seal(nil, c.header(uint64(seq)), fragment)
			require.LessOrEqual(t, len(resealed), len(sent), "ours is the shortest padding")
		}
	})
}
