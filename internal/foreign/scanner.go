package foreign

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"testing"

	"github.com/legacytls/legacytls/internal/wire"
)

// A Scanner is a program that finds out what a TLS server accepts.
type Scanner struct {
	name string

	// run scans a server and returns what the scanner prints as XML.
	run func(ctx context.Context, addr string) (string, error)

	// read reads that.
	read func(xml string) (Accepted, error)

	// skips are versions whose suites it asks for and does not list.
	skips []uint16
}

// Accepted are cipher suites by protocol version (0x0300 to 0x0304), sorted. A
// version without suites is not there.
type Accepted map[uint16][]uint16

// Scanners returns the scanners of this package. A test whose machine lacks one of
// them is skipped.
func Scanners(tb testing.TB) []*Scanner {
	tb.Helper()
	return []*Scanner{SSLScan(tb), Nmap(tb)}
}

// Name returns what the scanner is called: sslscan or nmap.
func (s *Scanner) Name() string { return s.name }

// Scan returns what the server at addr, on loopback, accepts in the eyes of the
// scanner. The string is all that it printed, for people.
func (s *Scanner) Scan(ctx context.Context, addr string) (Accepted, string, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*patience)
	defer cancel()
	out, err := s.run(ctx, addr)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, out, fmt.Errorf("%s: %w", s.name, err)
	}
	accepted, err := s.read(out)
	if err != nil {
		return nil, out, fmt.Errorf("%s: %w", s.name, err)
	}
	return accepted, out, nil
}

// Sees returns what the scanner would find if a server accepted it: the suites
// of each version that it asks a server for that refuses all of them.
func (s *Scanner) Sees(ctx context.Context) (Accepted, error) {
	hellos, err := refuseAll(func(addr string) error {
		_, _, err := s.Scan(ctx, addr)
		return err
	})
	if err != nil {
		return nil, err
	}
	found := make(finding)
	for _, hello := range hellos {
		if slices.Contains(s.skips, helloVersion(hello)) {
			continue
		}
		for _, id := range withoutSignals(hello.CipherSuites) {
			found.add(helloVersion(hello), id)
		}
	}
	return found.accepted(), nil
}

// helloVersion is the version that a hello of a scanner asks for: one, or the
// highest of its supported_versions.
func helloVersion(hello *wire.ClientHello) uint16 {
	if versions := hello.Versions(); len(versions) > 0 {
		return versions[0]
	}
	return hello.Version
}

// A finding collects pairs of version and suite, which may come more than once.
type finding map[[2]uint16]bool

func (f finding) add(version, suite uint16) { f[[2]uint16{version, suite}] = true }

func (f finding) accepted() Accepted {
	accepted := make(Accepted)
	for pair := range f {
		accepted[pair[0]] = append(accepted[pair[0]], pair[1])
	}
	for _, suites := range accepted {
		sort.Slice(suites, func(i, j int) bool { return suites[i] < suites[j] })
	}
	return accepted
}
