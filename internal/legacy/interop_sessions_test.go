package legacy_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/foreign"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/wire"
)

// A resumption is a server and what becomes of the session of a client.
type resumption struct {
	name      string
	tickets   bool // the server issues them
	ids       bool // the server issues session ids
	forgets   bool // the server knows no session any more
	noTicket  bool // the client does not want one
	resumes   bool
	notInSSL3 bool // which has no extensions
}

func resumptions() []resumption {
	return []resumption{
		{name: "by ticket", tickets: true, resumes: true, notInSSL3: true},
		{name: "by id", ids: true, resumes: true},
		{name: "by id, without a ticket", tickets: true, ids: true, noTicket: true, resumes: true},
		{name: "by either", tickets: true, ids: true, resumes: true},
		{name: "not by ticket, without one", tickets: true, noTicket: true},
		{name: "not by ticket, forgotten", tickets: true, forgets: true},
		{name: "not by id, forgotten", ids: true, forgets: true},
		{name: "not at all"},
	}
}

func (r resumption) profile() func(*fixtures.Profile) {
	return func(p *fixtures.Profile) {
		p.MinVersion, p.MaxVersion = wire.VersionSSL30, wire.VersionTLS12
		p.NoSessionTickets, p.SessionIDs, p.Quirks.ForgetSessions = !r.tickets, r.ids, r.forgets
	}
}

// RFC 5246, section 7.3; RFC 5077. Curl never wants a ticket.
func TestSessionsAreResumedAsTheProfileSaysInEachVersion(t *testing.T) {
	sweep.AllOrSkip(t, "resumes sessions in every way in every version")
	t.Parallel()
	eachClient(t, andCurl(), func(t *testing.T, c *foreign.Client) {
		for _, row := range resumptions() {
			if c.Name() == "curl" && !row.noTicket {
				row.noTicket, row.resumes = true, row.resumes && row.ids
			}
			eachVersion(c, rsaCBC, func(version uint16) { requireResumption(t, c, row, version) })
		}
	})
}

func requireResumption(t *testing.T, c *foreign.Client, row resumption, version uint16) {
	t.Helper()
	s := startFor(t, c, pinned(t, version, rsaCBC, row.profile()))
	r := s.request(version)
	r.Resume, r.NoTicket = true, row.noTicket && c.Name() != "curl"
	got := requireConnects(t, c, r)
	want := row.resumes && !(row.notInSSL3 && version == wire.VersionSSL30)
	require.Equal(t, want, got.Resumed, "%s in %s: %s", row.name, wire.VersionName(version), got.Output)
	require.ElementsMatch(t, []bool{false, want}, []bool{s.visit(t).Resumed, s.visit(t).Resumed})
}
