package front

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// The records of these tests, by hand (RFC 5246, sections 6.2.1 and 7.4).
const (
	hello12      = "\x02\x00\x00\x26\x03\x03" + thirtyTwo + "\x00" + "\xc0\x2f" + "\x00"
	hello13      = "\x02\x00\x00\x2e\x03\x03" + thirtyTwo + "\x00" + "\x13\x01" + "\x00" + "\x00\x06" + "\x00\x2b\x00\x02\x03\x04"
	retry13      = "\x02\x00\x00\x2e\x03\x03" + retryRandom + "\x00" + "\x13\x01" + "\x00" + "\x00\x06" + "\x00\x2b\x00\x02\x03\x04"
	certificate  = "\x0b\x00\x00\x03abc"
	done         = "\x0e\x00\x00\x00"
	ticket       = "\x04\x00\x00\x02hi"
	thirtyTwo    = "0123456789abcdef0123456789abcdef"
	ccs          = "\x14\x03\x03\x00\x01\x01"
	alert        = "\x15\x03\x03\x00\x02\x02\x28"
	sealed       = "\x16\x03\x03\x00\x05crypt"
	sealed13     = "\x17\x03\x03\x00\x05crypt"
	retryRandom  = "\xcf\x21\xad\x74\xe5\x9a\x61\x11\xbe\x1d\x8c\x02\x1e\x65\xb8\x91\xc2\xa2\x11\x16\x7a\xbb\x8c\x5e\x07\x9e\x09\xe2\xc8\xa8\x33\x9c"
	firstFlight  = "\x16\x03\x03\x00\x2a" + hello12 + "\x16\x03\x03\x00\x07" + certificate + "\x16\x03\x03\x00\x04" + done
	secondFlight = "\x16\x03\x03\x00\x06" + ticket + ccs + sealed
	flight13     = "\x16\x03\x03\x00\x32" + hello13 + ccs + sealed13
)

// recut returns what goes out when a server writes all of this.
func recut(q fixtures.Quirks, writes ...string) string {
	r := recutter{quirks: q}
	var out []byte
	for _, w := range writes {
		out = append(out, r.add([]byte(w))...)
	}
	return string(out)
}

func TestWithoutAQuirkRecordsStayWhatTheyAre(t *testing.T) {
	t.Parallel()
	for _, sent := range []string{firstFlight + secondFlight, flight13, alert, ""} {
		require.Equal(t, sent, recut(fixtures.Quirks{}, sent))
	}
}

func TestAFlightIsJoined(t *testing.T) {
	t.Parallel()
	joined := "\x16\x03\x03\x00\x35" + hello12 + certificate + done
	require.Equal(t, joined+secondFlight, recut(fixtures.Quirks{OneRecordFlight: true}, firstFlight, secondFlight))
	require.Equal(t, flight13, recut(fixtures.Quirks{OneRecordFlight: true}, flight13))
}

func TestAFlightLongerThanARecordIsJoinedIntoAsFewAsThereCanBe(t *testing.T) {
	t.Parallel()
	long := "\x0b\x00\x80\x00" + strings.Repeat("x", 1<<15)
	var sent []byte
	for _, m := range []string{hello12, long[:1<<14], long[1<<14 : 1<<15], long[1<<15:], done} {
		sent = append(sent, wire.MarshalRecord(wire.Handshake, 0x0303, []byte(m))...)
	}
	flow := wire.DecodeFlow([]byte(recut(fixtures.Quirks{OneRecordFlight: true}, string(sent))))
	require.Equal(t, []int{1 << 14, 1 << 14, len(hello12) + 4 + len(done)}, lengths(flow))
	flow = wire.DecodeFlow([]byte(recut(fixtures.Quirks{OneRecordFlight: true, HandshakeRecordSize: 1<<16 - 1}, string(sent))))
	require.Equal(t, []int{len(hello12) + len(long) + len(done)}, lengths(flow))
}

func lengths(flow *wire.Flow) []int {
	var all []int
	for _, r := range flow.Records {
		all = append(all, r.Length)
	}
	return all
}

func TestARecordIsCut(t *testing.T) {
	t.Parallel()
	const cut = "\x16\x03\x03\x00\x04\x0b\x00\x00\x03" + "\x16\x03\x03\x00\x03abc" + "\x16\x03\x03\x00\x04" + done
	q := fixtures.Quirks{HandshakeRecordSize: 4}
	require.True(t, strings.HasSuffix(recut(q, firstFlight), cut))
	require.Equal(t, alert, recut(q, alert), "which is no handshake record")
	q.OneRecordFlight = true
	const joined = "\x16\x03\x03\x00\x04\x00" + "\x0b\x00\x00" + "\x16\x03\x03\x00\x04\x03abc" + "\x16\x03\x03\x00\x04" + done
	require.True(t, strings.HasSuffix(recut(q, strings.Replace(firstFlight, "\x16\x03\x03\x00\x2a"+hello12, "\x16\x03\x03\x00\x05\x02\x00\x00\x01\x00", 1)), joined))
}

func TestWhatIsEncryptedStaysWhatItIs(t *testing.T) {
	t.Parallel()
	q := fixtures.Quirks{HandshakeRecordSize: 1 << 14, RecordVersion: 0x0301, AlertRecordVersion: 0x0300}
	require.Equal(t, ccs+sealed+alert, recut(q, ccs+sealed+alert))
	require.Equal(t, sealed13+sealed+alert, recut(q, sealed13, sealed+alert))
}

// In TLS 1.3 ChangeCipherSpec means nothing: after that of a HelloRetryRequest a
// ServerHello follows in the clear (RFC 8446, appendix D.4).
func TestChangeCipherSpecOfTLS13ChangesNothing(t *testing.T) {
	t.Parallel()
	retry := "\x16\x03\x03\x00\x32" + retry13
	require.Equal(t, retry, recut(fixtures.Quirks{OneRecordFlight: true}, retry), "the client is to answer it")
	old := func(records string) string { return strings.ReplaceAll(records, "\x16\x03\x03", "\x16\x03\x01") }
	require.Equal(t, old(retry)+ccs+old("\x16\x03\x03\x00\x32"+hello13)+sealed13,
		recut(fixtures.Quirks{RecordVersion: 0x0301}, retry+ccs, "\x16\x03\x03\x00\x32"+hello13+sealed13))
}

// What is in the old field says nothing: it is supported_versions that negotiates TLS 1.3
// (RFC 8446, section 4.1.3), or what a server makes of it.
func TestTheVersionInTheOldFieldIsNotTLS13(t *testing.T) {
	t.Parallel()
	q := fixtures.Quirks{RecordVersion: 0x0301}
	lying := strings.Replace(firstFlight, hello12, "\x02\x00\x00\x26\x03\x04"+hello12[6:], 1)
	require.True(t, strings.HasSuffix(recut(q, lying, secondFlight), ccs+sealed))
	draft := "\x16\x03\x03\x00\x32" + strings.Replace(hello13, "\x03\x04", "\x03\x03", 1)
	require.True(t, strings.HasSuffix(recut(q, draft+ccs+alert), ccs+alert))
	require.True(t, strings.HasSuffix(recut(q, draft+ccs+sealed), ccs+"\x16\x03\x01"+sealed[3:]), "as after a HelloRetryRequest")
}

func TestVersionsInHeaders(t *testing.T) {
	t.Parallel()
	require.Equal(t, strings.ReplaceAll(firstFlight, "\x16\x03\x03", "\x16\x03\x00")+alert, recut(fixtures.Quirks{RecordVersion: 0x0300}, firstFlight+alert))
	require.Equal(t, firstFlight+"\x15\xff\xff\x00\x02\x02\x28", recut(fixtures.Quirks{AlertRecordVersion: 0xffff}, firstFlight+alert))
}

func TestAnEmptyRecordComesFirst(t *testing.T) {
	t.Parallel()
	q := fixtures.Quirks{EmptyHandshakeRecord: true}
	require.Equal(t, "\x16\x03\x03\x00\x00"+firstFlight+secondFlight, recut(q, firstFlight, secondFlight))
	require.Equal(t, alert, recut(q, alert), "there is no ServerHello")
	q.RecordVersion = 0x0301
	require.True(t, strings.HasPrefix(recut(q, firstFlight), "\x16\x03\x01\x00\x00\x16\x03\x01"))
}

// A flight that does not end as it should is sent when the server begins to wait.
func TestAFlightWithoutAnEndIsHeldUntilItIsReleased(t *testing.T) {
	t.Parallel()
	r := recutter{quirks: fixtures.Quirks{OneRecordFlight: true}}
	require.Empty(t, r.add([]byte(strings.TrimSuffix(firstFlight, "\x16\x03\x03\x00\x04"+done))))
	require.Equal(t, "\x16\x03\x03\x00\x31"+hello12+certificate, string(r.release()))
	require.Empty(t, r.release())
	require.Equal(t, "\x16\x03\x03\x00\x04"+done, string(r.add([]byte("\x16\x03\x03\x00\x04"+done))))
	require.Empty(t, r.add([]byte(firstFlight[:60])))
	require.True(t, strings.HasSuffix(string(r.add([]byte(firstFlight[60:]+alert))), done+alert))
}

// FuzzRecutter writes a server's flights in pieces. The messages that go out are those
// that came, how they were written does not matter, and what is encrypted stays what it is.
func FuzzRecutter(f *testing.F) {
	f.Add([]byte(hello12+certificate+done), 1, 0, false, false, uint16(0))
	f.Add([]byte(hello13), 7, 3, true, true, uint16(0x0301))
	f.Add([]byte(retry13+hello13), 300, 1<<16-1, true, false, uint16(0))
	f.Fuzz(func(t *testing.T, messages []byte, pieces, size int, join, empty bool, version uint16) {
		if pieces <= 0 || size < 0 || size > 1<<16-1 || len(messages) > 1<<15 {
			return // none of these can be asked for
		}
		q := fixtures.Quirks{OneRecordFlight: join, HandshakeRecordSize: size, EmptyHandshakeRecord: empty, RecordVersion: version}
		var sent []byte
		for rest := messages; len(rest) > 0; {
			n := min(pieces, len(rest))
			sent = append(sent, wire.MarshalRecord(wire.Handshake, 0x0303, rest[:n])...)
			rest = rest[n:]
		}
		end := []byte(sealed13 + sealed + alert)
		sent = append(sent, end...)

		whole := recut(q, string(sent))
		require.Equal(t, whole, recut(q, cutInPieces(sent, pieces)...))
		require.True(t, strings.HasSuffix(whole, string(end)))
		require.Equal(t, messages, contents(t, []byte(strings.TrimSuffix(whole, string(end))), q))
	})
}

func cutInPieces(b []byte, size int) []string {
	var all []string
	for len(b) > 0 {
		n := min(size, len(b))
		all, b = append(all, string(b[:n])), b[n:]
	}
	return all
}

// contents returns what is in handshake records, and checks their headers.
func contents(t *testing.T, records []byte, q fixtures.Quirks) []byte {
	content := []byte{}
	for r := bytes.NewBuffer(records); r.Len() > 0; {
		header := r.Next(5)
		require.Equal(t, byte(22), header[0])
		if q.RecordVersion != 0 {
			require.Equal(t, []byte{byte(q.RecordVersion >> 8), byte(q.RecordVersion)}, header[1:3])
		}
		length := int(header[3])<<8 | int(header[4])
		if q.HandshakeRecordSize != 0 {
			require.LessOrEqual(t, length, q.HandshakeRecordSize)
		}
		content = append(content, r.Next(length)...)
	}
	return content
}
