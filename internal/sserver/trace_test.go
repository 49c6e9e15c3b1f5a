package sserver

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

var update = flag.Bool("update", false, "write what the openssl of this machine says to testdata")

// traceOf returns the trace of what s_server said.
func traceOf(said string) *Trace {
	t := new(Trace)
	t.add([]byte(said))
	return t
}

// requireSameHoweverItIsCut checks that a trace does not depend on how its bytes came.
func requireSameHoweverItIsCut(t *testing.T, said []byte) {
	t.Helper()
	whole := traceOf(string(said))
	for _, size := range []int{1, 2, 7, 64, 1000, maxLine, maxLine + 1} {
		cut := new(Trace)
		for rest := said; len(rest) > 0; rest = rest[min(size, len(rest)):] {
			cut.add(rest[:min(size, len(rest))])
		}
		require.Equal(t, whole.Messages, cut.Messages, "cut into %d", size)
		require.Equal(t, whole.lines, cut.lines, "cut into %d", size)
		require.Equal(t, string(whole.partial), string(cut.partial), "cut into %d", size)
	}
}

const alertDump = "<<< TLS 1.3, Alert [length 0002], warning close_notify\n    01 00\n"

func TestLinesAreDumpsOrText(t *testing.T) {
	t.Parallel()
	handshake := func(raw ...byte) Message { return Message{Type: wire.Handshake, Raw: raw} }
	tests := []struct {
		name, said string
		messages   []Message
		lines      []string
	}{
		{"nothing", "", nil, nil},
		{"text", "one\n\ntwo\n", nil, []string{"one", "", "two"}},
		{"a line that does not end", "one\ntwo", nil, []string{"one"}},
		{"a message", "<<< TLS 1.2, Handshake [length 0004], ServerHelloDone\n    0e 00 00 00\n", []Message{handshake(14, 0, 0, 0)}, nil},
		{"a message of several lines", ">>> TLS 1.2, Handshake [length 0012], Finished\n    14 00 00 0c 01 02 03 04 05 06 07 08 09 0a 0b 0c\n    0D\n",
			[]Message{{true, wire.Handshake, []byte{20, 0, 0, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}}}, nil},
		{"an alert", alertDump, []Message{{false, wire.AlertRecord, []byte{1, 0}}}, nil},
		{"dumps of other kinds", ">>> TLS 1.0, RecordHeader [length 0005]\n    16 03 01 00 31\n<<< ??? [length 0005]\n    16 03 01 00 31\n" +
			">>> TLS 1.3, InnerContent [length 0001]\n    16\n<<< TLS 1.2, ChangeCipherSpec [length 0001]\n    01\n", nil, nil},
		{"what follows a dump of another kind is not of the message before", alertDump + "<<< ??? [length 0001]\n    ff\n", []Message{{false, wire.AlertRecord, []byte{1, 0}}}, nil},
		{"text behind a dump", alertDump + "Protocol version: TLSv1.3\n    01 00\n", []Message{{false, wire.AlertRecord, []byte{1, 0}}}, []string{"Protocol version: TLSv1.3", "    01 00"}},
		{"text that is indented as a dump", alertDump + "    Verify this\n    02\n", []Message{{false, wire.AlertRecord, []byte{1, 0}}}, []string{"    Verify this", "    02"}},
		{"a line of an odd number of digits", alertDump + "    0\n", []Message{{false, wire.AlertRecord, []byte{1, 0}}}, []string{"    0"}},
		{"digits that are not indented", alertDump + "02\n   02\n", []Message{{false, wire.AlertRecord, []byte{1, 0}}}, []string{"02", "   02"}},
		{"an empty line of a dump", "<<< TLS 1.2, Handshake [length 0000]\n    \n    0e\n", []Message{handshake(14)}, nil},
		{"text that looks like the head of a dump", "<<< hello\n>>> TLS 1.2, Handshake [length x]\n >>> TLS 1.2, Handshake [length 0000]\n== TLS 1.2, Handshake [length 0000]\n", nil,
			[]string{"<<< hello", ">>> TLS 1.2, Handshake [length x]", " >>> TLS 1.2, Handshake [length 0000]", "== TLS 1.2, Handshake [length 0000]"}},
		{"the name of a message is not its kind", "<<< TLS 1.2, RecordHeader [length 0001], Handshake [length 0001], Alert \n    01\n", nil, nil},
		{"a message that is not dumped", "<<< TLS 1.2, Handshake [length 0004], ServerHelloDone\ntext\n", []Message{handshake()}, []string{"text"}},
	}
	for _, tc := range tests {
		tc := tc
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			trace := traceOf(tc.said)
			require.Equal(t, tc.messages, trace.Messages)
			require.Equal(t, tc.lines, trace.Lines())
			requireSameHoweverItIsCut(t, []byte(tc.said))
		})
	}
}

func TestATraceIsBounded(t *testing.T) {
	t.Parallel()
	t.Run("messages", func(t *testing.T) {
		t.Parallel()
		trace := traceOf(strings.Repeat("<<< TLS 1.3, Handshake [length 0004], KeyUpdate\n    18 00 00 01\n", maxMessages) + alertDump)
		require.Len(t, trace.Messages, maxMessages)
		require.Len(t, trace.Messages[maxMessages-1].Raw, 4, "the last one gets no bytes of those that are not kept")
		require.Empty(t, trace.Lines(), "nor are these text")
	})
	t.Run("lines", func(t *testing.T) {
		t.Parallel()
		var said strings.Builder
		for i := 0; i < maxLines+2; i++ {
			fmt.Fprintln(&said, "line", i)
		}
		trace := traceOf(said.String())
		require.Len(t, trace.Lines(), maxLines)
		require.Equal(t, "line 0", trace.Lines()[0], "the first ones have the reason")
	})
	t.Run("bytes of a message", func(t *testing.T) {
		t.Parallel()
		trace := traceOf("<<< TLS 1.3, Handshake [length 50000], Certificate\n" + strings.Repeat("    "+strings.Repeat("0b ", 16)+"\n", maxMessage/16+1))
		require.Len(t, trace.Messages[0].Raw, maxMessage)
		require.Empty(t, trace.Lines())
	})
	t.Run("a line that never ends", func(t *testing.T) {
		t.Parallel()
		trace := new(Trace)
		for i := 0; i < 1000; i++ {
			trace.add([]byte(strings.Repeat("x", 1000)))
			require.LessOrEqual(t, len(trace.partial), maxLine)
		}
		require.Less(t, cap(trace.partial), 4*maxLine)
	})
}

// How much of it comes at once is up to the pipes in between.
func TestALongLineIsCutTheSameHoweverItComes(t *testing.T) {
	t.Parallel()
	for _, size := range []int{maxLine - 1, maxLine, maxLine + 1, 3 * maxLine} {
		said := []byte("before\n" + strings.Repeat("x", size) + "\nbehind\n")
		trace := traceOf(string(said))
		require.Equal(t, "before", trace.lines[0])
		require.Equal(t, "behind", trace.lines[len(trace.lines)-1])
		for _, line := range trace.lines {
			require.LessOrEqual(t, len(line), maxLine)
		}
		requireSameHoweverItIsCut(t, said)
	}
}

func TestOnlyTheSummaryEstablishes(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]int{
		"Protocol version: TLSv1.2\n":                     1,
		"Protocol version: TLSv1.2":                       0, // not a line yet
		" Protocol version: TLSv1.2\n":                    0,
		"CONNECTION FAILURE\n":                            0,
		"Protocol version: a\nProtocol version: b\n":      2,
		strings.Repeat("x\n", maxLines) + summary + "x\n": 1, // also when lines are not kept any more
	} {
		got := 0
		trace := Trace{established: func() { got++ }}
		trace.add([]byte(said))
		require.Equal(t, want, got, "%.40q", said)
	}
	traceOf("Protocol version: TLSv1.2\n") // nobody wants to know
}

func TestTheReasonIsTheFirstOfTheErrorQueue(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"":                     "",
		"ERROR\nshutting down": "",
		"80DBF7F2A87F0000:error:0A0000C1:SSL routines:tls_post_process_client_hello:no shared cipher:../ssl/statem/statem_srvr.c:2220:\n": "no shared cipher",
		"140234:error:1417A0C1:SSL routines:tls_post_process_client_hello:no shared cipher:../ssl/statem/statem_srvr.c:2282:\n":           "no shared cipher",
		"ERROR\n1:error:2:a:b:first:c:3:\n1:error:2:a:b:second:c:3:\n":                                                                    "first",
		"1:error:2:a::no function:c:3:\n":   "no function",
		"1:error:2:::no library:c:3:\n":     "no library",
		"1:error:2:a:b:\n":                  "",
		"x:error:2:a:b:not a thread:c:3:\n": "",
		"said 1:error:2:a:b:quoted:c:3:\n":  "",
	} {
		require.Equal(t, want, traceOf(said).Reason(), said)
	}
}

func TestFlowsHaveWhatEachSideSent(t *testing.T) {
	t.Parallel()
	client, server := traceOf("<<< TLS 1.2, Handshake [length 0005], x\n    01 00 00 01 07\n" +
		">>> TLS 1.2, Handshake [length 0004], x\n    0e 00 00 00\n" +
		">>> TLS 1.2, Alert [length 0002], x\n    02 28\n" +
		"<<< TLS 1.2, Alert [length 0002], x\n    01 5a\n" +
		"<<< TLS 1.2, Alert [length 0001], cut off\n    01\n" +
		"<<< TLS 1.2, Alert [length 0003], too long\n    01 02 03\n" +
		"<<< TLS 1.2, Handshake [length 0003], cut off\n    01 02 03\n").Flows()
	require.Equal(t, []wire.Message{{Type: wire.TypeClientHello, Body: []byte{7}, Raw: []byte{1, 0, 0, 1, 7}}}, client.Messages)
	require.Equal(t, []wire.Message{{Type: wire.TypeServerHelloDone, Body: []byte{}, Raw: []byte{14, 0, 0, 0}}}, server.Messages)
	require.Equal(t, []wire.Alert{{Level: 1, Code: 90}}, client.Alerts)
	require.Equal(t, []wire.Alert{{Level: 2, Code: 40}}, server.Alerts)
}

func TestATraceIsToldInOrder(t *testing.T) {
	t.Parallel()
	const got, sent = "<<< TLS 1.2, Handshake [length 0004], x\n", ">>> TLS 1.2, Handshake [length 0004], x\n"
	for said, want := range map[string]string{
		"":                "",
		"one\ntwo\n":      "one\ntwo",
		got + "    01\n":  "got ClientHello",
		sent + "    00\n": "sent HelloRequest",
		sent + "text\n":   "sent a message that is cut off\ntext",
		got + "    01\nERROR\n" + sent + "    02\n" + sent + "    0b\n" + got + "    63\n" + got + "    14\n" + alertDump + ">>> TLS 1.2, Alert [length 0001]\n    02\n": "got ClientHello; sent ServerHello, Certificate; got handshake message of type 99, Finished, alert warning close_notify (0); sent a message that is cut off\nERROR",
	} {
		require.Equal(t, want, traceOf(said).String())
	}
}

func FuzzTrace(f *testing.F) {
	f.Add([]byte(alertDump+"Protocol version: TLSv1.3\n"), 3)
	f.Add([]byte(strings.Repeat("<<< TLS 1.3, Handshake [length 0004], KeyUpdate\n    18 00 00 01\n", maxMessages+1)), 100)
	f.Add([]byte(strings.Repeat("x\n", maxLines+1)), 5)
	f.Add([]byte("<<< ??? [length 0005]\n    16 03 01 00 31\n    Verify\n"), 30)
	f.Add([]byte("<<< TLS 1.2, Handshake [length 0003]\n    0e 0\n    0e\n1:error:2:a:b:c:d"), 41)
	f.Fuzz(func(t *testing.T, said []byte, at int) {
		whole, cut := traceOf(string(said)), new(Trace)
		if at < 0 || at > len(said) {
			at = len(said) / 2
		}
		cut.add(said[:at])
		cut.add(said[at:])
		require.Equal(t, whole.String(), cut.String())
		require.Equal(t, whole.Messages, cut.Messages)

		require.LessOrEqual(t, len(whole.Messages), maxMessages)
		require.LessOrEqual(t, len(whole.lines), maxLines)
		require.LessOrEqual(t, len(whole.partial), maxLine)
		for _, line := range whole.lines {
			require.LessOrEqual(t, len(line), maxLine)
		}
		bytes := 0
		for _, m := range whole.Messages {
			require.LessOrEqual(t, len(m.Raw), maxMessage)
			bytes += len(m.Raw)
		}
		require.LessOrEqual(t, 2*bytes, len(said))
		whole.Reason()
		client, server := whole.Flows()
		ServerName(client)
		Resumed(server)
		Protocol(server)
		ClientChain(client, wire.VersionTLS12)
		ClientChain(client, wire.VersionTLS13)
	})
}
