package main

import (
	"encoding/json"
	"time"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// keepFiles are the files of serve that keep something of every connection; nil where none
// is asked for.
type keepFiles struct{ hellos, keys *lineFile }

func openKeepFiles(hellos, keys string, say func(string)) (k keepFiles, err error) {
	if k.hellos, err = openLines("hellos", hellos, 0o644, say); err != nil {
		return k, err
	}
	if k.keys, err = openLines("keylog", keys, 0o600, say); err != nil {
		k.close()
	}
	return k, err
}

func (k keepFiles) close() {
	k.hellos.close()
	k.keys.close()
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
