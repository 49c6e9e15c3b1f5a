package harness

import (
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/legacytls/legacytls/internal/toolchain"
)

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

// Check reports what is wrong with the scenario itself: a name that is not
// readable, no claim, a peer that cannot be, a condition or a boundary that
// does not parse, a build of a known Go release that no rule covers, or a rule
// that can never decide.
func (s Scenario) Check() error {
	findings := []error{s.checkWords()}
	if s.Waiting == "" {
		findings = append(findings, s.checkPeer())
	}
	findings = append(findings, s.checkBoundaries(), checkRules(s.Rules), s.checkCoverage())
	if err := errors.Join(findings...); err != nil {
		return fmt.Errorf("scenario %q: %w", s.Name, err)
	}
	return nil
}

func (s Scenario) checkWords() error {
	if !readableName(s.Name) {
		return errors.New("the name wants lower case words joined by hyphens")
	}
	if s.Claim == "" || s.Source == "" {
		return errors.New("a claim and its source are missing")
	}
	return nil
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
	if err := s.Client.Certificate.validate(); err != nil {
		return err
	}
	switch {
	case s.Target.Addr != "":
		return s.checkTarget()
	case s.GoServer == nil && s.Raw != nil:
		return errors.New("a raw client is the peer of a server under test: set GoServer")
	case s.GoServer == nil:
		return s.Server.Validate()
	case s.Raw != nil:
		return nil
	case s.GoServer.HTTP && (s.PeerGo == "" || s.Client.HTTP == nil):
		return errors.New("the peer of an HTTP server under test is a raw client, or a Go release as HTTP client: set PeerGo and Client.HTTP")
	case s.Client.Resume:
		return errors.New("the client that is the peer of a server under test cannot resume")
	case s.PeerGo != "":
		return nil
	case s.Client.Certificate != "":
		return errors.New("the client that is the peer shows a certificate only if it is a Go release: set PeerGo")
	case s.Client.MinVersion == 0 || s.Client.MaxVersion == 0 || s.Client.CipherSuites == nil:
		return errors.New("the client that is the peer must set MinVersion, MaxVersion and CipherSuites")
	}
	return nil
}

// checkTarget checks a scenario whose server is the caller's own.
func (s Scenario) checkTarget() error {
	if _, _, err := net.SplitHostPort(s.Target.Addr); err != nil {
		return fmt.Errorf("the target wants host:port: %w", err)
	}
	switch {
	case s.GoServer != nil || s.Raw != nil:
		return errors.New("a target is a server, and so is the program under test: set Target or GoServer")
	case s.Server.Name != "" || s.Backend != nil || s.PeerGo != "":
		return errors.New("nothing is played before a target: set Target, or Server with Backend or PeerGo")
	}
	return nil
}

func (s Scenario) checkBoundaries() error {
	var errs []error
	for _, b := range s.Boundaries {
		if v, err := toolchain.ParseVersion(b); err != nil || v.String() != b || v.Lang() == b {
			errs = append(errs, fmt.Errorf("boundary %q: want a full version, for example 1.24.8", b))
		}
	}
	return errors.Join(errs...)
}

func checkRules(rules []Rule) error {
	var errs []error
	for i, r := range rules {
		if err := r.When.Err(); err != nil {
			errs = append(errs, fmt.Errorf("rule %d: %w", i+1, err))
		}
		if r.Want == nil {
			errs = append(errs, fmt.Errorf("rule %d (%s) expects nothing", i+1, r.When))
		}
	}
	return errors.Join(errs...)
}

// checkCoverage finds builds without a rule and rules without a build, in the
// known releases and the scenario's boundaries.
func (s Scenario) checkCoverage() error {
	releases := append([]string(nil), s.Boundaries...)
	for _, release := range toolchain.Releases() {
		releases = append(releases, release.Version.String())
	}
	var errs []error
	used := make([]bool, len(s.Rules))
	for _, release := range releases {
		for _, b := range s.Builds(release) {
			if _, i := s.Rule(b); i >= 0 {
				used[i] = true
			} else {
				errs = append(errs, fmt.Errorf("no rule covers %s", b))
			}
		}
	}
	for i, ok := range used {
		if !ok {
			errs = append(errs, fmt.Errorf("rule %d (%s) never decides about any build", i+1, s.Rules[i].When))
		}
	}
	return errors.Join(errs...)
}
