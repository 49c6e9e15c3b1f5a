package harness

import (
	"time"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// A Stage is the point that one attempt reached: the stages follow one
// another, and an attempt ends at the first that fails, or is done.
type Stage string

// The stages of an attempt, in their order.
const (
	StageToolchain Stage = "toolchain" // the toolchain could not be had
	StageBuild     Stage = "build"     // the program did not load or compile
	StageStart     Stage = "start"     // the process died before main
	StageConnect   Stage = "connect"   // no TCP connection
	StageHandshake Stage = "handshake" // the handshake failed
	StageAnswer    Stage = "answer"    // the server under test answered the hello of a [RawClient], where the attempt ends
	StageVerify    Stage = "verify"    // the program under test did not accept the peer's certificate
	StageExchange  Stage = "exchange"  // the handshake was fine, but data did not go both ways
	StageDone      Stage = "done"      // everything worked
)

// Exported is what came of a call of ConnectionState.ExportKeyingMaterial.
type Exported struct {
	Asked bool   // the program under test made the call
	Value string // the result in hex, "" if the call failed
	Error string // the text of its error
	Peer  string // what the other side computed, "" if that is not known
}

// An Outcome is what one attempt came to: a connection, or the attempt to make
// or start the program that was to make it. It joins both ends.
type Outcome struct {
	Build   Build
	Role    Side   // the side that the build under test was on
	Target  string // the profile or the address that it was connected with
	Backend string // what played the profile, "" for an address

	Stage Stage  // where it ended
	Error string // the text of the error as the program under test has it, "" when done
	Alert *Alert // the alert that ended the connection, nil if none was seen

	Version uint16   // protocol version, once the handshake was complete
	Suite   uint16   // cipher suite, once the handshake was complete
	Group   uint16   // named group of the key exchange, 0 if none or unknown
	ALPN    string   // application protocol, "" if none
	Resumed bool     // whether a session was resumed
	Export  Exported // exported keying material, if the client was to ask for it

	// Counters are the GODEBUG settings whose non-default behaviour the
	// process under test has executed so far, by name, as runtime/metrics
	// counts them (Go 1.21 and up). They include earlier connections of the
	// same process.
	Counters map[string]uint64

	Hello  *ClientHello // what the client offered, nil if it never sent it
	Answer *ServerHello // what the server answered, nil if it did not
	Scheme uint16       // signature scheme of the server's ECDHE key exchange in TLS 1.2, otherwise 0

	// ClientScheme is the signature scheme with which the client of a TLS 1.2
	// connection proved that it has the key of its certificate, otherwise 0.
	ClientScheme uint16
	Server       *Connection   // the server's witness; nil for a server that is not ours
	Duration     time.Duration // of the connection, without building and starting

	local string // the client's own address, "" without a TCP connection
}

// OK reports whether everything worked.
func (o Outcome) OK() bool { return o.Stage == StageDone }

// Ran reports whether the program under test was running, so that the outcome
// tells something about TLS.
func (o Outcome) Ran() bool {
	return o.Stage != StageToolchain && o.Stage != StageBuild && o.Stage != StageStart
}

// String returns the outcome in a few words, for example
// "connects, TLS 1.2 AES128-GCM-SHA256" or "remote error: tls: handshake failure".
func (o Outcome) String() string {
	if o.Stage == StageAnswer {
		return "answers " + describeAnswer(o)
	}
	if !o.OK() {
		return string(o.Stage) + ": " + o.Error
	}
	text := "connects, " + wire.VersionName(o.Version) + " " + fixtures.OpenSSLName(o.Suite)
	if o.Resumed {
		text += ", resumed"
	}
	return text
}
