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
	log := NewServeLog(&text, &lines)
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

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestAServeLogReportsTheFirstLineThatCannotBeWritten(t *testing.T) {
	log := NewServeLog(nil, full{})
	log.Begin([]Listening{{Addr: "127.0.0.1:1"}, {Addr: "127.0.0.1:2"}})
	select {
	case err := <-log.Failed():
		require.EqualError(t, err, "no space left")
	default:
		require.Fail(t, "the error is not reported")
	}
}
