package toolchain

// An EventKind says which step an [Event] is about.
type EventKind string

// The steps that take time. Only EventFetch and EventBuild are slow.
const (
	EventResolve EventKind = "resolve" // asking the module proxy which releases exist
	EventFetch   EventKind = "fetch"   // downloading a toolchain (70 MB, 230 MB unpacked)
	EventBuild   EventKind = "build"   // compiling a program; 10 to 40 s the first time a toolchain is used
	EventCached  EventKind = "cached"  // a program was found in the cache; always Done
)

// An Event tells how the work goes on. A step is reported twice, when it
// begins and, with Done, when it ended; EventCached is reported once.
type Event struct {
	Kind    EventKind
	Version Version // the toolchain in question
	Text    string  // for people: "building with go1.22.12, go line 1.21"
	Done    bool    // the step has ended
	Err     error   // why it failed; only with Done
}

// Slow reports whether the step can last for more than a moment.
func (e Event) Slow() bool { return e.Kind == EventFetch || e.Kind == EventBuild }
