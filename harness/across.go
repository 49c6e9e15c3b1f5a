package harness

import (
	"testing"

	"github.com/legacytls/legacytls/internal/testrun"
)

// Across runs body as a subtest of t under each build of the matrix: in a process of its own,
// built by that toolchain, with that go line and that GODEBUG. It is the test of what one's
// own code does under another Go.
//
//	func TestPartnerAcrossGo(t *testing.T) {
//		harness.Across(t, harness.Matrix{
//			Go:      []string{"1.25", "1.26", "1.27"},
//			GODEBUG: []string{"", "tlsrsakex=1"},
//		}, func(t *testing.T, b harness.Build) {
//			srv := harness.Start(t, fixtures.RSAKeyExchangeOnly())
//			err := partner.NewClient(srv.URL, partner.WithRoots(srv.Roots)).Ping(context.Background())
//			if harness.Go("<1.27").GODEBUG("tlsrsakex=1").Matches(b) {
//				harness.RequireConnects(t, srv, err)
//			} else {
//				harness.RequireRefused(t, srv, err)
//			}
//		}, harness.Rule{
//			When: harness.Go(">=1.27").GODEBUG("tlsrsakex=1"),
//			Want: harness.DoesNotStart("removed GODEBUG"),
//		})
//	}
//
// A build is named like go1.27.4, go1.26.11,GODEBUG=tlsrsakex=1 or go1.26.11,goline=1.21, and
// run alone with -run 'TestPartnerAcrossGo/go1.27.4$'. In the Build that body gets, GoLine is
// the line in effect. No Go in the matrix means the running one.
//
// What the process does, the subtest does: output, subtests, failures, skips, panics and
// time-outs. The whole test binary is run for it, so that TestMain and what stands around
// Across in the test run in each process too; other tests do not. If body calls t.Parallel,
// the processes run side by side. -short, -v, -count, -timeout, -parallel, -failfast, -skip
// and the flags of the tests themselves mean what they always mean; coverage, profiles and
// logs are those of the running binary. With -v the command of each process is printed, to
// be run again or under a debugger.
//
// For a build that differs by GODEBUG alone the running binary is started again. For another
// toolchain or go line, or a //go:debug line (Settings.Directive), the package is compiled
// again, as it was for this process: with -race and cgo if this one has them, with the same
// -tags (if this one was built by Go 1.24 or newer; otherwise those in GOFLAGS), with the
// user's environment, go.mod, vendor directory or workspace. No file of it is changed. The
// GODEBUG defaults of the result are read back, and compared with what the go line gives.
// In a workspace, toolchains before Go 1.23 can have no go line above its own.
// Toolchains below the go line of the module, or of a dependency, refuse it; for these there
// are [RunScenarios] and legacytls try, whose programs have no such bound.
//
// rules say which builds come to no test: the first that matches a build decides, and its
// Want is [DoesNotStart], [DoesNotBuild] or [CannotBeHad]. Other builds must start. A
// toolchain that cannot be had skips its subtests, as -short does with those that are not
// the running one, or fails them if LEGACYTLS_REQUIRE names toolchains.
//
// Go's test cache knows nothing of other toolchains: run with -count=1.
func Across(t *testing.T, m Matrix, body func(t *testing.T, b Build), rules ...Rule) {
	t.Helper()
	if p, ok := thisCell(t); ok {
		p.run(t, m, body)
		return
	}
	a := newAcross(t, m, rules)
	for _, c := range a.cells {
		c := c
		if testrun.Selected(t.Name()+"/"+c.testName(), testFlag("test.run"), testFlag("test.skip")) {
			a.program(t, c) // before the subtest, whose time is its own
		}
		t.Run(c.testName(), func(t *testing.T) {
			t.Helper()
			a.run(t, c)
		})
	}
}
