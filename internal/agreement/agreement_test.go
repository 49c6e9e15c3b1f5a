package agreement_test

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/agreement"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/tshark"
)

// A compared is a connection as both sides read it.
type compared struct {
	harness.Transcript
	tshark.Stream
}

// connect makes a connection to a server that wants a client certificate.
func connect(t *testing.T, p fixtures.Profile, capture *harness.Capture) (harness.Transcript, agreement.Ends) {
	t.Helper()
	p.ClientAuth = tls.RequireAndVerifyClientCert
	s := harness.Start(t, p, harness.WithLines(nil), harness.WithCapture(capture))
	authority, err := certs.Shared()
	require.NoError(t, err)
	cert, err := authority.Issue(certs.Spec{CommonName: "a test client", ForClient: true})
	require.NoError(t, err)

	conn, err := tls.Dial("tcp", s.Addr, &tls.Config{
		RootCAs: s.Roots, ServerName: "localhost", MinVersion: tls.VersionTLS10, Certificates: []tls.Certificate{cert.TLS()},
		CipherSuites: p.Suites, ClientSessionCache: tls.NewLRUClientSessionCache(1), NextProtos: []string{"lines/1"},
	})
	require.NoError(t, err)
	_, err = io.WriteString(conn, "1221\n")
	require.NoError(t, err)
	_, err = bufio.NewReader(conn).ReadString('\n')
	require.NoError(t, err)
	require.NoError(t, conn.Close())
	require.NoError(t, s.Close())
	tr := s.Transcript()
	return tr, agreement.Ends{Client: tr.Remote, Server: s.Addr}
}

// connections are some that both read alike.
func connections(t *testing.T) []compared {
	t.Helper()
	var file bytes.Buffer
	capture, err := harness.NewCapture(&file)
	require.NoError(t, err)
	var all []compared
	var ends []agreement.Ends
	for _, p := range []fixtures.Profile{fixtures.AES128SHAOnly(), fixtures.TLS10ECDHE(), fixtures.TLS12Only(), fixtures.TLS13Only()} {
		tr, of := connect(t, p, capture)
		all, ends = append(all, compared{Transcript: tr}), append(ends, of)
	}
	streams := agreement.Streams(t, file.Bytes())
	for i, of := range ends {
		require.Contains(t, streams, of)
		all[i].Stream = streams[of]
		require.Empty(t, agreement.Differences(all[i].Transcript, all[i].Stream))
		require.Empty(t, agreement.WireDifferences(all[i].Stream))
	}
	return all
}

// notCompared are values that may be anything, with the reason.
var notCompared = map[string]string{
	"checked":                 "tshark does not check a Finished",
	"issuer ":                 "what certificates say is for package certtext, which has its own comparisons",
	"key ":                    "likewise",
	"signature ":              "likewise",
	"O=":                      "likewise; how many authorities there are is compared",
	"certificate_authorities": "bytes; their length is compared in package wire",
}

// A comparison that passes over something would let a broken decoder pass. So each value
// of a transcript is falsified, and the comparison is to say so.
func TestEveryOtherTranscriptIsADifference(t *testing.T) {
	t.Parallel()
	falsified := 0
	for _, c := range connections(t) {
		for i, step := range c.Steps {
			for j, f := range step.Fields {
				for k, value := range f.Values {
					if isNotCompared(f.Name, value) {
						continue
					}
					with := func(values ...string) harness.Transcript { return changed(c.Transcript, i, j, values) }
					require.NotEmpty(t, agreement.Differences(with(replaced(f.Values, k, "something else")...), c.Stream), "%s: %s: %s", step.Name, f.Name, value)
					require.NotEmpty(t, agreement.Differences(with(replaced(f.Values, k)...), c.Stream), "%s: %s without %s", step.Name, f.Name, value)
					falsified++
				}
			}
		}
	}
	require.Greater(t, falsified, 150)
}

func isNotCompared(field, value string) bool {
	for what := range notCompared {
		if field == what || strings.HasPrefix(value, what) && (strings.HasPrefix(field, "certificate ") || field == "authority") {
			return true
		}
	}
	return false
}

// replaced has other values in the place of one.
func replaced(values []string, at int, with ...string) []string {
	return slices.Replace(slices.Clone(values), at, at+1, with...)
}

// changed has other values in a field of a step.
func changed(tr harness.Transcript, step, field int, values []string) harness.Transcript {
	tr.Steps = slices.Clone(tr.Steps)
	tr.Steps[step].Fields = slices.Clone(tr.Steps[step].Fields)
	tr.Steps[step].Fields[field].Values = values
	return tr
}

func TestAStepThatIsMissingOrNotOpenedIsADifference(t *testing.T) {
	sweep.AllOrSkip(t, "starts TShark, as others here do")
	t.Parallel()
	for _, c := range connections(t) {
		for i, step := range c.Steps {
			if step.Record == "tcp" {
				continue
			}
			what := fmt.Sprintf("%s of the %s", step.Name, step.From)
			without := c.Transcript
			without.Steps = slices.Delete(slices.Clone(c.Steps), i, i+1)
			require.NotEmpty(t, agreement.Differences(without, c.Stream), "without %s", what)

			for name, change := range map[string]func(*harness.Step){
				"of another side": func(s *harness.Step) {
					s.From = map[harness.Side]harness.Side{harness.ClientSide: harness.ServerSide, harness.ServerSide: harness.ClientSide}[s.From]
				},
				"longer":             func(s *harness.Step) { s.Length++ },
				"with a problem":     func(s *harness.Step) { s.Problem = "a problem" },
				"of another version": func(s *harness.Step) { s.RecordVersion = "TLS 0.9" },
				"closed":             func(s *harness.Step) { s.Encrypted, s.Opened = true, false },
			} {
				other := c.Transcript
				other.Steps = slices.Clone(c.Steps)
				change(&other.Steps[i])
				require.NotEmpty(t, agreement.Differences(other, c.Stream), "%s %s", what, name)
			}
		}
	}
}

// The bytes are tshark's, so that what is falsified is what tshark reads in them.
func TestWhatPackageWireReadsOtherwiseIsADifference(t *testing.T) {
	t.Parallel()
	for _, c := range connections(t) {
		for i, m := range c.Messages {
			if m.Layer != "handshake" || m.Type == 14 { // an empty one
				continue
			}
			other := c.Stream
			other.Messages = slices.Clone(c.Messages)
			other.Messages[i].Bytes = slices.Clone(m.Bytes)
			other.Messages[i].Bytes[len(m.Bytes)-1] ^= 1
			if !slices.Contains([]int{1, 2, 8, 13}, m.Type) { // of a message with extensions, content is only compared where it is decoded
				require.NotEmpty(t, agreement.WireDifferences(other), "%s", m)
			}
			other.Messages[i].Bytes = m.Bytes[:len(m.Bytes)-1]
			require.NotEmpty(t, agreement.WireDifferences(other), "%s", m)
		}
	}
}
