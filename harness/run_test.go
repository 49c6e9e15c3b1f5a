package harness_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// rsaKeyExchange is a scenario whose rules are true.
func rsaKeyExchange(name string) harness.Scenario {
	s := sound()
	s.Name = name
	s.Rules = []harness.Rule{
		{When: harness.Go("<1.22"), Want: harness.Connects()},
		{When: harness.Go(">=1.27").GODEBUG("tlsrsakex=1"), Want: harness.DoesNotStart("removed GODEBUG")},
		{When: harness.AnyGo().GODEBUG("tlsrsakex=1"), Want: harness.Connects()},
		{Want: harness.Refused(harness.RemoteAlert(harness.HandshakeFailure))},
	}
	return s
}

func many(n int) []harness.Scenario {
	var all []harness.Scenario
	for i := 0; i < n; i++ {
		all = append(all, rsaKeyExchange(fmt.Sprintf("rsa-key-exchange-%d", i)))
	}
	return all
}

func TestARunIsInOrderAndBetweenControls(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go120, go122, go127)
	report, err := r.Run(bg, many(2), harness.Matrix{Go: []string{"1.20", "1.22", "1.27"}})
	require.NoError(t, err)
	require.Equal(t, []string{go120, go122, go127}, report.Go)
	var got []string
	for _, c := range report.Cells {
		require.Equal(t, harness.AsExpected, c.Verdict, "%s, %s: %s", c.Scenario.Name, c.Build, c.Problem)
		got = append(got, c.Scenario.Name+" "+c.Build.String())
	}
	want := []string{}
	for _, name := range []string{"control-modern-server", "rsa-key-exchange-0", "rsa-key-exchange-1", "control-closed-port"} {
		for _, release := range report.Go {
			want = append(want, name+" go"+release)
			if name[0] == 'r' {
				want = append(want, name+" go"+release+", GODEBUG=tlsrsakex=1")
			}
		}
	}
	require.Equal(t, want, got)
	require.Nil(t, report.ControlFailed())
	require.NotZero(t, report.Elapsed)
}

func TestExpectationsThatAreTurnedRoundFail(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go120, go122, go127)
	s := rsaKeyExchange("turned-round")
	for i, rule := range s.Rules {
		s.Rules[i].Want = harness.Refused()
		if rule.Want.String() != "connects" {
			s.Rules[i].Want = harness.Connects()
		}
	}
	report, err := r.Run(bg, []harness.Scenario{s}, harness.Matrix{Go: []string{"1.20", "1.22", "1.27"}})
	require.NoError(t, err)
	for _, c := range report.Cells {
		if c.Scenario.Name == s.Name {
			require.Equal(t, harness.NotAsExpected, c.Verdict, "%s came as %s", c.Build, c.Want)
			require.Contains(t, c.Problem, "want "+c.Want)
		}
	}
	require.Equal(t, 6, report.Count(harness.NotAsExpected))
}

func TestTheMatrixReplacesTheSettings(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go122)
	report, err := r.Run(bg, many(1), harness.Matrix{Go: []string{go122}, Settings: []harness.Settings{{GoLine: "1.21"}}})
	require.NoError(t, err)
	require.Equal(t, "go1.22.12, go line 1.21", report.Cells[1].Build.String())
	require.Equal(t, harness.NotAsExpected, report.Cells[1].Verdict, "an unexpected success")
}

func TestWhatIsWrongWithARunIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	r := runnerWith(t)
	_, err := r.Run(bg, append(many(1), many(1)...), harness.Matrix{Go: []string{go122}})
	require.ErrorContains(t, err, "a second scenario with this name")
	_, err = r.Run(bg, many(1), harness.Matrix{Go: []string{"1.99"}})
	require.ErrorContains(t, err, "1.99")
}

func TestAGoServerIsUnderTest(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go120, go122)
	s := harness.Scenario{
		Name:     "server-minimum",
		Claim:    "Servers start at TLS 1.2.",
		Source:   "https://go.dev/doc/go1.22",
		GoServer: &harness.GoServer{},
		Client:   harness.Client{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS10, CipherSuites: goSuites()},
		Rules: []harness.Rule{
			{When: harness.Go("<1.22"), Want: harness.Connects()},
			{Want: harness.Refused(harness.LocalAlert(harness.ProtocolVersion))},
		},
	}
	report, err := r.Run(bg, []harness.Scenario{s}, harness.Matrix{Go: []string{go120, go122}})
	require.NoError(t, err)
	require.Equal(t, len(report.Cells), report.Count(harness.AsExpected), "%+v", report.Cells)
	require.Equal(t, harness.ServerSide, report.Cells[2].Outcome.Role)
	require.Equal(t, uint16(tls.VersionTLS10), report.Cells[2].Outcome.Version)
}

// kill ends the agent process of a build; the runner started it.
func kill(t *testing.T, pid int) {
	t.Helper()
	require.NotZero(t, pid)
	p, err := os.FindProcess(pid)
	require.NoError(t, err)
	require.NoError(t, p.Kill())
}

func TestACellWhoseAgentDiedIsTriedAlone(t *testing.T) {
	t.Parallel()
	r := ownRunner(t, harness.RunnerOptions{}, go120, go122)
	b, other := build(go122, harness.Settings{}), build(go120, harness.Settings{})
	before := r.AgentPIDs()
	kill(t, before[b])
	o := connect(t, r, b, harness.Client{}, fixtures.Modern())
	require.True(t, o.OK(), o.String())
	o = connect(t, r, b, harness.Client{}, fixtures.Modern())
	require.True(t, o.OK(), "the next cell has a new agent")
	after := r.AgentPIDs()
	require.NotEqual(t, before[b], after[b])
	require.Equal(t, before[other], after[other], "the other builds go on")
}

func TestARunGoesOnAfterAnAgentDied(t *testing.T) {
	t.Parallel()
	killed := false
	var r *harness.Runner
	r = ownRunner(t, harness.RunnerOptions{Parallel: 4, Progress: func(p harness.Progress) {
		if p.Done == 6 && !killed {
			killed = true
			kill(t, r.AgentPIDs()[build(go122, harness.Settings{})])
		}
	}}, go122)
	report, err := r.Run(bg, many(10), harness.Matrix{Go: []string{go122}})
	require.NoError(t, err)
	require.True(t, killed)
	require.Len(t, report.Cells, 22)
	for _, c := range report.Cells {
		require.Equal(t, harness.AsExpected, c.Verdict, "%s, %s: %s", c.Scenario.Name, c.Build, c.Problem)
	}
}

func TestAnInterruptedRunReturnsWhatWasThrough(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	r := newRunner(t, harness.RunnerOptions{Parallel: 2, Progress: func(p harness.Progress) {
		if p.Done == 8 {
			cancel()
		}
	}})
	demand(t, r, go122)
	report, err := r.Run(ctx, many(50), harness.Matrix{Go: []string{go122}})
	require.ErrorIs(t, err, context.Canceled)
	require.GreaterOrEqual(t, len(report.Cells), 8)
	require.Less(t, len(report.Cells), 20)
	for _, c := range report.Cells {
		require.Equal(t, harness.AsExpected, c.Verdict, c.Problem)
	}

	pids := r.AgentPIDs()
	require.NotEmpty(t, pids)
	require.NoError(t, r.Close())
	for b, pid := range pids {
		p, err := os.FindProcess(pid)
		if err == nil {
			err = p.Signal(syscall.Signal(0))
		}
		require.Error(t, err, "the agent of %s still runs", b)
	}
	_, err = r.Connect(bg, build(go122, harness.Settings{}), harness.Client{}, harness.Target{Addr: "127.0.0.1:1"})
	require.EqualError(t, err, "the runner is closed")
}

// A slot that an interrupted run took and did not give back would be missing
// for ever.
func TestARunnerIsAsGoodAsNewAfterAnInterrupt(t *testing.T) {
	t.Parallel()
	r := ownRunner(t, harness.RunnerOptions{Parallel: 1}, go122)
	interrupted, cancel := context.WithCancel(bg)
	cancel()
	for i := 0; i < 10; i++ {
		report, _ := r.Run(interrupted, many(1), harness.Matrix{Go: []string{go122}})
		if report != nil {
			require.Empty(t, report.Cells)
		}
	}
	ctx, cancel := context.WithTimeout(bg, patience)
	defer cancel()
	report, err := r.Run(ctx, many(1), harness.Matrix{Go: []string{go122}})
	require.NoError(t, err)
	require.Len(t, report.Cells, 4)
}

func TestCloseDuringARunEndsIt(t *testing.T) {
	t.Parallel()
	reached := make(chan struct{})
	var r *harness.Runner
	once := false
	r = newRunner(t, harness.RunnerOptions{Parallel: 2, Progress: func(p harness.Progress) {
		if p.Done == 5 && !once {
			once = true
			close(reached)
		}
	}})
	demand(t, r, go122)
	over := make(chan *harness.Report, 1)
	go func() {
		report, _ := r.Run(bg, many(50), harness.Matrix{Go: []string{go122}})
		over <- report
	}()
	<-reached
	require.NoError(t, r.Close())
	select {
	case report := <-over:
		require.NotNil(t, report)
		require.Zero(t, report.Count(harness.Unavailable))
	case <-time.After(patience):
		require.Fail(t, "the run does not end")
	}
}
