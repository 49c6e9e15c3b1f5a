package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// What a Go client shows of old servers, and what try makes of it. The texts of
// clients are those of crypto/tls; Go 1.27 is in all rows.
func TestTryTellsWhatAnOldServerDoes(t *testing.T) {
	needToolchains(t, "1.27.4")
	for target, want := range map[string][]string{
		"aes256-sha256-only": {
			`alert 40 +remote error: tls: handshake failure`,
			`nothing helps +no Go release implements a suite of this server`},
		"dhe-1024-only": {
			`alert 40 +remote error: tls: handshake failure`,
			`cause +no common suite: no Go release implements DHE-RSA-AES256-SHA, `},
		"null-only": {
			`alert 40 +remote error: tls: handshake failure`,
			`cause +no common suite: no Go release implements NULL-SHA256, NULL-SHA, NULL-MD5`},
		"anonymous-only": {
			`alert 40 +remote error: tls: handshake failure`,
			`cause +no common suite: no Go release implements AECDH-AES256-SHA, `},
		"tls10-rsa-key-exchange": {
			`alert 40 +remote error: tls: handshake failure`,
			`cause +no common protocol version: .*; and no common suite: `,
			`works +tls\.Config\.MinVersion of TLS 1\.0 and tls\.Config\.CipherSuites with TLS_RSA_WITH_AES_256_CBC_SHA +\(tried now\)`},
		"ssl3-only": {
			`alert 40 +remote error: tls: handshake failure`,
			`nothing helps +no Go client since 1\.12 offers SSL 3\.0`},
		"sha1-signer": {
			`alert 47 +tls: certificate used with invalid signature algorithm`,
			`sha1-signer: the client ended the handshake with alert illegal_parameter\(47\): tls: certificate used with invalid signature algorithm`,
			`cause +the server signs its key exchange with rsa_pkcs1_sha1 alone`,
			`works +GODEBUG=tlssha1=1, Go 1\.25 to 1\.27 +\(measured with go1\.27\.4\)`},
		"schannel-reset": {
			`refused +read tcp .*: connection reset by peer`,
			`ended by +the server, resetting the TCP connection`},
		"client-certificate-required": {
			`alert 40 +remote error: tls: handshake failure`,
			`cause +the server requires a client certificate`},
		"client-certificate-after-request": {
			`alert 100 +local error: tls: no renegotiation`,
			`client-certificate-after-request: the second handshake failed: `,
			`works +tls\.Config\.Renegotiation of tls\.RenegotiateOnceAsClient and tls\.Config\.Certificates`},
		writeProfile(t, "close.yaml", "base: aes256-sha256-only\nname: closes\nrefusal: {kind: close}\n"): {
			`refused +EOF`,
			`ended by +the server, closing without an alert`},
	} {
		got := legacytls(t, "try", "-go", "1.27", target)
		require.Equal(t, exitUnexpected, got.code, target+got.err)
		for i, line := range want {
			if i == 0 {
				line = `go1\.27\.4 +default +` + line + `$`
			}
			require.Regexp(t, `(?m)^ *`+line, got.out, target)
		}
	}
}

// TLS 1.0 broke with Go 1.18, and RSA key exchange with Go 1.22, whose error hides
// the first.
func TestTryTellsTheTwoBreakagesOfAnOldServerApart(t *testing.T) {
	needToolchains(t, "1.17.13", "1.18.10", "1.22.12")
	got := legacytls(t, "try", "-go", "1.17,1.18,1.22", "tls10-rsa-key-exchange")
	require.Equal(t, exitUnexpected, got.code, got.err)
	require.Regexp(t, `(?m)^go1\.17\.13 +default +connects +TLS 1\.0 AES256-SHA$`, got.out)
	require.Regexp(t, `(?m)^go1\.18\.10 +default +alert 70 +tls: server selected unsupported protocol version 301$`, got.out)
	require.Regexp(t, `(?m)^ *tls10-rsa-key-exchange: the client ended the handshake with alert protocol_version\(70\): tls: server selected`, got.out)
	require.Regexp(t, `(?m)^go1\.22\.12 +default +alert 40 +remote error: tls: handshake failure$`, got.out)
}
