package main

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestServeShowsWhetherAClientHadACertificate(t *testing.T) {
	optional := writeProfile(t, "optional.yaml", "base: client-certificate-after-request\nname: optional\nclient-auth: request\n")
	jsonFile := filepath.Join(t.TempDir(), "connections.json")
	s := serve(t, "-json", jsonFile, optional)
	addr, _, roots := s.listening()
	ask := func(certificates ...tls.Certificate) {
		pem, err := os.ReadFile(roots)
		require.NoError(t, err)
		config := &tls.Config{RootCAs: x509.NewCertPool(), Certificates: certificates, Renegotiation: tls.RenegotiateOnceAsClient}
		require.True(t, config.RootCAs.AppendCertsFromPEM(pem))
		client := &http.Client{Transport: &http.Transport{TLSClientConfig: config, DisableKeepAlives: true}}
		response, err := client.Get("https://" + addr)
		require.NoError(t, err)
		response.Body.Close()
	}
	file := filepath.Join(filepath.Dir(roots), "client.pem")
	cert, err := tls.LoadX509KeyPair(file, file)
	require.NoError(t, err)
	ask(cert)
	require.Regexp(t, `^optional connection 1: TLS 1\.2 \S+, client certificate CN=.+$`, s.line())
	ask()
	require.Regexp(t, `^optional connection 2: TLS 1\.2 \S+$`, s.line())
	require.Equal(t, exitOK, s.stop())

	text, err := os.ReadFile(jsonFile)
	require.NoError(t, err)
	events := objects(t, string(text))
	require.Equal(t, "CN="+parsed(t, cert).Subject.CommonName, strings.SplitN(events[1]["client_subject"].(string), ",", 2)[0])
	require.NotContains(t, events[2], "client_subject")
}

func parsed(t *testing.T, cert tls.Certificate) *x509.Certificate {
	t.Helper()
	leaf, err := x509.ParseCertificate(cert.Certificate[0])
	require.NoError(t, err)
	return leaf
}
