package sserver

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Abilities are what an openssl can do. All of it was asked of the command itself.
type Abilities struct {
	Version string // as openssl version prints it: "OpenSSL 3.0.19 27 Jan 2026"

	options  map[string]bool            // of s_server, such as "-no_ems"
	suites   map[uint16]map[uint16]bool // by version, what openssl ciphers -s lists
	groups   map[tls.CurveID]string     // with the names that it takes
	versions map[uint16]bool            // in which it has answered a ClientHello
}

// oldest is the oldest OpenSSL that plays profiles: the first with the suites of TLS 1.3 as an
// option of their own, and with all that is said of a handshake.
const oldest = "1.1.1"

// ErrNotOpenSSL is wrapped by the errors of commands that are no OpenSSL, or one that is too
// old.
var ErrNotOpenSSL = errors.New("not an OpenSSL that can play profiles")

// everything is a list of all suites.
const everything = "ALL:COMPLEMENTOFALL:@SECLEVEL=0"

// Ask asks the openssl of s what it can do. It starts a server on listen, which is reached at
// addr, to see which versions it answers in.
func Ask(ctx context.Context, s *Supervisor, listen, addr string) (*Abilities, error) {
	a := &Abilities{groups: make(map[tls.CurveID]string), suites: make(map[uint16]map[uint16]bool), versions: make(map[uint16]bool)}
	for _, ask := range []func(context.Context, *Supervisor) error{a.askVersion, a.askOptions, a.askSuites, a.askGroups} {
		if err := ask(ctx, s); err != nil {
			return nil, err
		}
	}
	if err := a.tryVersions(ctx, s, listen, addr); err != nil {
		return nil, err
	}
	return a, nil
}

func (a *Abilities) askVersion(ctx context.Context, s *Supervisor) error {
	text, err := s.Run(ctx, "version")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotOpenSSL, err)
	}
	a.Version, _, _ = strings.Cut(strings.TrimSpace(text), " (Library:")
	name, rest, _ := strings.Cut(a.Version, " ")
	number, _, _ := strings.Cut(rest, " ")
	if name != "OpenSSL" {
		return fmt.Errorf("%w: it calls itself %.60q, not OpenSSL", ErrNotOpenSSL, a.Version)
	}
	if older(number, oldest) {
		return fmt.Errorf("%w: it is OpenSSL %s, and the oldest that can is %s", ErrNotOpenSSL, number, oldest)
	}
	return nil
}

// older compares the numbers of two versions; letters behind them are patches.
func older(version, than string) bool {
	one, other := strings.Split(version, "."), strings.Split(than, ".")
	for i := range other {
		if i >= len(one) {
			return true
		}
		n, m := leadingNumber(one[i]), leadingNumber(other[i])
		if n != m {
			return n < m
		}
	}
	return false
}

func leadingNumber(s string) int {
	digits := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if digits < 0 {
		digits = len(s)
	}
	n, _ := strconv.Atoi(s[:digits])
	return n
}

var option = regexp.MustCompile(`(?m)^ +(-[A-Za-z0-9_]+)`)

func (a *Abilities) askOptions(ctx context.Context, s *Supervisor) error {
	text, err := s.Run(ctx, "s_server", "-help")
	a.options = make(map[string]bool)
	for _, m := range option.FindAllStringSubmatch(text, -1) {
		a.options[m[1]] = true
	}
	if !a.options["-msgfile"] || !a.options["-brief"] {
		return fmt.Errorf("%w: its s_server has no -brief or no -msgfile: %v", ErrNotOpenSSL, err)
	}
	return nil
}

// suiteLine is a line of openssl ciphers -V.
var suiteLine = regexp.MustCompile(`(?m)^ *0x([0-9A-F]{2}),0x([0-9A-F]{2}) - `)

func (a *Abilities) askSuites(ctx context.Context, s *Supervisor) error {
	for _, p := range protocols() {
		text, err := s.Run(ctx, "ciphers", "-s", "-V", p.option, everything)
		if errors.As(err, new(*ExitError)) {
			continue // it does not have the version
		}
		if err != nil {
			return err
		}
		a.suites[p.version] = make(map[uint16]bool)
		for _, m := range suiteLine.FindAllStringSubmatch(text, -1) {
			id, _ := strconv.ParseUint(m[1]+m[2], 16, 16)
			a.suites[p.version][uint16(id)] = true
		}
	}
	return nil
}

func (a *Abilities) askGroups(ctx context.Context, s *Supervisor) error {
	return a.askThese(ctx, s, groups())
}

// askThese asks for groups together, and for halves of them where one is refused.
func (a *Abilities) askThese(ctx context.Context, s *Supervisor, these []group) error {
	names := make([]string, len(these))
	for i, g := range these {
		names[i] = g.name
	}
	// Groups are looked at before a connection is made.
	_, err := s.Run(ctx, "s_client", "-groups", strings.Join(names, ":"), "-unix", "/nonexistent/socket")
	var failed *ExitError
	switch {
	case !errors.As(err, &failed):
		return errors.Join(errors.New("openssl s_client connected to nothing"), err)
	case !strings.Contains(failed.Output, "-groups"):
		for _, g := range these {
			a.groups[g.id] = g.name
		}
	case len(these) > 1:
		half := len(these) / 2
		return errors.Join(a.askThese(ctx, s, these[:half]), a.askThese(ctx, s, these[half:]))
	}
	return nil
}
