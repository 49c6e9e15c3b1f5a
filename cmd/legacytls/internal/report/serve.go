package report

import (
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// A Listening says where a server is.
type Listening struct {
	Addr, Profile, Backend string
	Roots                  string // the file that holds the authorities to trust
	ClientCertificate      string // the file with a certificate that the server accepts, and its key; "" if it asks for none
}

// A ServeLog writes what servers do, one line at a time: first where they
// listen, then each connection. Its methods are safe for concurrent use.
type ServeLog struct {
	text, json io.Writer
	with       Details
	failed     chan error

	begin sync.Once
	begun chan struct{} // closed once the first lines are out

	mu sync.Mutex
}

// Details are what is shown of each connection besides its line.
type Details struct {
	Transcript bool // its steps
	Derivation bool // how its keys came about
}

// NewServeLog returns a log that writes lines to text and JSON objects to
// json; nil writes none.
func NewServeLog(text, json io.Writer, with Details) *ServeLog {
	return &ServeLog{text: text, json: json, with: with, failed: make(chan error, 1), begun: make(chan struct{})}
}

// Begin writes a line for each server. Connections that are over before it are
// written after it. Only the first call counts.
func (l *ServeLog) Begin(servers []Listening) {
	l.begin.Do(func() {
		for _, s := range servers {
			l.write(
				fmt.Sprintf("listening %s profile=%s backend=%s roots=%s", s.Addr, s.Profile, s.Backend, s.Roots),
				listeningEvent{"listening", s.Addr, s.Profile, s.Backend, s.Roots, s.ClientCertificate})
		}
		close(l.begun)
	})
}

// Connection returns what [harness.WithConnectionLog] takes, for a server that
// plays p on the backend. It blocks until Begin was called.
func (l *ServeLog) Connection(p fixtures.Profile, backend string) func(harness.Connection) {
	return func(c harness.Connection) {
		<-l.begun
		text, event := p.Name+" "+c.Describe(p)+serversLog(c), connectionOf(c, p, backend)
		if l.with.Transcript {
			transcript := c.Transcript()
			text, event.Transcript = text+"\n"+transcript.String(), &transcript
		}
		if l.with.Derivation {
			event.Derivation = c.KeyDerivations()
			for _, d := range event.Derivation {
				text += "\n" + strings.TrimSuffix(d.String(), "\n")
			}
		}
		l.write(text, event)
	}
}

// serversLog is what the backend has to say of a connection that failed, below its line.
func serversLog(c harness.Connection) string {
	if c.Log == "" || c.Established && c.Err == nil {
		return ""
	}
	const label = "\n    server's log  "
	return label + strings.ReplaceAll(c.Log, "\n", "\n"+strings.Repeat(" ", len(label)-1))
}

// Failed is sent the first error of writing.
func (l *ServeLog) Failed() <-chan error { return l.failed }

type listeningEvent struct {
	Event   string `json:"event"`
	Addr    string `json:"addr"`
	Profile string `json:"profile"`
	Backend string `json:"backend"`
	Roots   string `json:"roots"`

	ClientCertificate string `json:"client_certificate,omitempty"`
}

type connectionEvent struct {
	Event           string   `json:"event"`
	Profile         string   `json:"profile"`
	Backend         string   `json:"backend"`
	ID              int      `json:"id"` // counts the connections of this server
	Remote          string   `json:"remote"`
	OK              bool     `json:"ok"` // the handshake was complete
	Version         string   `json:"version"`
	Suite           string   `json:"suite"`
	SuiteOpenSSL    string   `json:"suite_openssl"`
	Group           string   `json:"group"`
	ALPN            string   `json:"alpn"`
	Resumed         bool     `json:"resumed"`
	Error           string   `json:"error"`
	Alert           *alert   `json:"alert"`
	OfferedVersions []string `json:"offered_versions,omitempty"`
	OfferedSuites   []string `json:"offered_suites,omitempty"` // IANA names

	ClientSubject string `json:"client_subject,omitempty"` // of the client's certificate
	Log           string `json:"log,omitempty"`            // what the backend has to say besides

	Transcript *harness.Transcript     `json:"transcript,omitempty"` // with -transcript
	Derivation []harness.KeyDerivation `json:"derivation,omitempty"` // with -derivation
}

func connectionOf(c harness.Connection, p fixtures.Profile, backend string) connectionEvent {
	e := connectionEvent{
		Event: "connection", Profile: p.Name, Backend: backend,
		ID: c.ID, Remote: c.Remote, OK: c.Established, Alert: alertOf(c.Alert), ClientSubject: c.ClientSubject(), Log: c.Log,
	}
	if c.Established {
		e.Version, e.Suite, e.SuiteOpenSSL = harness.VersionName(c.State.Version), fixtures.SuiteName(c.State.Suite), fixtures.OpenSSLName(c.State.Suite)
		e.Group, e.ALPN, e.Resumed = harness.GroupName(uint16(c.State.Group)), c.State.ALPN, c.State.Resumed
	}
	switch {
	case c.Err != nil:
		e.Error = c.Err.Error()
	case c.HelloErr != nil:
		e.Error = c.HelloErr.Error()
	}
	if c.Hello != nil {
		for _, v := range c.Hello.Versions() {
			e.OfferedVersions = append(e.OfferedVersions, harness.VersionName(v))
		}
		for _, id := range c.Hello.CipherSuites {
			e.OfferedSuites = append(e.OfferedSuites, fixtures.SuiteName(id))
		}
	}
	return e
}

func (l *ServeLog) write(text string, event any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var err error
	if l.text != nil {
		_, err = io.WriteString(l.text, text+"\n")
	}
	if l.json != nil && err == nil {
		err = writeLine(l.json, event)
	}
	if err != nil {
		select {
		case l.failed <- err:
		default: // only the first counts
		}
	}
}
