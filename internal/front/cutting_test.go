package front

import (
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
)

// cutterOn returns a cutter, and what each of its writes is read from.
func cutterOn(t *testing.T, q fixtures.Quirks) (*cutter, net.Conn) {
	t.Helper()
	server, client := net.Pipe()
	t.Cleanup(func() { server.Close(); client.Close() })
	return newCutter(server, q), client
}

// reads returns what comes, write by write.
func reads(conn net.Conn) <-chan string {
	all := make(chan string, 100)
	go func() {
		defer close(all)
		buffer := make([]byte, 1<<16)
		for {
			n, err := conn.Read(buffer)
			if n > 0 {
				all <- string(buffer[:n])
			}
			if err != nil {
				return
			}
		}
	}()
	return all
}

func TestAFlightIsWrittenALittleAtATime(t *testing.T) {
	t.Parallel()
	c, client := cutterOn(t, fixtures.Quirks{WriteSize: 40})
	come := reads(client)
	n, err := c.Write([]byte(firstFlight))
	require.NoError(t, err)
	require.Equal(t, len(firstFlight), n)
	require.Equal(t, firstFlight[:40], <-come)
	require.Equal(t, firstFlight[40:], <-come)
	_, err = c.Write([]byte(ccs + sealed + sealed + sealed + sealed))
	require.NoError(t, err)
	require.Equal(t, 40, len(<-come), "a write that begins in the clear")
	<-come
	_, err = c.Write([]byte(firstFlight))
	require.NoError(t, err)
	require.Equal(t, firstFlight, <-come, "for what is encrypted nothing is cut")
}

// Without that a server and its client would wait for each other.
func TestAServerThatReadsHasEndedItsFlight(t *testing.T) {
	t.Parallel()
	c, client := cutterOn(t, fixtures.Quirks{OneRecordFlight: true})
	come := reads(client)
	_, err := c.Write([]byte("\x16\x03\x03\x00\x07" + certificate))
	require.NoError(t, err)
	go func() { _, _ = c.Read(make([]byte, 1)) }()
	require.Equal(t, "\x16\x03\x03\x00\x07"+certificate, <-come)
}

func TestAServerThatClosesHasEndedItsFlight(t *testing.T) {
	t.Parallel()
	c, client := cutterOn(t, fixtures.Quirks{OneRecordFlight: true})
	come := reads(client)
	_, err := c.Write([]byte("\x16\x03\x03\x00\x07" + certificate))
	require.NoError(t, err)
	require.NoError(t, c.Close())
	require.Equal(t, "\x16\x03\x03\x00\x07"+certificate, <-come)
	_, err = c.Write([]byte(alert))
	require.Equal(t, io.ErrClosedPipe, err)
}
