package harness

import (
	"errors"
	"fmt"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/toolchain"
)

// A Scenario is one claim about Go programs: a peer, the program under test,
// the builds in which it is tried, and what is expected of each.
//
// The program under test is a client of Server, unless GoServer is set.
type Scenario struct {
	Name   string // short and readable, lower case with hyphens
	Claim  string // what the scenario shows, one sentence
	Source string // where the claim comes from: release note, issue, document

	// Server is the profile that the client under test connects to. Client
	// configures that client.
	Server fixtures.Profile
	Client Client

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

	// Settings are the ways in which the program is made and run; none means
	// just the defaults.
	Settings []Settings

	// Rules say what is expected; the first that matches a build decides.
	Rules []Rule
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

// Check reports what is wrong with the scenario itself: a name that is not
// readable, no claim, a condition that does not parse, a build of a known Go
// release that no rule covers, or a rule that can never decide.
func (s Scenario) Check() error {
	var errs []error
	complain := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf("scenario %q: "+format, append([]any{s.Name}, args...)...))
	}
	if !readableName(s.Name) {
		complain("the name wants lower case words joined by hyphens")
	}
	if s.Claim == "" || s.Source == "" {
		complain("a claim and its source are missing")
	}
	if err := s.checkPeer(); err != nil {
		complain("%w", err)
	}
	for i, r := range s.Rules {
		if err := r.When.Err(); err != nil {
			complain("rule %d: %w", i+1, err)
		}
		if r.Want == nil {
			complain("rule %d (%s) expects nothing", i+1, r.When)
		}
	}
	used := make([]bool, len(s.Rules))
	for _, release := range toolchain.Releases() {
		for _, b := range s.Builds(release.Version.String()) {
			if _, i := s.Rule(b); i >= 0 {
				used[i] = true
			} else {
				complain("no rule covers %s", b)
			}
		}
	}
	for i, ok := range used {
		if !ok {
			complain("rule %d (%s) never decides about any build", i+1, s.Rules[i].When)
		}
	}
	return errors.Join(errs...)
}

// readableName reports whether name consists of lower-case words and numbers
// joined by hyphens.
func readableName(name string) bool {
	for _, word := range strings.Split(name, "-") {
		if word == "" || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789.") != "" {
			return false
		}
	}
	return true
}

func (s Scenario) checkPeer() error {
	if s.GoServer == nil {
		return s.Server.Validate()
	}
	if s.PeerGo == "" && (s.Client.MinVersion == 0 || s.Client.MaxVersion == 0 || s.Client.CipherSuites == nil) {
		return errors.New("the client that is the peer must set MinVersion, MaxVersion and CipherSuites")
	}
	if s.Client.Resume || s.Client.Certificate {
		return errors.New("the client that is the peer of a server under test cannot resume, nor show a certificate")
	}
	return nil
}

// CheckScenarios checks each scenario and that no two have the same name.
func CheckScenarios(scenarios []Scenario) error {
	var errs []error
	seen := make(map[string]bool)
	for _, s := range scenarios {
		errs = append(errs, s.Check())
		if seen[s.Name] {
			errs = append(errs, fmt.Errorf("scenario %q: a second scenario with this name", s.Name))
		}
		seen[s.Name] = true
	}
	return errors.Join(errs...)
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
