package harness

import (
	"testing"
	"time"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/dissect"
	"github.com/legacytls/legacytls/internal/wire"
)

// A Transcript is a connection as its steps in order: what each side sent, in the clear also
// where it was encrypted, as far as the server's secrets open it. String draws it as a ladder;
// as JSON it is what legacytls serve -transcripts writes, and docs/transcript.md says what
// each field means.
type Transcript struct {
	ID      int       `json:"id"`      // of the [Connection], 0 if there is none
	Profile string    `json:"profile"` // what the server plays
	Backend string    `json:"backend"` // who plays it
	Remote  string    `json:"remote"`  // the client's address
	Started time.Time `json:"started"` // when the connection was accepted

	Version NamedID `json:"version"` // that was agreed on last; zero without a ServerHello
	Suite   SuiteID `json:"suite"`   // likewise

	Established bool   `json:"established"` // a handshake was completed
	Over        bool   `json:"over"`        // the connection has ended
	Error       string `json:"error"`       // why the server ended it, "" if it did not

	Steps []Step `json:"steps"`

	// UnrecordedClient and UnrecordedServer are how many bytes of each side came later than
	// what is in Steps. The first 64 KiB up to the end of a handshake are, and 16 KiB after it.
	UnrecordedClient int `json:"unrecorded_client"`
	UnrecordedServer int `json:"unrecorded_server"`
}

// A Step is one thing that a side of a connection did.
type Step struct {
	From Side `json:"from"`
	// AtMS is when the last byte of it came or went, in milliseconds since the connection was
	// accepted.
	AtMS float64 `json:"at_ms"`

	// Record is the content type of the record, that inside of an encrypted one if it could
	// be opened: "handshake", "change_cipher_spec", "alert", "application_data". It is
	// "tcp" for the end of a side.
	Record string `json:"record"`
	// Records are the first and the last record that it came in, counted for each side from 1
	// on; nil for what came in none.
	Records []int `json:"records"`
	// RecordVersion is the version in the header of the first of them.
	RecordVersion string `json:"record_version"`
	Encrypted     bool   `json:"encrypted"` // the record was
	Opened        bool   `json:"opened"`    // and its content is known all the same

	// Name is what it is: the name of a handshake message, such as "ClientHello", or that of
	// Record.
	Name string `json:"name"`
	// Length is in bytes: of a message with its header of 4, of an opened record without its
	// header of 5, of one that stayed closed as it was sent.
	Length int         `json:"length"`
	Fields []StepField `json:"fields"`

	Problem string `json:"problem,omitempty"` // what could not be opened or read, and why
}

// A StepField is one of the things that a step says.
type StepField struct {
	Name   string   `json:"name"` // in words, such as "cipher suites"
	Values []string `json:"values"`
}

// Field returns the values of the field of that name, nil if there is none.
func (s Step) Field(name string) []string {
	for _, f := range s.Fields {
		if f.Name == name {
			return f.Values
		}
	}
	return nil
}

// Transcript returns the steps of the connection, up to now if it is not over.
func (c Connection) Transcript() Transcript {
	if c.entry == nil {
		return Transcript{}
	}
	return c.entry.transcript(c)
}

// Transcript returns that of the server's last connection, after its handshake is complete or it
// is over; a connection that goes on is shown up to now. It is empty if there is none.
func (s *Server) Transcript() Transcript {
	entries := s.snapshot()
	if len(entries) == 0 {
		return Transcript{Profile: s.Profile.Name, Backend: s.Backend}
	}
	last := entries[len(entries)-1]
	last.waitToSettle()
	return last.witness().Transcript()
}

// maxTranscripts is how many a test that failed prints.
const maxTranscripts = 4

// logTranscripts logs the transcripts of the last connections, as their server was closed.
func logTranscripts(tb testing.TB, s *Server) {
	tb.Helper()
	entries := s.snapshot()
	if left := len(entries) - maxTranscripts; left > 0 {
		tb.Logf("the transcripts of the last %d connections; %d more came before them", maxTranscripts, left)
		entries = entries[left:]
	}
	for _, e := range entries {
		tb.Log(e.witness().Transcript().String())
	}
}

// transcript takes the connection apart.
func (e *entry) transcript(c Connection) Transcript {
	seen := e.dissect()
	t := Transcript{
		ID: c.ID, Profile: e.server.Profile.Name, Backend: e.server.Backend, Remote: c.Remote, Started: c.Started,
		Established: c.Established, Over: c.Over,
		UnrecordedClient: seen.Lost[dissect.Client], UnrecordedServer: seen.Lost[dissect.Server],
		Steps: []Step{},
	}
	if c.Err != nil {
		t.Error = c.Err.Error()
	}
	for _, h := range seen.Handshakes {
		if h.Version != 0 {
			t.Version, t.Suite = namedID(h.Version, wire.VersionName), suiteID(h.Suite)
		}
	}
	for _, s := range seen.Steps {
		t.add(stepOf(s))
	}
	return t
}

// applicationData is what TLS is there for; of it the transcript only counts.
const applicationData = "application_data"

// add appends a step. Records of application data of one side that follow on each other are
// one step, which says how many they are.
func (t *Transcript) add(s Step) {
	last := len(t.Steps) - 1
	if last < 0 || !s.continues(t.Steps[last]) {
		t.Steps = append(t.Steps, s)
		return
	}
	into := &t.Steps[last]
	into.AtMS, into.Length = s.AtMS, into.Length+s.Length
	into.Records[1] = s.Records[1]
}

// continues reports whether s is more of the data that is in last.
func (s Step) continues(last Step) bool {
	return s.Record == applicationData && last.Record == applicationData && s.From == last.From &&
		s.Opened == last.Opened && s.Problem == last.Problem && s.Records != nil && last.Records != nil
}

// sideOf names a side.
func sideOf(s dissect.Side) Side {
	if s == dissect.Server {
		return ServerSide
	}
	return ClientSide
}

func suiteName(id uint16) string {
	s, known := fixtures.SuiteByID(id)
	if !known {
		return fixtures.OpenSSLName(id)
	}
	if s.OpenSSL == s.Name {
		return s.Name
	}
	return s.Name + " (" + s.OpenSSL + ")"
}

// inHex is hexadecimal, of which there is not too much.
func inHex(b []byte) string {
	const most = 48
	text := hexOf(b)
	if len(b) > most {
		text = hexOf(b[:most]) + "..."
	}
	return text
}
