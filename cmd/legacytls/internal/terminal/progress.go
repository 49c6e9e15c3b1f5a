package terminal

import (
	"fmt"
	"io"
	"os"
	"sync"
)

// Progress is one line on a terminal that says what is being done. Anywhere
// else, and in CI, it shows nothing.
type Progress struct {
	w      io.Writer
	active bool

	mu    sync.Mutex
	shown bool
}

// NewProgress returns the progress line on w.
func NewProgress(w io.Writer) *Progress {
	return &Progress{w: w, active: Is(w) && os.Getenv("CI") == ""}
}

// Show replaces the line. If total is not zero, the line begins with done/total.
func (p *Progress) Show(text string, done, total int) {
	if !p.active {
		return
	}
	if total > 0 {
		text = fmt.Sprintf("%d/%d %s", done, total, text)
	}
	const width = 78 // fits every terminal without asking for its size
	if len(text) > width {
		text = text[:width]
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	fmt.Fprintf(p.w, "\r\x1b[K%s", text)
	p.shown = true
}

// Clear removes the line, so that something else can be written.
func (p *Progress) Clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.shown = false
	}
}
