package harness

import "github.com/legacytls/legacytls/fixtures"

// A Scenario is one claim about Go programs: a peer, the program under test,
// the builds in which it is tried, and what is expected of each.
//
// The program under test is a client of Server or Target, unless GoServer is set.
type Scenario struct {
	Name   string // short and readable, lower case with hyphens
	Claim  string // what the scenario shows, one sentence
	Source string // where the claim comes from: release note, issue, document

	// Server is the profile that the client under test connects to. Client
	// configures that client.
	Server fixtures.Profile
	Client Client

	// Target, if its Addr is set, is a server of the caller's own that the client under test
	// connects to instead of Server, which is zero then: a TLS server in the test itself,
	// whose old clients are to go on, or a [Server] with options of its own ([TargetOf]). It
	// must run for as long as the scenario does.
	Target Target

	// Backend, if not nil, plays Server; otherwise [DefaultBackend] does.
	Backend Backend

	// GoServer, if not nil, makes the build under test the server, with this
	// configuration. Client is then the peer, a client in the harness's own
	// process whose MinVersion, MaxVersion and CipherSuites must be set,
	// because its defaults would depend on the harness. Server is not used.
	GoServer *GoServer

	// PeerGo, if not empty, makes the peer of the build under test a program
	// built by that Go release with its defaults, for example "1.20": the way
	// to a peer that only an old Go can be.
	PeerGo string

	// Raw, if not nil, is the peer of a server under test instead of Client.
	Raw *RawClient

	// Boundaries are the patch releases, as full versions, between which the
	// claim begins or ends. They are run if [Matrix.Boundaries] asks for it.
	Boundaries []string

	// Waiting, if not empty, says what the scenario waits for before it can be
	// run, for example a peer that no backend can play yet. It has no cells
	// until then; Server may be zero.
	Waiting string

	// Settings are the ways in which the program is made and run; none means
	// just the defaults.
	Settings []Settings

	// Rules say what is expected; the first that matches a build decides.
	Rules []Rule
}

// needsHTTP reports whether the program under test speaks HTTP.
func (s Scenario) needsHTTP() bool {
	if s.GoServer != nil {
		return s.GoServer.HTTP
	}
	return s.Client.HTTP != nil
}

// Role returns the side that the build under test is on.
func (s Scenario) Role() Side {
	if s.GoServer != nil {
		return ServerSide
	}
	return ClientSide
}

// Builds returns the cells of the scenario under a Go release (a full version).
func (s Scenario) Builds(release string) []Build { return buildsOf(release, s.Settings) }

// Rule returns the rule that decides about b, and its index, or nil and -1.
func (s Scenario) Rule(b Build) (*Rule, int) {
	for i := range s.Rules {
		if s.Rules[i].When.Matches(b) {
			return &s.Rules[i], i
		}
	}
	return nil, -1
}

// buildsOf combines a release with settings and leaves out what cannot be built.
func buildsOf(release string, settings []Settings) []Build {
	if len(settings) == 0 {
		settings = []Settings{{}}
	}
	var builds []Build
	for _, s := range settings {
		if b := (Build{Go: release, Settings: s}); b.possible() {
			builds = append(builds, b)
		}
	}
	return builds
}
