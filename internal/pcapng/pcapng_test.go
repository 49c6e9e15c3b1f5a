package pcapng_test

import (
	"bytes"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/pcapng"
	"github.com/legacytls/legacytls/internal/sweep"
)

func TestTheRequestIsInTheClearWithoutAnyOption(t *testing.T) {
	t.Parallel()
	var connections []pcapng.Connection
	var want []string
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		for _, loopback := range []string{"127.0.0.1", "::1"} {
			path := "/" + strings.ReplaceAll(tls.VersionName(version), " ", "")
			c := request(t, loopback, path, &tls.Config{MinVersion: version, MaxVersion: version})
			c.Client = netip.AddrPortFrom(c.Client.Addr(), uint16(50010+len(connections)))
			connections = append(connections, c)
			want = append(want, "https://example.com"+path+"|", "|the answer to "+path)
		}
	}
	file := written(t, connections...)
	requireSound(t, file)
	require.Equal(t, want, fields(t, file, "http", "http.request.full_uri", "http.file_data"))
}

func TestWithoutItsKeysAConnectionStaysEncrypted(t *testing.T) {
	sweep.AllOrSkip(t, "starts TShark, as others here do")
	t.Parallel()
	c := request(t, "127.0.0.1", "/", &tls.Config{MinVersion: tls.VersionTLS13})
	c.KeyLog = nil
	file := written(t, c)
	require.Empty(t, fields(t, file, "http", "frame.number"))
	require.NotEmpty(t, fields(t, file, "tls.app_data", "frame.number"))
}

// Its client splits the request into two records, which the doc says what to do about.
func TestARequestOfTLS10NeedsToBeSaidToBeHTTP(t *testing.T) {
	sweep.AllOrSkip(t, "starts TShark, as others here do")
	t.Parallel()
	c := request(t, "127.0.0.1", "/old", &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS10})
	file := written(t, c)
	require.Empty(t, fields(t, file, "http.request", "frame.number"))
	option := fmt.Sprintf("tls.port==%d,http", c.Server.Port())
	require.Equal(t, "/old\n", tshark(t, file, "-d", option, "-Y", "http.request", "-T", "fields", "-e", "http.request.uri"))
}

func TestAPortOfAnotherProtocolNeedsAnOption(t *testing.T) {
	sweep.AllOrSkip(t, "starts TShark, as others here do")
	t.Parallel()
	c := request(t, "127.0.0.1", "/", &tls.Config{MinVersion: tls.VersionTLS12})
	c.Server = netip.AddrPortFrom(c.Server.Addr(), 44818)
	file := written(t, c)
	require.Empty(t, fields(t, file, "tls", "frame.number"))
	for _, option := range [][]string{{"-o", "tcp.try_heuristic_first:TRUE"}, {"-d", "tcp.port==44818,tls"}} {
		require.NotEmpty(t, tshark(t, file, append(option, "-Y", "http.request")...), option)
	}
}

func TestConnectionsWithTheSameAddressesAreToldApart(t *testing.T) {
	t.Parallel()
	first := request(t, "127.0.0.1", "/first", &tls.Config{MinVersion: tls.VersionTLS13})
	second := request(t, "127.0.0.1", "/second", &tls.Config{MinVersion: tls.VersionTLS13})
	second.Client, second.Server = first.Client, first.Server
	require.Equal(t, []string{"0|/first", "1|/second"}, fields(t, written(t, first, second), "http.request", "tcp.stream", "http.request.uri"))
}

func TestWhatEachSideSaidIsThere(t *testing.T) {
	t.Parallel()
	large := strings.Repeat("legacytls\n", 20_001) // four packets
	c := spoken("a question", large, large, "x")
	file := written(t, c)
	requireSound(t, file)

	var client, server strings.Builder // tshark indents what the server said
	for _, line := range lines(tshark(t, file, "-q", "-z", "follow,tcp,raw,0"))[5:] {
		switch {
		case strings.HasPrefix(line, "="):
		case strings.HasPrefix(line, "\t"):
			server.WriteString(line[1:])
		default:
			client.WriteString(line)
		}
	}
	require.Equal(t, hex.EncodeToString([]byte("a question"+large)), client.String())
	require.Equal(t, hex.EncodeToString([]byte(large+"x")), server.String())
}

func TestPacketsAreThoseOfAConnection(t *testing.T) {
	sweep.AllOrSkip(t, "starts TShark, as others here do")
	t.Parallel()
	c := spoken("question", "answer", "thanks", "", "bye")
	require.Equal(t, []string{
		// time, port, flags, sequence and acknowledgement number, length
		"1000000000.123456789|50001|0x0002|0|0|0",
		"1000000000.123456789|50002|0x0012|0|1|0",
		"1000000000.123456789|50001|0x0010|1|1|0",
		"1000000001.123456789|50001|0x0018|1|1|8",
		"1000000002.123456789|50002|0x0018|1|9|6",
		"1000000003.123456789|50001|0x0018|9|7|6",
		"1000000005.123456789|50002|0x0010|7|15|0", // no answer does it
		"1000000005.123456789|50001|0x0018|15|7|3",
		"1000000005.123456789|50002|0x0010|7|18|0",
		"1000000006.123456789|50002|0x0011|7|18|0",
		"1000000006.123456789|50001|0x0011|18|8|0",
		"1000000006.123456789|50002|0x0010|8|19|0",
	}, conversation(t, c))
}

// conversation returns the packets of a connection, without what a sound one has anyway.
func conversation(t testing.TB, c pcapng.Connection) []string {
	t.Helper()
	file := written(t, c)
	requireSound(t, file)
	return fields(t, file, "tcp", "frame.time_epoch", "tcp.srcport", "tcp.flags", "tcp.seq", "tcp.ack", "tcp.len")
}

func TestTheSideThatEndsSpeaksFirstOfTheEnd(t *testing.T) {
	sweep.AllOrSkip(t, "starts TShark, as others here do")
	t.Parallel()
	cases := []struct {
		name                string
		open, client, reset bool
		want                []string // port and flags of what follows the data
	}{
		{"still open", true, false, false, nil},
		{"closed by the server", false, false, false, []string{"50002|0x0011", "50001|0x0011", "50002|0x0010"}},
		{"closed by the client", false, true, false, []string{"50001|0x0011", "50002|0x0011", "50001|0x0010"}},
		{"reset by the server", false, false, true, []string{"50002|0x0014"}},
		{"reset by the client", false, true, true, []string{"50001|0x0014"}},
	}
	var connections []pcapng.Connection
	for i, tc := range cases {
		c := spoken("question", "answer")
		c.ClientEnded, c.Reset = tc.client, tc.reset
		c.Client = netip.AddrPortFrom(netip.AddrFrom4([4]byte{192, 0, 2, byte(10 + i)}), c.Client.Port())
		if tc.open {
			c.Ended = time.Time{}
		}
		connections = append(connections, c)
	}
	file := written(t, connections...)
	requireSound(t, file)
	got := make([][]string, len(cases))
	for _, packet := range fields(t, file, "tcp", "tcp.stream", "tcp.srcport", "tcp.flags") {
		stream, packet, _ := strings.Cut(packet, "|")
		n, err := strconv.Atoi(stream)
		require.NoError(t, err)
		got[n] = append(got[n], packet)
	}
	for i, tc := range cases {
		require.Equal(t, "50001|0x0010", got[i][5], "the answer is acknowledged")
		require.Equal(t, tc.want, append([]string(nil), got[i][6:]...), tc.name)
	}
}

func TestTimeDoesNotRunBackwards(t *testing.T) {
	sweep.AllOrSkip(t, "starts TShark, as others here do")
	t.Parallel()
	c := spoken("question", "answer")
	c.Chunks[1].At = began.Add(-time.Hour)
	c.Ended = began
	for _, packet := range conversation(t, c)[3:] {
		require.Regexp(t, `^1000000001\.123456789\|`, packet)
	}
}

func TestMissingBytesAreCountedAndNotLost(t *testing.T) {
	t.Parallel()
	c := spoken("question", "answer", "thanks")
	c.Chunks[1].Missing = 100_000
	file := written(t, c)
	requireSound(t, file)
	require.Equal(t, []string{
		// captured length, length, TCP's length, sequence and acknowledgement number
		"48|48|8|1|1|",
		"46|65515|65475|1|9|100000 bytes were not kept",
		"40|34571|34531|65476|9|",
		"46|46|6|9|100007|",
	}, fields(t, file, "tcp.len > 0", "frame.cap_len", "frame.len", "tcp.len", "tcp.seq", "tcp.ack", "frame.comment"))
}

func TestThereIsNoEndOfPacketsForMissingBytes(t *testing.T) {
	sweep.AllOrSkip(t, "starts TShark, as others here do")
	t.Parallel()
	c := spoken("question", "answer", "thanks")
	c.Chunks[1].Missing = 1 << 40
	file := written(t, c)
	requireSound(t, file)
	packets := fields(t, file, "tcp.len > 0", "tcp.len", "tcp.ack", "frame.comment")
	require.Len(t, packets, 259)
	require.Equal(t, "65475|9|1099511627776 bytes were not kept", packets[1])
	require.Equal(t, "6|16777223|", packets[258])
}

func TestAConnectionHasItsComment(t *testing.T) {
	sweep.AllOrSkip(t, "starts TShark, as others here do")
	t.Parallel()
	c := spoken("question")
	c.Comment = "rsa-key-exchange-only, crypto/tls: ›ä‹"
	require.Equal(t, []string{"1|" + c.Comment}, fields(t, written(t, c), "frame.comment", "frame.number", "frame.comment"))
	c.Comment = strings.Repeat("ä", 1<<15)
	require.Equal(t, []string{c.Comment[:1<<16-2]}, fields(t, written(t, c), "frame.comment", "frame.comment"), "as much as an option can have")
}

func TestAddressesAreThoseOfPackets(t *testing.T) {
	sweep.AllOrSkip(t, "starts TShark, as others here do")
	t.Parallel()
	mapped, zoned := spoken(), spoken()
	mapped.Client = netip.MustParseAddrPort("[::ffff:192.0.2.1]:1")
	zoned.Client, zoned.Server = netip.MustParseAddrPort("[fe80::1%eth0]:1"), netip.MustParseAddrPort("[fe80::2%eth0]:2")
	file := written(t, mapped, zoned)
	requireSound(t, file)
	require.Equal(t, []string{"192.0.2.1|192.0.2.2||", "||fe80::1|fe80::2"}, fields(t, file, "tcp.flags == 2", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst"))
}

func TestAConnectionThatCannotBeIsRefused(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		spoil func(*pcapng.Connection)
		want  string
	}{
		{"no address", func(c *pcapng.Connection) { c.Client = netip.AddrPort{} }, "set Client and Server"},
		{"two families", func(c *pcapng.Connection) { c.Client = netip.MustParseAddrPort("[::1]:1") }, "one family expected, got ::1 and 192.0.2.2"},
		{"less than nothing", func(c *pcapng.Connection) { c.Chunks[0].Missing = -1 }, "missing bytes is -1"},
	} {
		c := spoken("question")
		tc.spoil(&c)
		d := &disk{room: 1000}
		w, err := pcapng.NewWriter(d)
		require.NoError(t, err)
		require.ErrorContains(t, w.Write(c), tc.want, tc.name)
		require.Equal(t, 1, d.calls, tc.name)
		require.NoError(t, w.Write(spoken()), "the next one is written")
	}
}

// A disk takes some bytes, and counts the calls.
type disk struct {
	bytes.Buffer
	room, calls int
}

var errFull = errors.New("no space left on device")

func (d *disk) Write(p []byte) (int, error) {
	d.calls++
	if room := d.room - d.Len(); room < len(p) {
		n, _ := d.Buffer.Write(p[:room])
		return n, errFull
	}
	return d.Buffer.Write(p)
}

func TestNothingFollowsHalfAConnection(t *testing.T) {
	t.Parallel()
	d := &disk{room: 1200}
	w, err := pcapng.NewWriter(d)
	require.NoError(t, err)
	require.NoError(t, w.Write(spoken("question", "answer")))
	require.ErrorIs(t, w.Write(spoken("again", "answer")), errFull)

	d.room = 1 << 20
	require.ErrorIs(t, w.Write(spoken("and again", "answer")), errFull)
	require.Equal(t, 1200, d.Len())
}

func TestACaptureWithoutAHeadIsNone(t *testing.T) {
	t.Parallel()
	_, err := pcapng.NewWriter(&disk{})
	require.ErrorIs(t, err, errFull)
}

// A writer that says nothing of the bytes that it did not take.
type forgetful struct{ disk }

func (f *forgetful) Write(p []byte) (int, error) {
	n, _ := f.disk.Write(p)
	return n, nil
}

func TestAShortWriteIsAnError(t *testing.T) {
	t.Parallel()
	_, err := pcapng.NewWriter(&forgetful{disk{room: 10}})
	require.ErrorIs(t, err, io.ErrShortWrite)
}

func TestConnectionsAreWrittenAtOnceEach(t *testing.T) {
	sweep.AllOrSkip(t, "starts TShark, as others here do")
	t.Parallel()
	const connections = 100
	d := &disk{room: 1 << 20}
	w, err := pcapng.NewWriter(d)
	require.NoError(t, err)
	var all sync.WaitGroup
	for i := 0; i < connections; i++ {
		i := i
		all.Add(1)
		go func() {
			defer all.Done()
			c := spoken(strings.Repeat("x", i+1), "answer")
			c.Client = netip.AddrPortFrom(c.Client.Addr(), uint16(1+i))
			if err := w.Write(c); err != nil {
				t.Error(err)
			}
		}()
	}
	all.Wait()
	require.Equal(t, 1+connections, d.calls)

	file := stored(t, d.Bytes())
	requireSound(t, file)
	streams := fields(t, file, "tcp.len > 0 && tcp.dstport == 50002", "tcp.srcport", "tcp.len")
	require.Len(t, streams, connections)
	for _, stream := range streams {
		var port, length int
		_, err := fmt.Sscanf(stream, "%d|%d", &port, &length)
		require.NoError(t, err)
		require.Equal(t, port, length)
	}
}
