package harness_test

import (
	"crypto/tls"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// BenchmarkWholeCatalogue starts every profile of the catalogue, connects once to
// each, and closes them. The bar: under 1 s on 2 cores, also in a process that has just
// begun, which has to make the keys of its authorities.
//
// Servers that stay silent or take their time are not in ns/op: they cost as long as
// their client has patience (shortPatience), which waiting-ms/op counts apart. Of the
// servers/op that are in it, connected/op had a conversation. The others have what no Go
// client has, or behave as none puts up with; their connections count up to that end.
func BenchmarkWholeCatalogue(b *testing.B) {
	b.Run("NewKeys", func(b *testing.B) {
		meetEverybody(b, func() *certs.Authority {
			authority, err := certs.NewAuthority(certs.AuthoritySpec{})
			require.NoError(b, err)
			return authority
		})
	})
	b.Run("KnownKeys", func(b *testing.B) {
		shared, err := certs.Shared()
		require.NoError(b, err)
		meetEverybody(b, func() *certs.Authority { return shared })
	})
}

// meetEverybody makes a round of the catalogue per iteration.
func meetEverybody(b *testing.B, authority func() *certs.Authority) {
	answering, waiting := byPatience(fixtures.Catalogue())
	connected, waited := 0, time.Duration(0)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		of := authority()
		connected += meetAll(b, answering, of, patience)
		b.StopTimer()
		start := time.Now()
		meetAll(b, waiting, of, shortPatience)
		waited += time.Since(start)
		b.StartTimer()
	}
	b.StopTimer()
	b.ReportMetric(float64(len(answering)), "servers/op")
	b.ReportMetric(float64(connected)/float64(b.N), "connected/op")
	b.ReportMetric(waited.Seconds()*1000/float64(b.N), "waiting-ms/op")
}

// shortPatience is that of clients of servers that do not answer.
const shortPatience = 50 * time.Millisecond

// byPatience tells the servers that answer at once from those that do not, whatever
// the client says.
func byPatience(all []fixtures.Profile) (answering, waiting []fixtures.Profile) {
	for _, p := range all {
		if p.Quirks.NeverAnswer || p.Quirks.DelayHandshake > shortPatience {
			waiting = append(waiting, p)
			continue
		}
		answering = append(answering, p)
	}
	return answering, waiting
}

// meetAll starts all servers, connects to each, and closes them. It returns how many
// had a conversation.
func meetAll(b *testing.B, profiles []fixtures.Profile, authority *certs.Authority, within time.Duration) int {
	connected := 0
	for _, p := range profiles {
		s, err := harness.Serve(bg, p, harness.WithAuthority(authority), harness.WithLines(nil))
		if err != nil {
			b.Fatal(err)
		}
		defer s.Close()
		err = meet(b, s, authority, within)
		if within == patience && errors.Is(err, os.ErrDeadlineExceeded) {
			b.Fatalf("%s does not answer: %v", p.Name, err)
		}
		if err == nil {
			connected++
		}
	}
	return connected
}

// meet exchanges a line with s, as a client does that knows it: with the versions, the
// suites and the groups that it has, none of the newer ones that it may not stand.
func meet(b *testing.B, s *harness.Server, authority *certs.Authority, within time.Duration) error {
	p, config := s.Profile, explicitClient(s)
	config.MaxVersion = max(p.MaxVersion, tls.VersionTLS10) // no client is older
	if p.Family == fixtures.Intolerant {
		config.MaxVersion = tls.VersionTLS12
	}
	if suites := without(goSuites(), without(goSuites(), p.Suites)); len(suites) > 0 {
		config.CipherSuites = suites // those that both have
	}
	if len(p.Groups) > 0 {
		config.CurvePreferences = p.Groups
	}
	if p.ClientAuth != tls.NoClientCert {
		config.Certificates = []tls.Certificate{issueClient(b, authority)}
	}
	config.Renegotiation = tls.RenegotiateFreelyAsClient
	conn, err := dialWithin(s, config, within)
	if err != nil {
		return err
	}
	defer conn.Close()
	return echo(conn, "are you there?")
}
