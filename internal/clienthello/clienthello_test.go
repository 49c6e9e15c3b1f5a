package clienthello_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/clienthello"
	"github.com/legacytls/legacytls/internal/wire"
)

// A said connection is what a client said, and no more.
type said struct {
	net.Conn
	io.Reader
}

func (s said) Read(p []byte) (int, error) { return s.Reader.Read(p) }

// hello is a ClientHello in records of this many bytes.
func hello(fragment int) []byte {
	var sent []byte
	message := (&wire.ClientHello{Version: wire.VersionTLS12, CipherSuites: []uint16{0x002f}, CompressionMethods: []uint8{0}}).Marshal()
	for len(message) > 0 {
		n := fragment
		if n > len(message) {
			n = len(message)
		}
		sent, message = append(sent, wire.MarshalRecord(wire.Handshake, wire.VersionTLS10, message[:n])...), message[n:]
	}
	return sent
}

func TestAClientHelloIsReadAndGivenAgain(t *testing.T) {
	t.Parallel()
	for _, fragment := range []int{1, 3, 4, 20, 1000} {
		sent := append(hello(fragment), "and more"...)
		for _, r := range []io.Reader{bytes.NewReader(sent), iotest.OneByteReader(bytes.NewReader(sent)), iotest.DataErrReader(bytes.NewReader(sent))} {
			got, again, err := clienthello.Read(said{Reader: r})
			require.NoError(t, err)
			require.Equal(t, []uint16{0x002f}, got.CipherSuites)
			all, err := io.ReadAll(again)
			require.NoError(t, err)
			require.Equal(t, sent, all)
		}
	}
}

// The next record may never come.
func TestNothingIsReadBehindTheClientHello(t *testing.T) {
	t.Parallel()
	never := iotest.ErrReader(errors.New("read too far"))
	_, again, err := clienthello.Read(said{Reader: io.MultiReader(bytes.NewReader(hello(7)), never)})
	require.NoError(t, err)
	_, err = io.ReadAll(again)
	require.ErrorContains(t, err, "read too far", "and it is not lost")
}

func TestWhatCannotBecomeAClientHelloIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	never := iotest.ErrReader(errors.New("read too far"))
	endless := "\x16\x03\x01\x00\x04\x01\xff\xff\xff" + strings.Repeat("\x16\x03\x01\x40\x00"+strings.Repeat("\x00", 1<<14), 4)
	for _, sent := range []string{
		"GET / HTTP/1.1\r\n\r\n",
		"\x15\x03\x01\x00\x02\x02\x28",         // an alert
		"\x16\x03\x01\x00\x04\x02\x00\x00\x00", // a ServerHello
		"\x16\x03\x01\x00\x04\x01\x00\x00\x00", // a ClientHello of nothing
		endless,
	} {
		got, again, err := clienthello.Read(said{Reader: io.MultiReader(bytes.NewReader([]byte(sent)), never)})
		require.Nil(t, got)
		require.Error(t, err)
		require.NotContains(t, err.Error(), "read too far")
		all, _ := io.ReadAll(again)
		require.Equal(t, sent, string(all))
	}
}

func TestAClientThatGoesAwayIsReported(t *testing.T) {
	t.Parallel()
	sent := hello(1000)
	for _, n := range []int{0, 1, 5, 30} {
		_, again, err := clienthello.Read(said{Reader: bytes.NewReader(sent[:n])})
		require.ErrorIs(t, err, io.EOF)
		all, err := io.ReadAll(again)
		require.NoError(t, err)
		require.Equal(t, sent[:n], append([]byte{}, all...))
	}
}
