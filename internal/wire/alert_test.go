package wire_test

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"strings"
	"testing"

	"github.com/legacytls/legacytls/internal/wire"
	"github.com/stretchr/testify/require"
)

// Each case is a refusal between crypto/tls and crypto/tls. The side that gets
// the alert prints it in its error.
func TestAlertOnTheWireIsTheOneInTheOtherSidesError(t *testing.T) {
	cases := []struct {
		name           string
		client, server tls.Config
		byClient       bool
		want           wire.Alert
	}{
		{
			name:   "no suite in common",
			client: tls.Config{MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_GCM_SHA256}},
			server: tls.Config{CipherSuites: []uint16{tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384}},
			want:   wire.Alert{Level: 2, Code: 40},
		},
		{
			name:   "no version in common",
			client: tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11},
			server: tls.Config{MinVersion: tls.VersionTLS12},
			want:   wire.Alert{Level: 2, Code: 70},
		},
		{
			name:   "no protocol in common, TLS 1.3",
			client: tls.Config{NextProtos: []string{"h2"}},
			server: tls.Config{NextProtos: []string{"smtp"}},
			want:   wire.Alert{Level: 2, Code: 120},
		},
		{
			name:     "certificate of an unknown authority",
			client:   tls.Config{MaxVersion: tls.VersionTLS12, RootCAs: x509.NewCertPool()},
			byClient: true,
			want:     wire.Alert{Level: 2, Code: 42},
		},
	}
	for i := range cases {
		tc := &cases[i]
		t.Run(tc.name, func(t *testing.T) {
			c := converse(t, &tc.client, &tc.server)
			sender, told := c.serverSent, c.clientErr
			if tc.byClient {
				sender, told = c.clientSent, c.serverErr
			}
			flow := wire.DecodeFlow(sender)
			require.NoError(t, flow.Err)
			require.Equal(t, []wire.Alert{tc.want}, flow.Alerts)

			require.Error(t, told)
			_, text, ok := strings.Cut(told.Error(), "remote error: ")
			require.True(t, ok, told)
			code, ok := wire.AlertByGoText(text)
			require.True(t, ok, text)
			require.Equal(t, tc.want.Code, code)
		})
	}
}

func TestEncryptedAlertsAreNotRead(t *testing.T) {
	// In TLS 1.3 the client has keys when it refuses the certificate.
	c := converse(t, &tls.Config{RootCAs: x509.NewCertPool()}, &tls.Config{})
	require.ErrorContains(t, c.serverErr, "remote error")
	flow := wire.DecodeFlow(c.clientSent)
	require.NoError(t, flow.Err)
	require.Empty(t, flow.Alerts)

	// In TLS 1.2 the record type of the close_notify at the end shows.
	c = converse(t, &tls.Config{MaxVersion: tls.VersionTLS12}, &tls.Config{})
	require.NoError(t, c.serverErr)
	flow = wire.DecodeFlow(c.clientSent)
	require.NoError(t, flow.Err)
	require.Equal(t, wire.AlertRecord, flow.Records[len(flow.Records)-1].Type)
	require.Empty(t, flow.Alerts)
}

func TestAlertInTheClearIsReadEvenAfterChangeCipherSpec(t *testing.T) {
	flow := wire.DecodeFlow([]byte("\x14\x03\x03\x00\x01\x01" + "\x15\x03\x03\x00\x02\x02\x14"))
	require.NoError(t, flow.Err)
	require.Equal(t, []wire.Alert{{Level: 2, Code: 20}}, flow.Alerts)
}

func TestSeveralAlertsInOneRecord(t *testing.T) {
	flow := wire.DecodeFlow([]byte("\x15\x03\x01\x00\x04\x01\x70\x02\x28"))
	require.NoError(t, flow.Err)
	require.Equal(t, []wire.Alert{{Level: 1, Code: 112}, {Level: 2, Code: 40}}, flow.Alerts)
	require.Equal(t, "warning unrecognized_name (112)", flow.Alerts[0].String())
	require.Equal(t, "fatal handshake_failure (40)", flow.Alerts[1].String())
}

func TestHalfAnAlertIsAnErrorThatSaysWhere(t *testing.T) {
	flow := wire.DecodeFlow([]byte("\x15\x03\x01\x00\x02\x01\x70" + "\x15\x03\x01\x00\x01\x02"))
	require.Equal(t, []wire.Alert{{Level: 1, Code: 112}}, flow.Alerts)
	require.EqualError(t, flow.Err, "record 1: alert at byte 12: 2 bytes expected for each alert, the record has 1")
}

func TestAlertsOfOldServersHaveOddRecordVersions(t *testing.T) {
	for _, version := range []string{"\x00\x00", "\x03\x00", "\x04\x00", "\xff\xff"} {
		flow := wire.DecodeFlow([]byte("\x15" + version + "\x00\x02\x02\x28"))
		require.NoError(t, flow.Err)
		require.Equal(t, []wire.Alert{{Level: 2, Code: 40}}, flow.Alerts)
	}
}

func TestUnknownAlertHasItsNumberAsName(t *testing.T) {
	require.Equal(t, "alert_123", wire.AlertName(123))
	require.Equal(t, "level 7 alert_123 (123)", wire.Alert{Level: 7, Code: 123}.String())
}

func TestAlertByGoTextReadsNumbers(t *testing.T) {
	// Go up to 1.13 has no text for these and others.
	for code := 0; code <= 255; code++ {
		got, ok := wire.AlertByGoText(fmt.Sprintf("alert(%d)", code))
		require.True(t, ok)
		require.Equal(t, uint8(code), got)
	}
	for _, text := range []string{"", "alert", "alert()", "alert(256)", "alert(-1)", "alert(40", "40", "handshake_failure", "EOF", "tls: "} {
		_, ok := wire.AlertByGoText(text)
		require.False(t, ok, text)
	}
}
