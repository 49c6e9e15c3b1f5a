package foreign

import (
	"context"
	"encoding/xml"
	"fmt"
	"net"
	"testing"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/wire"
)

// Nmap returns nmap's ssl-enum-ciphers, which writes its own ClientHellos: it sees
// SSL 3.0 and suites that no TLS library has any more.
func Nmap(tb testing.TB) *Scanner {
	tb.Helper()
	path := needs.Command(tb, needs.Nmap)
	return &Scanner{name: "nmap", read: readNmap, run: func(ctx context.Context, addr string) (string, error) {
		host, port, err := net.SplitHostPort(addr)
		if err != nil {
			return "", err
		}
		return run(ctx, nil, path, "-oX", "-", "-Pn", "-n", "-sT", "--unprivileged", "-p", port, "--script", "+ssl-enum-ciphers", host)
	}}
}

// A nmapTable is a table of a script's output: a map whose values are tables or
// elements.
type nmapTable struct {
	Key      string      `xml:"key,attr"`
	Tables   []nmapTable `xml:"table"`
	Elements []struct {
		Key   string `xml:"key,attr"`
		Value string `xml:",chardata"`
	} `xml:"elem"`
}

// readNmap reads the suites from the XML of nmap.
func readNmap(out string) (Accepted, error) {
	var document struct {
		Versions []nmapTable `xml:"host>ports>port>script>table"`
	}
	if err := xml.Unmarshal([]byte(out), &document); err != nil {
		return nil, fmt.Errorf("XML expected: %w; got:\n%s", err, out)
	}
	found := make(finding)
	for _, v := range document.Versions {
		version := scannerVersion(v.Key)
		if version == 0 {
			return nil, fmt.Errorf("no version is %q", v.Key)
		}
		for _, name := range v.suites() {
			id, err := nmapSuite(name)
			if err != nil {
				return nil, err
			}
			found.add(version, id)
		}
	}
	return found.accepted(), nil
}

// suites are the names in the ciphers of a version.
func (t nmapTable) suites() (names []string) {
	for _, section := range t.Tables {
		if section.Key != "ciphers" {
			continue
		}
		for _, cipher := range section.Tables {
			for _, e := range cipher.Elements {
				if e.Key == "name" {
					names = append(names, e.Value)
				}
			}
		}
	}
	return names
}

// nmapSuite returns the id of a suite. In TLS 1.3 nmap says AKE for the key
// exchange that the suite does not name.
func nmapSuite(name string) (uint16, error) {
	const ake = "TLS_AKE_WITH_"
	if len(name) > len(ake) && name[:len(ake)] == ake {
		name = "TLS_" + name[len(ake):]
	}
	s, err := fixtures.FindSuite(name)
	return s.ID, err
}

// scannerVersion returns the version that a scanner calls so, 0 if there is none.
func scannerVersion(name string) uint16 {
	if name == "TLSv1.3" {
		return wire.VersionTLS13
	}
	return opensslVersions()[name]
}
