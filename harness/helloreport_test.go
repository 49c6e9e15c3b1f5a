package harness_test

import (
	"bufio"
	"crypto/tls"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// infoOf is what crypto/tls, which knows nothing of our decoder, reads in a hello.
func infoOf(t *testing.T, message []byte) *tls.ClientHelloInfo {
	t.Helper()
	near, far := net.Pipe()
	defer near.Close()
	defer far.Close()
	go func() {
		record := append([]byte{22, 3, 1, byte(len(message) >> 8), byte(len(message))}, message...)
		_, _ = far.Write(record)
		_, _ = io.Copy(io.Discard, far)
	}()
	var got *tls.ClientHelloInfo
	_ = tls.Server(near, &tls.Config{GetConfigForClient: func(info *tls.ClientHelloInfo) (*tls.Config, error) {
		got = info
		return nil, io.EOF
	}}).Handshake()
	require.NotNil(t, got)
	return got
}

func idsOf[T ~uint16](values []T) []string {
	var all []string
	for _, v := range values {
		all = append(all, fmt.Sprintf("0x%04x", uint16(v)))
	}
	return all
}

func ids(values []harness.NamedID) []string {
	var all []string
	for _, v := range values {
		all = append(all, v.ID)
	}
	return all
}

// reported is the hello that a server answered.
func reported(t *testing.T, body []byte) harness.HelloReport {
	t.Helper()
	var r harness.HelloReport
	require.NoError(t, json.Unmarshal(body, &r), "%s", body)
	require.Empty(t, r.Problem)
	return r
}

func TestAServerAnswersWhatTheClientOffered(t *testing.T) {
	t.Parallel()
	for _, p := range []fixtures.Profile{fixtures.TLS12Only(), fixtures.Modern()} {
		s := harness.Start(t, p, harness.WithHelloAnswer())
		client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{
			RootCAs: s.Roots, ServerName: "localhost", NextProtos: []string{"http/1.1", "other"}, MinVersion: tls.VersionTLS10,
		}}}
		answer, err := client.Get(s.URL)
		require.NoError(t, err)
		require.Equal(t, "application/json", answer.Header.Get("Content-Type"))
		body, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		client.CloseIdleConnections()

		r := reported(t, body)
		raw, err := hex.DecodeString(r.Raw)
		require.NoError(t, err)
		info := infoOf(t, raw)
		require.Equal(t, "localhost", r.ServerName)
		require.Equal(t, []string{"http/1.1", "other"}, r.ALPN)
		require.Equal(t, info.SupportedProtos, r.ALPN)
		require.Equal(t, idsOf(info.CipherSuites), suiteIDs(r))
		require.Equal(t, idsOf(info.SupportedCurves), ids(r.Groups))
		require.Equal(t, idsOf(info.SignatureSchemes), ids(r.SignatureAlgorithms))
		require.Equal(t, idsOf(info.SupportedVersions), ids(r.Versions))
		require.Equal(t, []string{"TLS 1.3", "TLS 1.2", "TLS 1.1", "TLS 1.0"}, namesOf(r.Versions))
		require.Equal(t, len(raw), r.MessageBytes)
		require.Equal(t, len(raw)+5, r.WireBytes)
		require.Equal(t, 1, r.Records)
		require.Len(t, r.SessionID, 64)
		require.Equal(t, r.Random, hex.EncodeToString(raw[6:38]))
		require.False(t, r.GREASE)
		require.Regexp(t, `^t13d\d{4}h1_[0-9a-f]{12}_[0-9a-f]{12}$`, r.JA4)
		require.Contains(t, string(body), `{"id":"0x1301","name":"TLS_AES_128_GCM_SHA256","openssl":"TLS_AES_128_GCM_SHA256"}`)
		require.Contains(t, string(body), `"name":"server_name","bytes":14,"content":"localhost","data":"000c0000096c6f63616c686f7374"`)
	}
}

func suiteIDs(r harness.HelloReport) []string {
	var all []string
	for _, s := range r.CipherSuites {
		all = append(all, s.ID)
	}
	return all
}

func namesOf(values []harness.NamedID) []string {
	var all []string
	for _, v := range values {
		all = append(all, v.Name)
	}
	return all
}

func TestAHundredClientsAtOnceEachGetTheirOwnHello(t *testing.T) {
	t.Parallel()
	s := harness.Start(t, fixtures.TLS12Only(), harness.WithHelloLines())
	const clients = 100
	errs := make(chan error, clients)
	for i := 0; i < clients; i++ {
		name := fmt.Sprintf("client-%d.test", i)
		go func() { errs <- asksForItsHello(s, name) }()
	}
	for i := 0; i < clients; i++ {
		require.NoError(t, <-errs)
	}
}

// asksForItsHello sends two lines and expects the hello of this connection twice.
func asksForItsHello(s *harness.Server, name string) error {
	config := explicitClient(s)
	config.ServerName, config.InsecureSkipVerify = name, true
	conn, err := dial(s, config)
	if err != nil {
		return err
	}
	defer conn.Close()
	lines := bufio.NewReader(conn)
	for i := 0; i < 2; i++ {
		if _, err := io.WriteString(conn, "who am I?\n"); err != nil {
			return err
		}
		line, err := lines.ReadString('\n')
		if err != nil {
			return err
		}
		var r harness.HelloReport
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			return err
		}
		if r.ServerName != name || !strings.Contains(line, name) {
			return fmt.Errorf("%s was told of %s", name, r.ServerName)
		}
	}
	return nil
}

func TestWhatOpenSSLServesAnswersWithTheHelloToo(t *testing.T) {
	t.Parallel()
	s := harness.Start(t, fixtures.TLS12Only(), harness.WithBackend(opensslBackend(t)), harness.WithHelloLines())
	require.NoError(t, asksForItsHello(s, "behind.test"))
}

// A hello that cannot be read to its end is reported as far as it goes.
func TestAHelloThatIsBrokenIsReportedWithItsProblem(t *testing.T) {
	t.Parallel()
	hello := harness.ClientHello{
		Version: tls.VersionTLS12, CipherSuites: []uint16{0x4a4a, 47}, CompressionMethods: []uint8{0},
		Extensions: []harness.Extension{{ID: 10, Data: []byte{0, 9, 0, 29}}, {ID: 0x7a7a}, {ID: 0x1234, Data: []byte{7}}},
	}
	parsed := harness.ParsedHello(hello.Marshal())
	r := harness.ReportHello(parsed)
	require.Contains(t, r.Problem, "supported_groups")
	require.True(t, r.GREASE)
	require.Equal(t, []harness.SuiteID{{ID: "0x4a4a", Name: "GREASE(0x4a4a)", OpenSSL: "GREASE(0x4a4a)"}, {ID: "0x002f", Name: "TLS_RSA_WITH_AES_128_CBC_SHA", OpenSSL: "AES128-SHA"}}, r.CipherSuites)
	require.Len(t, r.Extensions, 3)
	require.Equal(t, harness.ExtensionReport{ID: "0x7a7a", Name: "GREASE(0x7a7a)", GREASE: true}, r.Extensions[1])
	require.Equal(t, harness.ExtensionReport{ID: "0x1234", Name: "0x1234", Bytes: 1, Data: "07"}, r.Extensions[2])
	require.Empty(t, r.Groups)
	require.Nil(t, r.ALPN)
}

// The log has hellos that nobody answers, when they have come, and those alone.
func TestHellosAreLoggedAsTheyCome(t *testing.T) {
	t.Parallel()
	arrived := make(chan harness.ArrivedHello, 10)
	log := harness.WithHelloLog(func(h harness.ArrivedHello) { arrived <- h })
	silent := profile(fixtures.TLS12Only(), "silent", func(p *fixtures.Profile) { p.Quirks.NeverAnswer = true })
	for _, opt := range []harness.Option{harness.WithBackend(harness.Legacy()), harness.WithBackend(harness.CryptoTLS())} {
		s := harness.Start(t, silent, opt, log)
		raw := rawDial(t, s)
		hello := harness.ClientHello{Version: tls.VersionTLS12, CipherSuites: []uint16{47}, CompressionMethods: []uint8{0}}
		message := hello.Marshal()
		record := append([]byte{22, 3, 1, 0, byte(len(message))}, message...)
		for i := range record { // one byte after the other
			_, err := raw.Write(record[i : i+1])
			require.NoError(t, err)
		}
		got := <-arrived
		require.Equal(t, []uint16{47}, got.Hello.CipherSuites)
		require.Equal(t, raw.LocalAddr().String(), got.Remote)
		require.Equal(t, 1, got.ID)
		raw.Close()
	}
	s := harness.Start(t, fixtures.TLS12Only(), log, harness.WithLines(nil))
	other := rawDial(t, s)
	_, err := other.Write([]byte("GET / HTTP/1.0\r\n\r\n"))
	require.NoError(t, err)
	_, err = io.Copy(io.Discard, other)
	_ = err // however it ends
	_, err = ping(s, explicitClient(s))
	require.NoError(t, err)
	require.Equal(t, 2, (<-arrived).ID, "what is no TLS is not logged")
	require.Empty(t, arrived)
}

// What explanations try is none of the user's connections.
func TestHellosOfOurOwnAreNotLogged(t *testing.T) {
	t.Parallel()
	arrived := make(chan harness.ArrivedHello, 10)
	text := fatal(t, func(tb testing.TB) {
		s := harness.Start(tb, fixtures.AES128SHAOnly(), harness.WithHelloLog(func(h harness.ArrivedHello) { arrived <- h }))
		config := explicitClient(s)
		config.CipherSuites = []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}
		_, err := dial(s, config)
		harness.RequireConnects(tb, s, err)
	})
	require.Contains(t, text, "(tried now)")
	require.Equal(t, 1, (<-arrived).ID)
	require.Empty(t, arrived)
}

// docs/hello.md is what programs that read a hello are written from.
func TestEveryFieldOfAHelloIsDocumented(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../docs/hello.md")
	require.NoError(t, err)
	for _, of := range []any{harness.HelloReport{}, harness.SuiteID{}, harness.NamedID{}, harness.KeyShareOffer{}, harness.ExtensionReport{}} {
		for i, kind := 0, reflect.TypeOf(of); i < kind.NumField(); i++ {
			name, _, _ := strings.Cut(kind.Field(i).Tag.Get("json"), ",")
			require.Contains(t, string(page), "`"+name+"`", "%s.%s", kind.Name(), kind.Field(i).Name)
		}
	}
}
