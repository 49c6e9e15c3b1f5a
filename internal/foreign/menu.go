package foreign

import (
	"context"
	"fmt"
	"sync"

	"github.com/legacytls/legacytls/internal/wire"
)

// A menu remembers what a client offers in each version.
type menu struct {
	mu     sync.Mutex
	offers map[uint16]offer
}

// An offer is what a ClientHello that was to have everything has.
type offer struct {
	suites []uint16
	lacks  string // why there is no such hello
}

func (m *menu) ask(c *Client, version uint16) offer {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.offers == nil {
		m.offers = make(map[uint16]offer)
	}
	if _, ok := m.offers[version]; !ok {
		m.offers[version] = askClient(c, version)
	}
	return m.offers[version]
}

// askClient lets the client send a ClientHello with every suite that it has.
func askClient(c *Client, version uint16) offer {
	var got Result
	hellos, err := refuseAll(func(addr string) (err error) {
		got, err = c.Connect(context.Background(), Request{Addr: addr, Version: version})
		return err
	})
	switch {
	case err != nil:
		return offer{lacks: err.Error()}
	case len(hellos) == 0:
		return offer{lacks: fmt.Sprintf("%s sends no ClientHello of %s: %s", c.name, wire.VersionName(version), got.Problem)}
	case hellos[0].Versions()[0] != version:
		return offer{lacks: fmt.Sprintf("%s sends a ClientHello of %s when told to speak %s", c.name,
			wire.VersionName(hellos[0].Versions()[0]), wire.VersionName(version))}
	}
	return offer{suites: withoutSignals(hellos[0].CipherSuites)}
}

func withoutSignals(ids []uint16) []uint16 {
	var suites []uint16
	for _, id := range ids {
		if id != wire.RenegotiationSCSV && id != wire.FallbackSCSV && !wire.IsGREASE(id) {
			suites = append(suites, id)
		}
	}
	return suites
}
