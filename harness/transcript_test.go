package harness_test

import (
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/sweep"
)

// stepNames are the steps in their order: those of the server in brackets, encrypted ones with a
// star.
func stepNames(tr harness.Transcript) string {
	var names []string
	for _, s := range tr.Steps {
		name := s.Name
		if s.Record == "tcp" {
			name = "TCP:" + name
		}
		if s.Encrypted {
			name += "*"
		}
		if s.From == harness.ServerSide {
			name = "[" + name + "]"
		}
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

// The steps are those of RFC 5246, section 7.3, and RFC 8446, section 2, as each backend takes
// them; all that is encrypted is opened, and both Finished are about this handshake.
func TestATranscriptHasTheStepsOfTheHandshakeOnEachBackend(t *testing.T) {
	t.Parallel()
	const (
		hello    = "ClientHello [ServerHello] [Certificate] "
		finish12 = "change_cipher_spec Finished* [change_cipher_spec] [Finished*] application_data* [application_data*] "
		rsa      = hello + "[ServerHelloDone] ClientKeyExchange " + finish12
		ecdhe    = hello + "[ServerKeyExchange] [ServerHelloDone] ClientKeyExchange " + finish12
		tls13    = "ClientHello [ServerHello] [change_cipher_spec] [EncryptedExtensions*] [Certificate*] [CertificateVerify*] [Finished*] change_cipher_spec Finished* "
	)
	for _, tc := range []struct {
		p        fixtures.Profile
		backends []harness.Backend
		begin    string
	}{
		{fixtures.AES128SHAOnly(), []harness.Backend{harness.Legacy(), harness.CryptoTLS(), opensslBackend(t)}, rsa},
		{fixtures.TLS12Only(), []harness.Backend{harness.Legacy(), harness.CryptoTLS(), opensslBackend(t)}, ecdhe},
		{fixtures.TLS10ECDHE(), []harness.Backend{harness.Legacy()}, ecdhe},
		{fixtures.TLS13Only(), []harness.Backend{harness.CryptoTLS(), opensslBackend(t)}, tls13},
	} {
		for _, b := range tc.backends {
			s, over := watch(t, tc.p, harness.WithBackend(b))
			_, err := ping(s, explicitClient(s))
			require.NoError(t, err)
			tr := next(t, over).Transcript()
			names := stepNames(tr)
			require.True(t, strings.HasPrefix(strings.ReplaceAll(names, "[NewSessionTicket*] ", ""), tc.begin), "%s on %s: %s", tc.p.Name, b.Name(), names)
			requireOpened(t, tr)
			_, after, _ := strings.Cut(names, "[TCP:close]")
			require.NotContains(t, after, "[", "%s on %s: nothing comes after the end", tc.p.Name, b.Name())
		}
	}
}

// The server asks for the second handshake with a HelloRequest, which no Finished is about.
func TestAHandshakeThatTheServerAsksForIsOpenedToo(t *testing.T) {
	t.Parallel()
	s, over := watch(t, profile(fixtures.TLS12Only(), "asks-again", func(p *fixtures.Profile) { p.Quirks.RenegotiateAfter = 1 }))
	config := explicitClient(s)
	config.MaxVersion, config.Renegotiation = tls.VersionTLS12, tls.RenegotiateFreelyAsClient
	conn, err := dial(s, config)
	require.NoError(t, err)
	for i := 0; i < 3; i++ {
		require.NoError(t, echo(conn, "a line"))
	}
	conn.Close()
	tr := next(t, over).Transcript()
	require.Contains(t, stepNames(tr), " [HelloRequest*] ClientHello* ")
	finished := 0
	for _, step := range tr.Steps {
		require.Empty(t, step.Problem, "%s", tr)
		if step.Name == "Finished" {
			require.Equal(t, []string{"as the secrets and the messages make it"}, step.Field("checked"), "%s", tr)
			finished++
		}
	}
	handshakes := strings.Count(stepNames(tr), "ClientHello")
	require.Greater(t, handshakes, 1)
	require.Equal(t, 2*handshakes, finished, "%s", tr)
}

// requireOpened checks that nothing stayed closed, and that both sides saw the same handshake.
func requireOpened(t testing.TB, tr harness.Transcript) {
	t.Helper()
	finished := 0
	for _, s := range tr.Steps {
		require.Empty(t, s.Problem, "%s", tr)
		require.Equal(t, s.Encrypted, s.Opened, "%s", tr)
		if s.Name == "Finished" {
			require.Equal(t, []string{"as the secrets and the messages make it"}, s.Field("checked"), "%s", tr)
			finished++
		}
	}
	require.Equal(t, 2, finished, "%s", tr)
}

func TestATranscriptNamesWhatTheMessagesSay(t *testing.T) {
	t.Parallel()
	s, over := watch(t, fixtures.TLS12Only())
	config := explicitClient(s)
	config.NextProtos = []string{"h2", "http/1.1"}
	conn, err := dial(s, config)
	require.NoError(t, err)
	state := conn.ConnectionState() // what crypto/tls says
	require.NoError(t, echo(conn, "a line of mine"))
	conn.Close()
	tr := next(t, over).Transcript()
	require.Equal(t, "TLS 1.2", tr.Version.Name)
	require.Equal(t, tls.CipherSuiteName(state.CipherSuite), tr.Suite.Name)
	byName := make(map[string]harness.Step)
	for _, step := range tr.Steps {
		byName[step.Name] = step
	}
	require.Equal(t, []string{"localhost"}, byName["ClientHello"].Field("server_name"))
	require.Equal(t, []string{"h2", "http/1.1"}, byName["ClientHello"].Field("application_layer_protocol_negotiation"))
	require.Equal(t, []string{"TLS 1.3", "TLS 1.2", "TLS 1.1", "TLS 1.0"}, byName["ClientHello"].Field("versions"))
	require.Equal(t, []string{"x25519", "secp256r1", "secp384r1", "secp521r1"}, byName["ClientHello"].Field("supported_groups"))
	require.Len(t, byName["ClientHello"].Field("random")[0], 64)
	require.Equal(t, []string{"TLS 1.2"}, byName["ServerHello"].Field("version"))
	require.Equal(t, []string{"x25519"}, byName["ServerKeyExchange"].Field("group"))
	leaf := state.PeerCertificates[0]
	require.Equal(t, []string{
		"subject " + leaf.Subject.String(), "issuer " + "O=legacytls test authority (never trust),CN=legacytls test authority (never trust)", "key RSA 2048",
		"signature " + leaf.SignatureAlgorithm.String(), "valid from " + leaf.NotBefore.UTC().Format("2006-01-02 15:04:05"),
		"to " + leaf.NotAfter.UTC().Format("2006-01-02 15:04:05"), fmt.Sprintf("%d bytes", len(leaf.Raw)),
	}, byName["Certificate"].Field("certificate 1"))
	require.Equal(t, len("a line of mine\n"), byName["application_data"].Length)
	require.Equal(t, []string{"warning close_notify (0)"}, byName["alert"].Field("alert"))
}

// The last word of a server that refuses, and how TCP ended.
func TestATranscriptShowsHowAServerRefuses(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		refusal fixtures.Refusal
		steps   string
	}{
		{fixtures.Refusal{}, "ClientHello [alert] [TCP:close]"},
		{fixtures.Refusal{Kind: fixtures.RefuseClose}, "ClientHello [TCP:close]"},
		{fixtures.Refusal{Kind: fixtures.RefuseReset}, "ClientHello [TCP:reset]"},
	} {
		s, over := watch(t, profile(fixtures.AES128SHAOnly(), "refuses", func(p *fixtures.Profile) { p.Refusal = tc.refusal }))
		_, err := ping(s, &tls12)
		require.Error(t, err)
		tr := next(t, over).Transcript()
		names := strings.TrimSuffix(stepNames(tr), " TCP:close") // the client's end may come in time to be seen, or not
		require.Equal(t, tc.steps, names, "%s", tr)
		require.Contains(t, tr.Error, "none of them AES128-SHA")
	}
}

func TestATranscriptShowsThatAClientReset(t *testing.T) {
	t.Parallel()
	s, over := watch(t, fixtures.TLS12Only())
	conn, err := net.Dial("tcp", s.Addr)
	require.NoError(t, err)
	_, err = conn.Write([]byte{22, 3, 1, 1, 0, 1}) // the beginning of a ClientHello
	require.NoError(t, err)
	eventually(t, func() bool { all := s.Connections(); return len(all) > 0 && len(all[0].Transcript().Steps) > 0 }, "the server has read nothing")
	require.NoError(t, conn.(*net.TCPConn).SetLinger(0))
	conn.Close()
	names := stepNames(next(t, over).Transcript())
	require.True(t, strings.HasPrefix(names, "handshake TCP:reset"), names)
}

// maxColumns is what a ladder has at most.
const maxColumns = 100

func requireFits(t testing.TB, ladder string) {
	t.Helper()
	for _, line := range strings.Split(ladder, "\n") {
		require.LessOrEqual(t, utf8.RuneCountInString(line), maxColumns, "%q", line)
		require.NotContains(t, line, "\x1b")
	}
}

func TestEachLadderOfTheCatalogueFitsATerminal(t *testing.T) {
	t.Parallel()
	for _, p := range sweep.Some(t, 5, fixtures.Catalogue()) {
		if p.Quirks.RefusesHellos() {
			continue // which wait
		}
		p := p
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			s := harness.Start(t, p, harness.WithLines(nil), harness.WithHandshakeTimeout(longest))
			config := explicitClient(s)
			config.ServerName, config.InsecureSkipVerify = strings.Repeat("a-label-of-a-name.", 12)+"example", true
			conn, err := dialWithin(s, config, patience)
			if err == nil {
				conn.Close()
			}
			tr := s.Transcript()
			require.NotEmpty(t, tr.Steps)
			requireFits(t, tr.String())
		})
	}
}

func TestWhatIsNoTLSIsInTheTranscriptToo(t *testing.T) {
	t.Parallel()
	s, over := watch(t, fixtures.TLS12Only())
	conn, err := net.Dial("tcp", s.Addr)
	require.NoError(t, err)
	_, err = conn.Write([]byte("GET / HTTP/1.1\x1b[2J\r\n\r\n"))
	require.NoError(t, err)
	conn.Read(make([]byte, 100)) // until the server has had enough
	conn.Close()
	tr := next(t, over).Transcript()
	require.Equal(t, "bytes that are no record", tr.Steps[0].Name)
	require.Contains(t, tr.Steps[0].Problem, "plaintext HTTP")
	requireFits(t, tr.String())
}

func TestAServerThatNobodyCameToSaysSo(t *testing.T) {
	t.Parallel()
	require.Equal(t, "no connection came to tls12-only on legacy", harness.Start(t, fixtures.TLS12Only()).Transcript().String())
	require.Empty(t, harness.Connection{}.Transcript().Steps)
}

// A connection that carries much has its handshake, its beginning, and the count of the rest.
func TestATranscriptIsBounded(t *testing.T) {
	t.Parallel()
	s, over := watch(t, fixtures.TLS12Only())
	conn, err := dial(s, explicitClient(s))
	require.NoError(t, err)
	const line, times = 1000, 300
	for i := 0; i < times; i++ {
		require.NoError(t, echo(conn, strings.Repeat("x", line-1)))
	}
	conn.Close()
	tr := next(t, over).Transcript()
	shown := 0
	for _, step := range tr.Steps {
		if step.Name == "application_data" {
			shown += step.Length
		}
	}
	require.Greater(t, shown, 16<<10)
	require.Less(t, shown, 2*17<<10)
	require.Greater(t, tr.UnrecordedClient, times*line-17<<10)
	require.Greater(t, tr.UnrecordedServer, times*line-17<<10)
	require.Contains(t, tr.String(), "bytes more, which were not recorded")
}

// A connection may be looked at while it goes on.
func TestATranscriptCanBeTakenAtAnyTime(t *testing.T) {
	t.Parallel()
	s, over := watch(t, fixtures.TLS13Only())
	conn, err := dial(s, explicitClient(s))
	require.NoError(t, err)
	for i := 0; i < 20; i++ {
		done := make(chan harness.Transcript)
		go func() { done <- s.Transcript() }()
		require.NoError(t, echo(conn, "a line"))
		require.False(t, (<-done).Over)
	}
	conn.Close()
	requireOpened(t, next(t, over).Transcript())
}

// docs/transcript.md is the schema.
func TestEachFieldOfTheTranscriptIsDocumented(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../docs/transcript.md")
	require.NoError(t, err)
	s, over := watch(t, fixtures.TLS12Only())
	_, err = ping(s, explicitClient(s))
	require.NoError(t, err)
	text, err := json.Marshal(next(t, over).Transcript())
	require.NoError(t, err)
	var object any
	require.NoError(t, json.Unmarshal(text, &object))
	fields := make(map[string]bool)
	collectFields(object, fields)
	fields["problem"] = true
	require.Greater(t, len(fields), 20)
	for field := range fields {
		require.Contains(t, string(page), "`"+field+"`")
	}
}

// collectFields adds the names of all fields in a JSON value.
func collectFields(value any, into map[string]bool) {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			into[name] = true
			collectFields(inner, into)
		}
	case []any:
		for _, inner := range v {
			collectFields(inner, into)
		}
	}
}
