package testrun

import (
	"io"
	"strings"
	"testing"
)

// A mirror shows the events of another process on a test of this one.
type mirror struct {
	root  *node
	nodes map[string]*node // that have not ended, by name
	order []*node          // the same in the order in which they began
	last  *node            // whose the next output is

	began    bool   // the root has
	result   string // of the root, "" before it has one
	ancestor string // "fail" or "skip" of a test around the root, "" otherwise
	over     bool   // all tests are
}

// A node is a test of the other process with the test of this one that mirrors it.
type node struct {
	name   string
	parent *node
	paused bool   // by t.Parallel
	below  int    // subtests whose mirroring tests have not ended
	came   string // what it came to, "" before it has ended

	t      *testing.T
	out    io.Writer
	result chan string   // came, for the mirroring test
	ended  chan struct{} // the mirroring test has
}

// write adds to the output of the mirroring test.
func (n *node) write(text string) {
	n.t.Helper()
	n.out.Write([]byte(text)) // to memory, or where package testing has its own trouble with
}

func newMirror(t *testing.T) *mirror {
	t.Helper()
	root := &node{name: t.Name(), t: t, out: outputOf(t)}
	return &mirror{root: root, nodes: map[string]*node{root.name: root}, last: root}
}

// show shows one event.
func (m *mirror) show(e event) {
	m.root.t.Helper()
	n := m.nodes[e.test]
	switch e.action {
	case "":
		if !m.over || !strings.HasPrefix(e.text, "coverage: ") { // that of the process alone
			m.last.write(unindent(e.text))
		}
	case actionRun:
		m.begin(e.test)
	case actionName:
		m.turnTo(n)
	case actionNote:
		m.turnTo(n)
		m.last.write(e.text)
	case actionPause, actionCont:
		m.turnTo(n)
		if n != nil {
			n.paused = e.action == actionPause
		}
		if n == m.root && n.paused {
			n.t.Parallel() // as it is there; what comes meanwhile is kept
		}
	case actionEnd:
		m.over, m.last = true, m.root
	default:
		m.end(e.test, n, e.action)
	}
}

// turnTo makes n the test whose output comes next; what is of none of ours is the root's.
func (m *mirror) turnTo(n *node) {
	if m.last = n; n == nil {
		m.last = m.root
	}
}

// begin mirrors the begin of a test.
func (m *mirror) begin(name string) {
	m.root.t.Helper()
	if name == m.root.name {
		m.began = true
		m.last = m.root
		return
	}
	parent, leaf := m.parentOf(name)
	if parent == nil {
		m.last = m.root // a test around the root
		return
	}
	n := &node{name: name, parent: parent, result: make(chan string, 1), ended: make(chan struct{})}
	parent.below++
	started := make(chan struct{})
	go func() {
		parent.t.Helper()
		defer close(n.ended)
		parent.t.Run(leaf, func(t *testing.T) {
			t.Helper()
			n.t, n.out = t, outputOf(t)
			close(started)
			conclude(t, <-n.result)
		})
	}()
	select {
	case <-started:
	case <-n.ended: // filtered out here, which it was not there
		n.t, n.out = parent.t, parent.out
	}
	m.nodes[name], m.last = n, n
	m.order = append(m.order, n)
}

// parentOf returns the test that a test is a subtest of, and its name there. Names may
// have slashes of their own: of two parallel tests x and x/y, the second is none of the
// first, which has paused when the second begins.
func (m *mirror) parentOf(name string) (parent *node, leaf string) {
	for i := len(name) - 1; i > 0; i-- {
		if name[i] != '/' {
			continue
		}
		if n := m.nodes[name[:i]]; n != nil && !n.paused {
			return n, name[i+1:]
		}
	}
	return nil, ""
}

// end mirrors the end of a test.
func (m *mirror) end(name string, n *node, result string) {
	switch {
	case n == nil:
		if result != actionPass && strings.HasPrefix(m.root.name, name+"/") {
			m.ancestor = result
		}
		m.last = m.root
	case n == m.root:
		m.result, m.last = result, n
	default:
		m.last = m.root // until the next framing; a mirrored test takes no more
		delete(m.nodes, name)
		n.came = result
		m.settle(n)
	}
}

// settle ends the mirroring test of n and those around it, as far as nothing below them is
// left: a test must not end before a subtest, which it may be taken to have by its name.
func (m *mirror) settle(n *node) {
	for ; n != m.root && n.came != "" && n.below == 0; n = n.parent {
		n.result <- n.came
		<-n.ended
		n.parent.below--
	}
}

// endAll ends the mirrored tests of which the process told no end, the innermost first.
func (m *mirror) endAll() {
	for i := len(m.order) - 1; i >= 0; i-- {
		if n := m.order[i]; m.nodes[n.name] == n {
			n.write("the process ended before this test did\n")
			m.end(n.name, n, actionFail)
		}
	}
}

// conclude makes of t what the other test came to. It does not return if that was skipped.
func conclude(t *testing.T, result string) {
	t.Helper()
	switch result {
	case actionFail:
		t.Fail()
	case actionSkip:
		t.SkipNow()
	}
}
