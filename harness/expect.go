package harness

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
)

// An Expectation is a predicate on outcomes.
type Expectation interface {
	// Check returns nil if o is as expected. Otherwise the error says what
	// came instead.
	Check(o Outcome) error

	// String says what is expected, for example "connects with AES128-SHA".
	String() string
}

type expectation struct {
	text  string
	check func(Outcome) error
}

func (e expectation) String() string { return e.text }

// Check adds what was expected to what came.
func (e expectation) Check(o Outcome) error {
	if err := e.check(o); err != nil {
		return fmt.Errorf("got %v, want %s", err, e.text)
	}
	return nil
}

// came describes an outcome that is not the expected one.
func came(o Outcome) error { return errors.New(o.String()) }

// Connects expects a complete connection with data both ways, with one of the
// suites if any are given.
func Connects(suites ...uint16) Expectation {
	text := "connects"
	if len(suites) > 0 {
		names := make([]string, len(suites))
		for i, id := range suites {
			names[i] = fixtures.OpenSSLName(id)
		}
		text += " with " + strings.Join(names, " or ")
	}
	return expectation{text, func(o Outcome) error {
		if !o.OK() || len(suites) > 0 && !slices.Contains(suites, o.Suite) {
			return came(o)
		}
		return nil
	}}
}

// ConnectsWith expects a complete connection with data both ways that is all that the
// reasons say: [In], [WithGroup], [WithScheme] and the like.
func ConnectsWith(reasons ...Reason) Expectation {
	return expectation{"connects with " + joinReasons(reasons), func(o Outcome) error {
		if !o.OK() {
			return came(o)
		}
		for _, r := range reasons {
			if !r.Matches(o) {
				return fmt.Errorf("%s (not: %s)", o, r)
			}
		}
		return nil
	}}
}

// Resumes expects a complete connection that resumed an earlier session.
func Resumes() Expectation {
	return expectation{"resumes", func(o Outcome) error {
		if !o.OK() || !o.Resumed {
			return came(o)
		}
		return nil
	}}
}

// Refused expects that no connection came about: the peer turned the program
// under test away, or the program the peer, for all the reasons given. A
// certificate that the program did not accept is not a refusal but
// [FailsVerification].
func Refused(reasons ...Reason) Expectation {
	return expectation{"refused" + describeReasons(reasons), func(o Outcome) error {
		if o.Stage != StageHandshake && o.Stage != StageExchange {
			return came(o)
		}
		return checkReasons(o, reasons)
	}}
}

// FailsVerification expects that the program under test does not accept the
// certificate of its peer, for all the reasons given.
func FailsVerification(reasons ...Reason) Expectation {
	return atStage(StageVerify, "fails verification", reasons)
}

// CannotConnect expects that there is no TCP connection, for all the reasons given.
func CannotConnect(reasons ...Reason) Expectation {
	return atStage(StageConnect, "cannot connect", reasons)
}

// CannotBeHad expects that there is no such toolchain here, and that the reason contains
// text: a release that does not exist for a platform, for example. Without it such a build
// is unavailable, neither as expected nor otherwise.
func CannotBeHad(text string) Expectation {
	return atStage(StageToolchain, "cannot be had", []Reason{ErrorText(text)})
}

// DoesNotBuild expects that the program does not load or compile, and that the
// go command's output contains text.
func DoesNotBuild(text string) Expectation {
	return atStage(StageBuild, "does not build", []Reason{ErrorText(text)})
}

// DoesNotStart expects that the process dies before main, and that its
// standard error contains text.
func DoesNotStart(text string) Expectation {
	return atStage(StageStart, "does not start", []Reason{ErrorText(text)})
}

func atStage(stage Stage, text string, reasons []Reason) Expectation {
	return expectation{text + describeReasons(reasons), func(o Outcome) error {
		if o.Stage != stage {
			return came(o)
		}
		return checkReasons(o, reasons)
	}}
}

// Exports expects a complete connection whose keying material the program
// under test can export, equal to what its peer exports if that is known.
func Exports() Expectation {
	return expectation{"exports keying material", func(o Outcome) error {
		switch {
		case !o.OK() || !o.Export.Asked:
			return came(o)
		case o.Export.Error != "":
			return fmt.Errorf("export error %q", o.Export.Error)
		case o.Export.Peer != "" && o.Export.Peer != o.Export.Value:
			return fmt.Errorf("exported %s, but the peer %s", o.Export.Value, o.Export.Peer)
		}
		return nil
	}}
}

// ExportRefused expects a complete connection on which ExportKeyingMaterial
// fails with an error that contains text.
func ExportRefused(text string) Expectation {
	return expectation{fmt.Sprintf("connects, but export fails with %q", text), func(o Outcome) error {
		switch {
		case !o.OK() || !o.Export.Asked:
			return came(o)
		case o.Export.Error == "":
			return errors.New("exported keying material")
		case !strings.Contains(o.Export.Error, text):
			return fmt.Errorf("export error %q", o.Export.Error)
		}
		return nil
	}}
}
