package recorded

import (
	_ "embed"
	"reflect"
	"sync"

	"github.com/legacytls/legacytls/internal/gotls"
	"github.com/legacytls/legacytls/internal/toolchain"
	"github.com/legacytls/legacytls/internal/wire"
)

//go:embed hellos.txt
var file string

// table reads the file once.
var table = sync.OnceValue(func() []row {
	hellos, err := Parse(file)
	if err != nil {
		panic("recorded: hellos.txt: " + err.Error())
	}
	rows := make([]row, len(hellos))
	for i, h := range hellos {
		rows[i] = row{h, defaults(h.ClientHello())}
	}
	return rows
})

// A row is a recording with the defaults that it shows.
type row struct {
	hello    Hello
	defaults gotls.Defaults
}

// Hellos returns all recordings: releases in ascending order, the default of each
// first.
func Hellos() []Hello {
	var all []Hello
	for _, r := range table() {
		all = append(all, r.hello)
	}
	return all
}

// Of returns the recording of what a program sends that is built by a release with a
// go line ("" is the release's own) and started with godebug in its environment.
//
// If that was not recorded it is a recording of the release, or of another one of its
// minor, that has the defaults which gotls gives the program. It reports false if there
// is none, as for programs of which gotls knows nothing.
func Of(release toolchain.Version, goLine, godebug string) (Hello, bool) {
	if h, ok := exactly(release, goLine, godebug); ok {
		return h, true
	}
	want, known := gotls.DefaultsOf(release, goLine, godebug)
	if !known {
		return Hello{}, false
	}
	want.ServerMin, want.ServerMax = 0, 0
	for _, r := range table() {
		if r.hello.Release.Lang() == release.Lang() && reflect.DeepEqual(r.defaults, want) {
			return r.hello, true
		}
	}
	return Hello{}, false
}

// exactly returns the recording of just that program.
func exactly(release toolchain.Version, goLine, godebug string) (Hello, bool) {
	for _, r := range table() {
		if h := r.hello; h.Release.Compare(release) == 0 && h.GoLine == goLine && h.GODEBUG == godebug {
			return h, true
		}
	}
	return Hello{}, false
}

// SentBy returns the recording of the newest release that offers what hello does. It
// reports false if none does, because something is set in the client's tls.Config, or
// it is no Go client. The server name and the protocols of ALPN do not count.
func SentBy(hello *wire.ClientHello) (Hello, bool) {
	want := defaults(hello)
	rows := table()
	for i := len(rows) - 1; i >= 0; i-- {
		d := rows[i].defaults
		d.Extensions, want.Extensions = nil, nil // names and protocols have some of their own
		if reflect.DeepEqual(d, want) {
			return rows[i].hello, true
		}
	}
	return Hello{}, false
}
