package report

import (
	"bytes"
	"crypto/tls"
	"errors"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

func TestConnectionsWaitUntilTheServersAreAnnounced(t *testing.T) {
	var text, lines bytes.Buffer
	log := NewServeLog(&text, &lines, Details{})
	logged := make(chan struct{})
	go func() {
		log.Connection(fixtures.Modern(), "crypto/tls")(harness.Connection{ID: 1, Established: true, State: harness.State{Version: tls.VersionTLS12, Suite: 0xC02F}})
		close(logged)
	}()
	for i := 0; i < 1000; i++ {
		runtime.Gosched() // every chance to be first
	}
	log.Begin([]Listening{{Addr: "127.0.0.1:1", Profile: "modern", Backend: "crypto/tls", Roots: "/tmp/ca.pem"}})
	<-logged
	log.Begin([]Listening{{Addr: "127.0.0.1:2", Profile: "never", Backend: "crypto/tls"}})
	require.Equal(t, "listening 127.0.0.1:1 profile=modern backend=crypto/tls roots=/tmp/ca.pem\n"+
		"modern connection 1: TLS 1.2 ECDHE-RSA-AES128-GCM-SHA256\n", text.String())
	events := strings.SplitAfter(strings.TrimSpace(lines.String()), "\n")
	require.Len(t, events, 2)
	require.Contains(t, events[0], `"event":"listening"`)
	require.Contains(t, events[1], `"event":"connection"`)
	require.Contains(t, events[1], `"suite":"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"`)
}

func TestWhatABackendSaysOfAConnectionStandsBelowItsLineIfItFailed(t *testing.T) {
	connected := harness.Connection{ID: 1, Log: "one\ntwo", Over: true, Established: true, State: harness.State{Version: tls.VersionTLS12, Suite: 0xC02F}}
	failed := harness.Connection{ID: 2, Log: "one\ntwo", Over: true, Err: errors.New("OpenSSL: no shared cipher")}
	failedLater := connected
	failedLater.ID, failedLater.Err = 3, errors.New("OpenSSL: unexpected message")
	var text, lines bytes.Buffer
	log := NewServeLog(&text, &lines, Details{})
	log.Begin(nil)
	for _, c := range []harness.Connection{connected, failed, failedLater, {ID: 4, Over: true, Err: errors.New("it is ours")}} {
		log.Connection(fixtures.Modern(), "openssl")(c)
	}
	const said = "\n    server's log  one\n                  two\n"
	require.Regexp(t, `^modern connection 1: TLS 1\.2 \S+\n`+
		`modern connection 2: .*`+said+
		`modern connection 3: .*`+said+
		`modern connection 4: .*\n$`, text.String())
	events := strings.Split(strings.TrimSpace(lines.String()), "\n")
	for i, has := range []bool{true, true, true, false} {
		require.Equal(t, has, strings.Contains(events[i], `"log":"one\ntwo"`), events[i])
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestAServeLogReportsTheFirstLineThatCannotBeWritten(t *testing.T) {
	log := NewServeLog(nil, full{}, Details{})
	log.Begin([]Listening{{Addr: "127.0.0.1:1"}, {Addr: "127.0.0.1:2"}})
	select {
	case err := <-log.Failed():
		require.EqualError(t, err, "no space left")
	default:
		require.Fail(t, "the error is not reported")
	}
}
