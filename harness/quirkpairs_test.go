package harness_test

import (
	"crypto/tls"
	"fmt"
	"io"
	"math/rand"
	"net"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/sweep"
)

// Two quirks that contradict each other are refused by name. With two that do not, a
// server starts, and its connections end, whatever the client makes of them.
func TestAllPairsOfQuirksAreRefusedOrPlayed(t *testing.T) { // not parallel: it counts goroutines
	before := runtime.NumGoroutine()
	certificate := clientCertificate(t)
	pairs := make(chan fixtures.Profile)
	var workers sync.WaitGroup
	for i := 0; i < 16; i++ { // most of the time is that of servers that wait
		workers.Add(1)
		go func() {
			defer workers.Done()
			for p := range pairs {
				if problem := visit(p, certificate); problem != "" {
					t.Errorf("%s: %s", p.Title, problem)
				}
			}
		}()
	}
	for _, p := range pairsOfQuirks(t) {
		pairs <- p
	}
	close(pairs)
	workers.Wait()
	settles(t, before)
}

// pairsOfQuirks are valid profiles with two quirks each.
func pairsOfQuirks(t testing.TB) []fixtures.Profile {
	whole := sweep.All(t, "one pair in 40")
	chosen := rand.New(rand.NewSource(1))
	names := reflect.VisibleFields(reflect.TypeOf(fixtures.Quirks{}))
	var all []fixtures.Profile
	for i, one := range names {
		for _, other := range names[:i] {
			for _, p := range quirkable(t) {
				set(t, &p.Quirks, one.Name)
				set(t, &p.Quirks, other.Name)
				p.Title = p.Name + " with " + other.Name + " and " + one.Name
				if (whole || chosen.Intn(40) == 0) && p.Validate() == nil {
					all = append(all, p)
				}
			}
		}
	}
	return all
}

// quirkable are servers in which every quirk means something, in one or another.
func quirkable(t testing.TB) []fixtures.Profile {
	older := func(p *fixtures.Profile) {
		p.MinVersion, p.ClientAuth, p.StapleOCSP = tls.VersionTLS10, tls.RequestClientCert, true
		p.Suites = append(p.Suites, tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA)
		p.Groups = []tls.CurveID{tls.CurveP256, tls.CurveP384}
	}
	alone := func(p *fixtures.Profile) { p.ClientAuth = tls.RequestClientCert }
	all := []fixtures.Profile{
		profile(fixtures.TLS12Only(), "tls12", older),
		profile(fixtures.TLS13Only(), "tls13", alone),
	}
	for _, p := range all {
		require.NoError(t, p.Validate())
	}
	return all
}

// set sets a quirk, to something that the clients of visit get past where a ClientHello
// is judged.
func set(t testing.TB, q *fixtures.Quirks, name string) {
	field, sets := reflect.ValueOf(q).Elem().FieldByName(name), reflect.ValueOf(settings()).FieldByName(name)
	if !sets.IsZero() {
		field.Set(sets)
		return
	}
	switch field.Interface().(type) {
	case bool:
		field.SetBool(true)
	case []uint16, []tls.CurveID, []tls.SignatureScheme:
		field.Set(reflect.MakeSlice(field.Type(), 1, 1))
		field.Index(0).SetUint(unknown)
	default:
		require.Fail(t, "teach settings the quirk "+name)
	}
}

// unknown is an id that no client sends.
const unknown = 0xfade

// settings are those of the quirks that take more than true, or ids to refuse.
func settings() fixtures.Quirks {
	return fixtures.Quirks{
		RefuseHelloOver: 1 << 15, RefuseVersionOver: tls.VersionTLS12, RequireSecondExtension: 11,
		RequireScheme: tls.PSSWithSHA256, RefuseSuitesOver: 100, Intolerance: fixtures.Refusal{Kind: fixtures.RefuseSilence},
		Banner: "220 ready\r\n", AnswerInstead: "HTTP/1.1 400 Bad Request\r\n\r\n", DelayHandshake: time.Millisecond,
		WarnUnknownServerName: 2, HandshakeRecordSize: 100, WriteSize: 500, WriteDelay: time.Millisecond,
		RecordVersion: tls.VersionTLS10, AlertRecordVersion: tls.VersionTLS10,
		SelectVersion: tls.VersionTLS11, SelectSuite: tls.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA, SelectCompression: 1, SelectALPN: "h2",
		UnsolicitedExtensions: []uint16{15}, OmitExtensions: []uint16{35}, CertificateMessageSize: 1 << 15,
		SelectScheme: tls.ECDSAWithP256AndSHA256, SelectGroup: tls.CurveP521, AlertAfterHandshake: 49, PlainAlertAfterHandshake: 49,
		RenegotiateAfter: 1, EmptyRecords: 2, TruncateAfter: 5,
	}
}

// visit starts a server of p and has two clients speak with it, the second with what the
// first was given to resume. It says what is wrong, "" for nothing.
func visit(p fixtures.Profile, certificate tls.Certificate) string {
	s, err := harness.Serve(bg, p, harness.WithLines(nil), harness.WithHandshakeTimeout(timeFor(p.Quirks)))
	if err != nil {
		return err.Error()
	}
	defer s.Close()
	config := pliantClient(s, certificate)
	for i := 0; i < 2; i++ {
		if err := converse(s, config); isTimeout(err) {
			return fmt.Sprintf("client %d waits in vain: %v", i, err)
		}
	}
	begun := time.Now()
	if err := s.Close(); err != nil {
		return err.Error()
	}
	if took := time.Since(begun); took > patience/2 {
		return fmt.Sprintf("Close took %v", took)
	}
	for _, c := range s.Connections() {
		if c.Err != nil && strings.HasSuffix(c.Err.Error(), "in time") && timeFor(p.Quirks) == patience {
			return c.Err.Error()
		}
	}
	return ""
}

// timeFor is how long a handshake may take: not long where it takes for ever, or hundreds
// of signatures.
func timeFor(q fixtures.Quirks) time.Duration {
	if goesSilent(q) || q.ShortSignature {
		return brief
	}
	return patience
}

// pliantClient is a client that takes what a Go client can be told to take, in a
// ClientHello of more than 511 bytes.
func pliantClient(s *harness.Server, certificate tls.Certificate) *tls.Config {
	config := explicitClient(s)
	config.ServerName, config.InsecureSkipVerify = "unknown.example", true
	config.CurvePreferences = []tls.CurveID{tls.CurveP256, tls.CurveP384, tls.CurveP521}
	config.NextProtos = []string{"h2", strings.Repeat("x", 200), strings.Repeat("y", 200)}
	config.Certificates = []tls.Certificate{certificate}
	config.Renegotiation = tls.RenegotiateFreelyAsClient
	config.ClientSessionCache = tls.NewLRUClientSessionCache(1)
	return config
}

// converse exchanges lines until somebody has enough.
func converse(s *harness.Server, config *tls.Config) error {
	conn, err := dial(s, config)
	if err != nil {
		return err
	}
	defer conn.Close()
	for i := 0; i < 3 && err == nil; i++ {
		err = echo(conn, "are you there?")
	}
	if err == nil {
		conn.CloseWrite()
		_, err = io.Copy(io.Discard, conn)
	}
	return err
}

func isTimeout(err error) bool {
	timeout, ok := err.(net.Error)
	return ok && timeout.Timeout()
}
