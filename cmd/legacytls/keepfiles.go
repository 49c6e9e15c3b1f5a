package main

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// keepFiles are the files of serve that keep something of every connection; nil where none
// is asked for.
type keepFiles struct {
	hellos, keys, packets *lineFile
	capture               *harness.Capture
}

func openKeepFiles(hellos, keys, packets string, say func(string)) (k keepFiles, err error) {
	var errs [4]error
	k.hellos, errs[0] = openLines("hellos", hellos, 0o644, say)
	k.keys, errs[1] = openLines("keylog", keys, 0o600, say)
	k.packets, errs[2] = openLines("pcap", packets, 0o600, say)
	if k.packets != nil {
		k.capture, errs[3] = harness.NewCapture(k.packets)
	}
	if err := errors.Join(errs[:]...); err != nil {
		k.close()
		return keepFiles{}, err
	}
	return k, nil
}

func (k keepFiles) close() {
	k.hellos.close()
	k.keys.close()
	k.packets.close()
}

// options are those of a server that plays p on the backend.
func (k keepFiles) options(p fixtures.Profile, backend string) []harness.Option {
	var all []harness.Option
	if k.hellos != nil {
		all = append(all, harness.WithHelloLog(k.hellosOf(p, backend)))
	}
	if k.keys != nil {
		all = append(all, harness.WithKeyLog(k.keys))
	}
	if k.capture != nil {
		all = append(all, harness.WithCapture(k.capture))
	}
	return all
}

// A keptHello is a line of -hellos.
type keptHello struct {
	Time    string              `json:"time"` // when it was complete, in UTC
	Profile string              `json:"profile"`
	Backend string              `json:"backend"`
	ID      int                 `json:"id"` // of the connection, as in serve -json
	Remote  string              `json:"remote"`
	Hello   harness.HelloReport `json:"hello"`
}

// hellosOf returns what keeps the hellos of a server.
func (k keepFiles) hellosOf(p fixtures.Profile, backend string) func(harness.ArrivedHello) {
	return func(h harness.ArrivedHello) {
		line, err := json.Marshal(keptHello{h.At.UTC().Format(time.RFC3339Nano), p.Name, backend, h.ID, h.Remote, harness.ReportHello(h.Hello)})
		if err != nil {
			panic(err) // texts and numbers can be encoded
		}
		_, _ = k.hellos.Write(append(line, '\n'))
	}
}
