package harness

import (
	"context"
	"testing"
	"unsafe"

	"github.com/legacytls/legacytls/internal/agent/protocol"
	"github.com/legacytls/legacytls/internal/wire"
)

// What the tests of package harness_test see of the inside.

const (
	MaxTap       = maxRecorded
	MaxTapOn     = maxRecordedOn
	MaxWitnesses = maxWitnesses
)

// Recorded returns how many bytes the server keeps of its connections.
func (s *Server) Recorded() int {
	n := 0
	for _, e := range s.snapshot() {
		e.tap.mu.Lock()
		n += cap(e.tap.in.bytes) + cap(e.tap.out.bytes) + cap(e.tap.chunks)*int(unsafe.Sizeof(chunk{}))
		e.tap.mu.Unlock()
	}
	return n
}

// Scheme returns the signature scheme of the key exchange of the server's last
// connection, as it was on the wire.
func (s *Server) Scheme() uint16 {
	all := s.snapshot()
	_, out := all[len(all)-1].tap.handshake()
	return wire.DecodeFlow(out).SignatureScheme()
}

// CurveOf is groupOf.
var CurveOf = groupOf

// Judge is judge with the parts of a job.
func Judge(s Scenario, b Build, o Outcome, err error) Cell { return judge(job{s, b}, o, err) }

// AgentPIDs returns the process ids of the agents that run, by build.
func (r *Runner) AgentPIDs() map[Build]int {
	r.mu.Lock()
	processes := make(map[variant]*lazyProcess)
	for b, p := range r.processes {
		processes[b] = p
	}
	r.mu.Unlock()
	pids := make(map[Build]int)
	for b, p := range processes {
		p.mu.Lock()
		if p.process != nil {
			pids[b.Build] = p.process.Hello().PID
		}
		p.mu.Unlock()
	}
	return pids
}

// TakeTurns is takeTurns.
func TakeTurns(waiting [][]int, queues int) []int { return takeTurns(waiting, queues) }

// ReportsOfIdleHTTPServer opens and closes an HTTP server of a release, many
// times, and returns what was reported of it.
func ReportsOfIdleHTTPServer(t testing.TB, r *Runner, release string) []protocol.Result {
	t.Helper()
	v := variant{Build{Go: release}, true}
	process, err := r.process(context.Background(), v)
	if err != nil {
		t.Fatal(err)
	}
	defer r.release(v)
	var reports []protocol.Result // Listener.Close waits for the calls
	for i := 0; i < 50; i++ {
		listener, err := process.Listen(context.Background(), protocol.Listen{HTTP: true, NoCertificate: true}, func(result protocol.Result) {
			reports = append(reports, result)
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := listener.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return reports
}

// ParsedHello is the hello in a message, as far as it can be read.
func ParsedHello(message []byte) *ClientHello {
	h, _ := wire.ParseClientHello(message)
	return h
}

// RunTable is runTable, with a runner of the test's own.
func RunTable(ctx context.Context, t *testing.T, r *Runner, m Matrix, scenarios []Scenario) {
	runTable(ctx, t, r, m, scenarios)
}

// MaxKeptAgents is maxKeptAgents.
const MaxKeptAgents = maxKeptAgents

// StopModernServer makes the runner's control of a modern server fail.
func (r *Runner) StopModernServer() {
	server, err := r.server(context.Background(), modernControl())
	if err == nil {
		err = server.Close()
	}
	if err != nil {
		panic(err)
	}
}

// TryCommand is tryCommand.
func TryCommand(c Cell) string { return tryCommand(c) }

// TestName is Build.testName.
func (b Build) TestName() string { return b.testName() }
