package harness_test

import (
	"crypto/tls"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
)

const (
	aes128 = tls.TLS_RSA_WITH_AES_128_CBC_SHA
	aes256 = tls.TLS_RSA_WITH_AES_256_CBC_SHA
)

func connected() harness.Outcome {
	return harness.Outcome{Role: harness.ClientSide, Stage: harness.StageDone, Version: tls.VersionTLS12, Suite: aes128}
}

func refused() harness.Outcome {
	return harness.Outcome{
		Role:  harness.ClientSide,
		Stage: harness.StageHandshake,
		Error: "remote error: tls: handshake failure",
		Alert: &harness.Alert{From: harness.ServerSide, Code: harness.HandshakeFailure},
	}
}

func with(o harness.Outcome, change func(*harness.Outcome)) harness.Outcome {
	change(&o)
	return o
}

func at(stage harness.Stage, text string) harness.Outcome {
	return harness.Outcome{Role: harness.ClientSide, Stage: stage, Error: text}
}

func exported(e harness.Exported) harness.Outcome {
	e.Asked = true
	return with(connected(), func(o *harness.Outcome) { o.Export = e })
}

func TestExpectationsHold(t *testing.T) {
	t.Parallel()
	failure := harness.RemoteAlert(harness.HandshakeFailure)
	for _, tc := range []struct {
		want    harness.Expectation
		outcome harness.Outcome
		problem string // "" if it is as expected
	}{
		{harness.Connects(), connected(), ""},
		{harness.Connects(aes256, aes128), connected(), ""},
		{harness.Connects(aes256), connected(), "got connects, TLS 1.2 AES128-SHA, want connects with AES256-SHA"},
		{harness.Connects(), refused(), "got handshake: remote error: tls: handshake failure, want connects"},
		{harness.Connects(), at(harness.StageExchange, "EOF"), "got exchange: EOF, want connects"},

		{harness.Refused(), refused(), ""},
		{harness.ConnectsWith(harness.In(tls.VersionTLS12), harness.WithSuite(aes128)), connected(), ""},
		{harness.ConnectsWith(harness.In(tls.VersionTLS10)), connected(), "got connects, TLS 1.2 AES128-SHA (not: TLS 1.0), want connects with TLS 1.0"},
		{harness.ConnectsWith(harness.In(tls.VersionTLS12)), with(refused(), func(o *harness.Outcome) { o.Version = tls.VersionTLS12 }), "want connects with TLS 1.2"},
		{harness.Refused(failure), refused(), ""},
		{harness.Refused(failure, harness.ErrorText("handshake failure")), refused(), ""},
		{harness.Refused(), at(harness.StageExchange, "remote error: tls: certificate required"), ""},
		{harness.Refused(), connected(), "got connects, TLS 1.2 AES128-SHA, want refused"},
		{harness.Refused(), at(harness.StageVerify, "x509"), "got verify: x509, want refused"},
		{harness.Refused(), at(harness.StageConnect, "refused"), "got connect: refused, want refused"},
		{harness.Refused(), at(harness.StageToolchain, "none"), "got toolchain: none, want refused"},
		{harness.Refused(harness.RemoteAlert(harness.ProtocolVersion)), refused(), "got handshake: remote error: tls: handshake failure (alert handshake_failure(40) from the server), want refused: alert protocol_version(70) from the peer"},
		{harness.Refused(harness.LocalAlert(harness.HandshakeFailure)), refused(), "want refused: own alert handshake_failure(40)"},
		{harness.Refused(harness.ErrorText("EOF")), refused(), `want refused: error "EOF"`},
		{harness.Refused(failure), at(harness.StageHandshake, "EOF"), "got handshake: EOF, want refused: alert"},

		// A server under test: the peer is the client.
		{harness.Refused(harness.LocalAlert(harness.HandshakeFailure)), with(refused(), func(o *harness.Outcome) { o.Role = harness.ServerSide }), ""},
		{harness.Refused(failure), with(refused(), func(o *harness.Outcome) { o.Role = harness.ServerSide }), "want refused"},

		{harness.FailsVerification(), at(harness.StageVerify, "x509: unknown"), ""},
		{harness.FailsVerification(harness.ErrorText("expired")), at(harness.StageVerify, "x509: unknown"), "want fails verification"},
		{harness.FailsVerification(), refused(), "want fails verification"},
		{harness.CannotConnect(), at(harness.StageConnect, "connection refused"), ""},
		{harness.CannotConnect(), connected(), "want cannot connect"},
		{harness.DoesNotBuild("undefined"), at(harness.StageBuild, "undefined: tls.X"), ""},
		{harness.DoesNotBuild("undefined"), at(harness.StageBuild, "no space left"), "want does not build"},
		{harness.DoesNotBuild(""), connected(), "want does not build"},
		{harness.DoesNotStart("removed"), at(harness.StageStart, "fatal error: removed GODEBUG"), ""},
		{harness.DoesNotStart("removed"), at(harness.StageBuild, "removed"), "want does not start"},

		{harness.Resumes(), with(connected(), func(o *harness.Outcome) { o.Resumed = true }), ""},
		{harness.Resumes(), connected(), "want resumes"},
		{harness.Exports(), exported(harness.Exported{Value: "ab", Peer: "ab"}), ""},
		{harness.Exports(), exported(harness.Exported{Value: "ab"}), ""},
		{harness.Exports(), exported(harness.Exported{Value: "ab", Peer: "cd"}), "exported ab, but the peer cd"},
		{harness.Exports(), exported(harness.Exported{Error: "no EMS"}), `export error "no EMS"`},
		{harness.Exports(), connected(), "want exports"},
		{harness.ExportRefused("EMS"), exported(harness.Exported{Error: "no EMS"}), ""},
		{harness.ExportRefused("EMS"), exported(harness.Exported{Error: "other"}), `export error "other"`},
		{harness.ExportRefused("EMS"), exported(harness.Exported{Value: "ab"}), "exported keying material"},
		{harness.ExportRefused("EMS"), connected(), "want connects, but export fails"},
	} {
		err := tc.want.Check(tc.outcome)
		if tc.problem == "" {
			require.NoError(t, err, "%s of %s", tc.want, tc.outcome)
		} else {
			require.ErrorContains(t, err, tc.problem)
		}
	}
}

func TestACellIsJudged(t *testing.T) {
	t.Parallel()
	refusing := sound()
	old, current := build("1.21.13", harness.Settings{}), build("1.22.12", harness.Settings{})
	uncovered := sound()
	uncovered.Rules = uncovered.Rules[:1]
	for name, tc := range map[string]struct {
		scenario harness.Scenario
		build    harness.Build
		outcome  harness.Outcome
		err      error
		verdict  harness.Verdict
		problem  string
		rule     int
	}{
		"as expected":        {refusing, current, refused(), nil, harness.AsExpected, "", 2},
		"unexpected success": {refusing, current, connected(), nil, harness.NotAsExpected, "want refused", 2},
		"unexpected failure": {refusing, old, refused(), nil, harness.NotAsExpected, "want connects", 0},
		"unavailable":        {refusing, current, at(harness.StageToolchain, "GOPROXY=off"), nil, harness.Unavailable, "GOPROXY=off", 2},
		"crash":              {refusing, current, refused(), errors.New("the agent crashed"), harness.NotAsExpected, "the agent crashed", 2},
		"no rule":            {uncovered, current, refused(), nil, harness.NotAsExpected, "no rule covers this build", -1},
	} {
		cell := harness.Judge(tc.scenario, tc.build, tc.outcome, tc.err)
		require.Equal(t, tc.verdict, cell.Verdict, name)
		require.Contains(t, cell.Problem, tc.problem, name)
		require.Equal(t, tc.problem == "", cell.Problem == "", name)
		require.Equal(t, tc.rule, cell.Rule, name)
		require.Equal(t, tc.build, cell.Outcome.Build, name)
	}
}

// An unavailable toolchain is not "refused", "does not build", or anything
// else that a rule could want.
func TestNothingThatIsUnavailableIsAsExpected(t *testing.T) {
	t.Parallel()
	for _, want := range []harness.Expectation{
		harness.Connects(), harness.Refused(), harness.FailsVerification(), harness.CannotConnect(),
		harness.DoesNotBuild(""), harness.DoesNotStart(""), harness.Resumes(), harness.Exports(), harness.ExportRefused(""),
	} {
		s := sound()
		s.Rules = []harness.Rule{{Want: want}}
		cell := harness.Judge(s, build("1.22.12", harness.Settings{}), at(harness.StageToolchain, "none"), nil)
		require.Equal(t, harness.Unavailable, cell.Verdict, want.String())
	}
}

func TestAReportCountsAndNamesAFailedControl(t *testing.T) {
	t.Parallel()
	control := harness.Cell{Scenario: harness.Scenario{Name: "control-modern-server"}, Verdict: harness.NotAsExpected}
	r := &harness.Report{Cells: []harness.Cell{{Verdict: harness.AsExpected}, {Verdict: harness.NotAsExpected}, {Verdict: harness.NotAsExpected}}}
	require.Nil(t, r.ControlFailed())
	require.Equal(t, 2, r.Count(harness.NotAsExpected))
	require.Equal(t, 0, r.Count(harness.Unavailable))
	r.Cells = append(r.Cells, control)
	require.Equal(t, control.Scenario.Name, r.ControlFailed().Scenario.Name)
}

func TestStagesThatTellNothingAboutTLSDidNotRun(t *testing.T) {
	t.Parallel()
	for stage, ran := range map[harness.Stage]bool{
		harness.StageToolchain: false, harness.StageBuild: false, harness.StageStart: false,
		harness.StageConnect: true, harness.StageHandshake: true, harness.StageVerify: true, harness.StageExchange: true, harness.StageDone: true,
	} {
		o := harness.Outcome{Stage: stage}
		require.Equal(t, ran, o.Ran(), string(stage))
		require.Equal(t, stage == harness.StageDone, o.OK(), string(stage))
	}
}
