package protocol

// SetenvVariable is the environment variable whose value, if it is not empty, an agent sets as
// GODEBUG with os.Setenv before it does anything else.
const SetenvVariable = "LEGACYTLS_AGENT_SETENV"

// Hello is the first line that an agent writes. A process that ends before it wrote this
// line did not start, for example because of a removed GODEBUG setting.
type Hello struct {
	Go  string // runtime.Version() of the agent, such as "go1.12.17"
	PID int    // process id of the agent
}

// Op says what a Request asks for.
type Op string

// The operations of an agent.
const (
	OpDial   Op = "dial"   // make a connection, answer with its Result
	OpListen Op = "listen" // be a server until told to stop
	OpClose  Op = "close"  // stop the listener that Request.Close names
)

// Request is one line from the test to the agent.
type Request struct {
	ID     uint64  // chosen by the test; the replies carry it
	Op     Op      // decides which of the fields below is read
	Dial   *Dial   `json:",omitempty"`
	Listen *Listen `json:",omitempty"`
	Close  uint64  `json:",omitempty"` // ID of the listen request whose listener is to stop
}

// Kind says what a Reply is.
type Kind string

// The kinds of replies.
const (
	KindResult     Kind = "result"     // answer to a dial: Result is set
	KindListening  Kind = "listening"  // answer to a listen: Addr is set
	KindConnection Kind = "connection" // a listener's connection ended: Result is set
	KindClosed     Kind = "closed"     // answer to a close: no more connections will be reported
	KindError      Kind = "error"      // the request could not be read or carried out: Error is set
)

// Reply is one line from the agent to the test.
type Reply struct {
	ID     uint64  // ID of the request; 0 when the request could not be read
	Kind   Kind    // decides which of the fields below is set
	Result *Result `json:",omitempty"`
	Addr   string  `json:",omitempty"`
	Error  string  `json:",omitempty"`
}

// Dial asks for one connection as a TLS client.
type Dial struct {
	Addr      string   // host:port
	Config    Config   // the client's tls.Config
	TimeoutMS int      // milliseconds for the whole request, both connections of Resume included; 0 = DefaultTimeoutMS
	Exchange  Exchange // what is sent after the handshake; "" = ExchangeLine
	Export    bool     // also export keying material into Result.Export
	Resume    bool     // connect twice with one session cache and report the second connection

	// ForceAttemptHTTP2 and TLSHandshakeTimeoutMS are fields of http.Transport, with ExchangeHTTP.
	// The first is nothing before Go 1.13, the second is in milliseconds, 0 = not set.
	ForceAttemptHTTP2     bool
	TLSHandshakeTimeoutMS int
}

// Listen asks for a TLS server on a free port of 127.0.0.1. After the handshake it sends
// back each line that it receives, until the client ends the connection.
type Listen struct {
	Config    Config // the server's tls.Config
	TimeoutMS int    // milliseconds for each connection; 0 = DefaultTimeoutMS
	// Announce reports each connection a first time when its handshake is complete, with
	// StageEstablished, and lets it take as long as the client likes from then on.
	Announce bool
	Export   bool // also export keying material into Result.Export
	// KeyLog reports each line of tls.Config.KeyLogWriter by itself, with StageSecret.
	KeyLog bool

	NoCertificate bool // tls.Config.GetCertificate returns none, Config.Certificates are not used
	HTTP          bool // an http.Server answers instead of the echo; Announce and Export are not looked at
}

// DefaultTimeoutMS is the time in milliseconds for a connection when a request names none.
const DefaultTimeoutMS = 10000

// Exchange says what a client does after the handshake.
type Exchange string

// The exchanges.
const (
	// ExchangeLine writes a line and expects the same line back: for peers of ours.
	ExchangeLine Exchange = "line"
	// ExchangeClose is for peers that are not ours. In TLS 1.3 a server judges the client's
	// certificate only after the client has finished (RFC 8446, section 4.4), so the client
	// sends close_notify and reads until the peer closes too, or refuses, or stays silent for
	// a moment. Up to TLS 1.2 the handshake has settled everything and nothing is done.
	ExchangeClose Exchange = "close"
	// ExchangeHTTP gets "/" with an http.Client whose http.Transport has the tls.Config as
	// TLSClientConfig. Resume and Export are not looked at.
	ExchangeHTTP Exchange = "http"
)

// Config holds the settings of a crypto/tls.Config. A zero field is not set there, so that
// the Go release under test decides, with the exceptions named below.
type Config struct {
	MinVersion   uint16
	MaxVersion   uint16
	CipherSuites []uint16 // nil = not set; empty but not nil is set as it is
	Groups       []uint16 // tls.Config.CurvePreferences; nil = not set
	ALPN         []string // tls.Config.NextProtos
	// ServerName, if empty, is the host of Dial.Addr for a client, as in tls.Dial.
	ServerName   string
	Roots        []byte    // PEM, the roots a client trusts; empty = those of the system
	Insecure     bool      // tls.Config.InsecureSkipVerify
	Certificates []KeyPair // the client's or the server's own
	// InsistOnCertificate makes a client show the first of Certificates whatever the server asks
	// for, by tls.Config.GetClientCertificate.
	InsistOnCertificate bool
	Renegotiation       int // tls.RenegotiationSupport, of a client

	ClientAuth  int    // tls.ClientAuthType
	ClientRoots []byte // PEM, tls.Config.ClientCAs

	NoSessionTickets bool // tls.Config.SessionTicketsDisabled
}

// KeyPair is a certificate chain with its private key. The chain is used without being
// parsed by the agent, so it may be one that crypto/x509 refuses. A key that it refuses is what
// comes of a connection that was to use it, at StageConnect.
type KeyPair struct {
	Chain [][]byte // DER, leaf first
	Key   []byte   // DER, PKCS#8
}

// Stage names how far a connection came.
type Stage string

// The stages of a connection, in order.
const (
	StageConnect   Stage = "connect"   // no TCP connection, or none was tried with a key that the Go release cannot load
	StageHandshake Stage = "handshake" // the handshake failed, for a reason other than the peer's certificate
	StageVerify    Stage = "verify"    // the peer's certificate was refused on the agent's side
	// StageEstablished is in the first of two reports on a connection; see Listen.Announce.
	StageEstablished Stage = "established"
	// StageSecret is in a report that has KeyLog alone; see Listen.KeyLog.
	StageSecret Stage = "secret"

	StageExchange Stage = "exchange" // the handshake succeeded for the agent, the exchange failed
	StageDone     Stage = "done"     // everything succeeded
)

// ExportLabel and ExportLength are what the agent exports when Dial.Export or Listen.Export
// is set, with no context (RFC 5705, section 4). The label's prefix is the one that the RFC
// sets aside for private use.
const (
	ExportLabel  = "EXPERIMENTAL-legacytls"
	ExportLength = 32
)

// MaxRecorded is the number of bytes that Result.Sent and Result.Received hold at most.
const MaxRecorded = 64 << 10

// Result is what one connection came to.
type Result struct {
	Stage Stage  // where the connection ended when Error is set, else StageDone
	Error string // error text as the Go release under test words it; "" when all went well

	KeyLog string // a line, with StageSecret; nothing else is set then

	Local, Remote string // TCP addresses as the agent sees them; empty without a TCP connection

	// What was negotiated; zero when the handshake failed.
	Version uint16 // tls.ConnectionState.Version
	Suite   uint16 // tls.ConnectionState.CipherSuite
	Group   uint16 // tls.ConnectionState.CurveID; always 0 before Go 1.25, which does not tell
	ALPN    string // tls.ConnectionState.NegotiatedProtocol
	Resumed bool   // tls.ConnectionState.DidResume

	Export      string // lower-case hex of the exported keying material; "" when not asked for or refused
	ExportError string // why nothing was exported; does not change Stage

	// The first MaxRecorded raw bytes of the TCP connection each way, up to the end of the
	// handshake; when the handshake failed, up to the end of the connection.
	Sent, Received []byte

	// Counters holds the settings that made this process behave in another way than by
	// default, by GODEBUG name with the number of times, since it started and by all of its
	// connections (runtime/metrics /godebug/non-default-behavior/NAME:events). Go 1.21 and later.
	Counters map[string]uint64
}
