package harness

import (
	"net"

	"github.com/legacytls/legacytls/fixtures"
)

const (
	modernControlName = "control-modern-server"
	closedControlName = "control-closed-port"
)

// modernControl is the scenario of the first cells of a run.
func modernControl() Scenario {
	return Scenario{
		Name:   modernControlName,
		Claim:  "Every Go release connects to a modern server.",
		Source: "control",
		Server: fixtures.Modern(),
		Rules:  []Rule{{Want: Connects()}},
	}
}

// closedControl is the scenario of the last cells of a run.
func closedControl() Scenario {
	return Scenario{
		Name:   closedControlName,
		Claim:  "Nothing connects to a port where nothing listens.",
		Source: "control",
		Server: fixtures.Modern(),
		Rules:  []Rule{{Want: CannotConnect()}},
	}
}

func isControl(s Scenario) bool {
	return s.Name == modernControlName || s.Name == closedControlName
}

// closedPort returns the address of a TCP port that is bound, so that nobody
// else gets it, but does not listen. The port is the near end of a connection,
// which every platform can make. Calling release gives the port back.
func closedPort() (addr string, release func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		listener.Close()
		return "", nil, err
	}
	return conn.LocalAddr().String(), func() { conn.Close(); listener.Close() }, nil
}
