package agreement

import (
	"fmt"
	"slices"
	"strings"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/tshark"
	"github.com/legacytls/legacytls/internal/wire"
)

const (
	applicationData = "application_data"
	messageHeader   = 4 // RFC 5246, section 7.4: tshark's length is without it
)

// Differences says in what a transcript differs from what tshark reads in the connection.
func Differences(tr harness.Transcript, s tshark.Stream) []string {
	steps, messages := sent(tr), said(s)
	if all := different("the steps", names(steps, stepName), names(messages, messageName)); all != nil {
		return all // what would follow is about different messages
	}
	all := dataDifferences(tr, s)
	for i, step := range steps {
		for _, d := range stepDifferences(step, messages[i]) {
			all = append(all, fmt.Sprintf("%s: %s", stepName(step), d))
		}
		all = append(all, recordDifferences(step, s)...)
	}
	for _, side := range []harness.Side{harness.ClientSide, harness.ServerSide} {
		all = append(all, different(fmt.Sprintf("records of the %s", side),
			[]string{fmt.Sprint(lastRecord(tr, side))}, []string{fmt.Sprint(len(records(s, side)))})...)
	}
	return all
}

// sent are the steps that have records: tshark has the end of TCP elsewhere.
func sent(tr harness.Transcript) []harness.Step {
	var steps []harness.Step
	for _, s := range tr.Steps {
		if s.Record != "tcp" {
			steps = append(steps, s)
		}
	}
	return steps
}

// said are the messages of TLS, of application data that follow on each other the first, as a
// transcript has them.
func said(s tshark.Stream) []message {
	var all []message
	for _, m := range s.Messages {
		if !slices.Contains([]string{"handshake", "alert", "change_cipher_spec", "heartbeat", applicationData}, m.Layer) {
			continue
		}
		if last := len(all) - 1; m.Layer == applicationData && last >= 0 && all[last].Layer == applicationData && all[last].FromServer == m.FromServer {
			continue
		}
		all = append(all, newMessage(m))
	}
	return all
}

func names[T any](all []T, nameOf func(T) string) []string {
	var names []string
	for _, one := range all {
		names = append(names, nameOf(one))
	}
	return names
}

func stepName(s harness.Step) string { return string(s.From) + " " + s.Name }

func messageName(m message) string {
	return string(sideOf(m.FromServer)) + " " + m.name()
}

func sideOf(server bool) harness.Side {
	if server {
		return harness.ServerSide
	}
	return harness.ClientSide
}

// helloRetryRequest is the random that makes a ServerHello one (RFC 8446, section 4.1.3).
const helloRetryRequest = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c"

// name is the name of a step.
func (m message) name() string {
	switch {
	case m.Opaque:
		return m.Layer + ", which tshark could not read"
	case m.Layer != "handshake":
		return m.Layer
	case slices.Equal(hexes(m.all("tls.handshake.random")), []string{helloRetryRequest}):
		return "HelloRetryRequest"
	}
	return wire.HandshakeType(m.Type).String()
}

// stepDifferences compares a step with its message.
func stepDifferences(step harness.Step, m message) []string {
	var all []string
	if step.Problem != "" || step.Encrypted && !step.Opened {
		all = append(all, fmt.Sprintf("tshark could read it, we say %q", step.Problem))
	}
	switch m.Layer {
	case "handshake":
		all = append(all, different("length", []string{fmt.Sprint(step.Length)}, []string{fmt.Sprint(m.Length + messageHeader)})...)
	case "alert", "change_cipher_spec": // RFC 5246, sections 7.1 and 7.2; tshark has the length of the record, encrypted
		all = append(all, different("length", []string{fmt.Sprint(step.Length)}, []string{map[string]string{"alert": "2", "change_cipher_spec": "1"}[m.Layer]})...)
	}
	known := make(map[string]bool)
	for _, r := range transcriptTable()[step.Name] {
		known[r.field] = true
		all = append(all, different(r.field, step.Field(r.field), r.tshark(m))...)
	}
	all = append(all, certificateDifferences(step, m)...)
	return append(all, extensionDifferences(step, m, known)...)
}

// extensionDifferences compares the fields of a step that are not known to be anything else:
// each is an extension.
func extensionDifferences(step harness.Step, m message, known map[string]bool) []string {
	var ours []harness.StepField
	for _, f := range step.Fields {
		if !known[f.Name] && !ofNoExtension(f.Name) {
			ours = append(ours, f)
		}
	}
	var theirs []extension
	for _, e := range m.extensions {
		if !(step.Name == "ClientHello" && e.id() == wire.ExtSupportedVersions) { // it is among the versions
			theirs = append(theirs, e)
		}
	}
	nameOf := func(f harness.StepField) string { return f.Name }
	if all := different("extensions", names(ours, nameOf), names(theirs, extension.name)); all != nil {
		return all
	}
	var all []string
	for i, e := range theirs {
		if want, known := e.text(); known {
			all = append(all, different(e.name(), ours[i].Values, want)...)
		}
	}
	return all
}

// ofNoExtension tells the fields that are not in transcriptTable, and no extensions.
func ofNoExtension(field string) bool {
	return strings.HasPrefix(field, "certificate ") || slices.Contains([]string{"certificates", "authority", "checked"}, field)
}

// dataDifferences compares how much application data each side sent, decrypted.
func dataDifferences(tr harness.Transcript, s tshark.Stream) []string {
	var ours, theirs [2]int
	for _, step := range tr.Steps {
		if step.Name == applicationData {
			ours[indexOf(step.From)] += step.Length
		}
	}
	for _, m := range s.Messages {
		for _, f := range m.Fields {
			if f.Name == "data.data" {
				theirs[indexOf(sideOf(m.FromServer))] += len(f.Bytes)
			}
		}
	}
	return different("bytes of application data of client and server", []string{fmt.Sprint(ours)}, []string{fmt.Sprint(theirs)})
}

func indexOf(side harness.Side) int {
	if side == harness.ServerSide {
		return 1
	}
	return 0
}

// records are those of a side.
func records(s tshark.Stream, side harness.Side) []tshark.Record {
	var all []tshark.Record
	for _, r := range s.Records {
		if sideOf(r.FromServer) == side {
			all = append(all, r)
		}
	}
	return all
}

func lastRecord(tr harness.Transcript, side harness.Side) int {
	last := 0
	for _, step := range tr.Steps {
		if step.From == side && step.Records != nil {
			last = max(last, step.Records[1])
		}
	}
	return last
}

// recordDifferences compares the header of the first record of a step.
func recordDifferences(step harness.Step, s tshark.Stream) []string {
	all := records(s, step.From)
	if first := step.Records[0]; first <= len(all) {
		return different("record version of "+stepName(step), []string{step.RecordVersion}, []string{wire.VersionName(uint16(all[first-1].Version))})
	}
	return []string{fmt.Sprintf("%s: tshark has no record %d", stepName(step), step.Records[0])}
}
