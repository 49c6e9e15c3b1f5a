package harness

import (
	"encoding/hex"
	"fmt"
	"time"

	"github.com/legacytls/legacytls/internal/dissect"
	"github.com/legacytls/legacytls/internal/wire"
)

// stepOf puts a step into words.
func stepOf(s dissect.Step) Step {
	step := Step{
		From: sideOf(s.From), AtMS: milliseconds(s.At), Length: s.Length,
		Encrypted: s.Encrypted, Opened: s.Opened, Fields: []StepField{},
	}
	if s.Err != nil {
		step.Problem = s.Err.Error()
	}
	if s.End != dissect.Open {
		step.Record, step.Name = "tcp", endName(s.End)
		return step
	}
	if s.FirstRecord < 0 && s.Type == 0 {
		step.Record, step.Name = "tcp", "bytes that are no record"
		return step
	}
	step.Record, step.Name = s.Type.String(), s.Type.String()
	if s.FirstRecord >= 0 {
		step.Records, step.RecordVersion = []int{s.FirstRecord + 1, s.LastRecord + 1}, wire.VersionName(s.Version)
	}
	if s.Encrypted && !s.Opened {
		return step
	}
	describeStep(&step, s)
	return step
}

func endName(e dissect.End) string {
	if e == dissect.Reset {
		return "reset"
	}
	return "close"
}

// milliseconds is a time with microseconds behind its point.
func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// describeStep adds what is in it.
func describeStep(step *Step, s dissect.Step) {
	if s.Message != nil {
		describeMessage(step, s)
		return
	}
	switch s.Type {
	case wire.AlertRecord:
		describeAlert(step, s.Content)
	case wire.ChangeCipherSpec:
		step.note(wire.ParseChangeCipherSpec(s.Content))
	case wire.Heartbeat:
		m, err := wire.ParseHeartbeat(s.Content)
		step.add("payload", fmt.Sprintf("%d bytes said, %d come, %d of padding", m.PayloadLength, len(m.Payload), m.Padding))
		step.note(err)
	}
}

// describeAlert names the alerts of a record: more than one in the clear at most.
func describeAlert(step *Step, content []byte) {
	for ; len(content) >= 2; content = content[2:] {
		a := wire.Alert{Level: content[0], Code: content[1]}
		step.add("alert", a.String())
	}
	if len(content) != 0 {
		step.note(fmt.Errorf("2 bytes expected for each alert, %d left", len(content)))
	}
}

// add adds a field, if there is anything in it.
func (s *Step) add(name string, values ...string) {
	if len(values) > 0 && (len(values) > 1 || values[0] != "") {
		s.Fields = append(s.Fields, StepField{name, values})
	}
}

// note adds what is wrong with the step, if it is the first.
func (s *Step) note(err error) {
	if err != nil && s.Problem == "" {
		s.Problem = err.Error()
	}
}

func hexOf(b []byte) string { return hex.EncodeToString(b) }

func bytesOf(n int) string {
	if n == 1 {
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", n)
}
