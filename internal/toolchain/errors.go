package toolchain

import (
	"fmt"
	"strings"
)

// A Reason says why a toolchain cannot be had.
type Reason string

// The reasons, each with the remedy in the Hint of the error.
const (
	ReasonNoGoCommand    Reason = "there is no go command"
	ReasonBadGoCommand   Reason = "the go command does not work"
	ReasonOldGoCommand   Reason = "the go command is too old to fetch toolchains"
	ReasonProxyOff       Reason = "GOPROXY names no module proxy"
	ReasonNoNetwork      Reason = "the module proxy cannot be reached"
	ReasonChecksumsOff   Reason = "the checksum database is switched off, and toolchains are not used unchecked"
	ReasonNoChecksums    Reason = "the checksum database cannot be reached"
	ReasonChecksum       Reason = "the download does not have the expected checksum"
	ReasonModuleCache    Reason = "the module cache cannot be written"
	ReasonDiskFull       Reason = "the disk is full"
	ReasonNoSuchRelease  Reason = "there is no such release for this platform"
	ReasonWrongToolchain Reason = "what was found is not this toolchain"
	ReasonUnknown        Reason = "the go command failed"
)

// An UnavailableError says that a toolchain, or the list of toolchains, cannot
// be had here and now. It is never a statement about the program to be built.
type UnavailableError struct {
	Version Version // the toolchain that was wanted
	Reason  Reason
	Hint    string // what to do about it
	Output  string // what the go command said, "" when it was not asked
}

func (e *UnavailableError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "go %s is unavailable: %s", e.Version, e.Reason)
	if e.Hint != "" {
		b.WriteString("; " + e.Hint)
	}
	if e.Output != "" {
		b.WriteString(" (" + oneLine(e.Output) + ")")
	}
	return b.String()
}

// A BuildError says that the program did not load or compile under this
// toolchain with these settings. For a caller that compares builds it is a
// result, not an accident: failures of the machine (a full disk, a killed
// compiler) are reported as other errors.
type BuildError struct {
	Version Version
	Command string // the go command as a line, "" when the toolchain was not asked
	Output  string // what it printed, at most 64 KB
}

func (e *BuildError) Error() string {
	return fmt.Sprintf("go %s does not build the program: %s", e.Version, oneLine(e.Output))
}

// Requirement returns the go line that keeps the toolchain from loading the program, such as
// "golang.org/x/net@v0.50.0 requires go >= 1.25.0", or "". From Go 1.21 on a toolchain
// refuses modules with a go line above its version (https://go.dev/doc/toolchain).
func (e *BuildError) Requirement() string {
	const words = " requires go >= "
	for _, line := range strings.Split(e.Output, "\n") {
		who, line, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "go: "), words)
		if !ok {
			continue
		}
		version, _, _ := strings.Cut(line, " ")
		return strings.TrimPrefix(who, "module ") + words + strings.TrimSuffix(version, ",")
	}
	return ""
}

// A MismatchError says that a program was built, but its default GODEBUG is
// not what its toolchain's table gives for the go line, the godebug lines and
// the directives that were asked for. Results of such a program would be told
// of another build, so it is not used.
type MismatchError struct {
	Version Version
	GoLine  string
	Want    string // by the toolchain's table
	Got     string // in the program
}

func (e *MismatchError) Error() string {
	return fmt.Sprintf("go %s built a program with default GODEBUG %q, expected %q for go line %s: its results would be of another build",
		e.Version, e.Got, e.Want, e.GoLine)
}

// oneLine joins the lines of a command's output.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }), " | ")
}
