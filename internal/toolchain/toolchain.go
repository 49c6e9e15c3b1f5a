package toolchain

// An Origin says where a toolchain was found.
type Origin string

// The origins, in the order in which they are tried.
const (
	OriginLocal       Origin = "local"        // the go command itself
	OriginModuleCache Origin = "module cache" // fetched at some time before
	OriginSDK         Origin = "sdk"          // installed: $HOME/sdk/goX.Y.Z, or a goX.Y.Z command in PATH
	OriginFetched     Origin = "fetched"      // fetched just now
)

// A Toolchain is a Go toolchain on this machine whose go command was run and
// said that it is this version. It is immutable.
type Toolchain struct {
	Version Version
	GOROOT  string
	Origin  Origin

	command string // its go command
}

// Command returns the path of the toolchain's go command. Run it with
// GOTOOLCHAIN=local, or it may hand over to another toolchain.
func (tc *Toolchain) Command() string { return tc.command }
