package wire

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCursorKeepsTheFirstErrorAndThenReadsNothing(t *testing.T) {
	c := newCursor("Finished", []byte{1, 2, 3}, 4)
	require.Equal(t, uint8(1), c.u8("a"))
	inner := c.vector("b", 1) // two bytes announced, one there
	require.EqualError(t, c.err(), "Finished: b at byte 5: length says 2 bytes, 1 left in the message")
	require.Zero(t, c.u8("c"))
	require.Zero(t, inner.u16("d"), "a vector shares the error")
	require.Empty(t, c.u16s("e", 2))
	require.False(t, c.more())
	c.finish("f")
	c.fail("g", "another reason", false)
	require.EqualError(t, c.err(), "Finished: b at byte 5: length says 2 bytes, 1 left in the message")
}

func TestErrorInAVectorStopsTheCursorAroundIt(t *testing.T) {
	c := newCursor("Finished", []byte{1, 9, 7, 7}, 0)
	inner := c.vector("list", 1)
	require.Zero(t, inner.u16("item"))
	require.EqualError(t, c.err(), "Finished: item at byte 1: 2 bytes expected, 1 left in list")
	require.Zero(t, c.u8("next"))
}

func TestCursorReadsBigEndianNumbers(t *testing.T) {
	c := newCursor("Finished", []byte{1, 2, 3, 4, 5, 6, 4, 0, 1, 0, 2}, 0)
	require.Equal(t, uint8(1), c.u8("a"))
	require.Equal(t, uint16(0x0203), c.u16("b"))
	require.Equal(t, 0x040506, c.uint("c", 3))
	require.Equal(t, []uint16{1, 2}, c.u16s("d", 1))
	require.NoError(t, c.err())
}
