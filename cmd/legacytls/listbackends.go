package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/legacytls/legacytls/cmd/legacytls/internal/terminal"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// askTime bounds how long list backends waits for all that it asks.
const askTime = 30 * time.Second

func listBackends(ctx context.Context, of *listFlags) (listing, error) {
	l := listing{heading: []string{"backend", "available", "plays", "why not"}}
	for _, b := range askAll(ctx, backends(), of.workshop.progress) {
		if b.missing == nil {
			l.add(b.name, "yes", b.plays, "")
		} else {
			l.add(b.name, "no", b.plays, strings.ReplaceAll(b.missing.Error(), "\n", "; "))
		}
	}
	return l, ctx.Err()
}

// An askedBackend is a backend, and whether it is available here.
type askedBackend struct {
	backend
	plays   string
	missing error // why it is not there, nil if it is
}

// askAll asks all backends at once, as each container takes a second or more to start, and
// shows whose answers are waited for.
func askAll(ctx context.Context, all []backend, progress *terminal.Progress) []askedBackend {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	asked := make([]askedBackend, len(all))
	waiting := newWaitingFor(namesOf(all), progress)
	defer progress.Clear()
	var done sync.WaitGroup
	for i, b := range all {
		done.Add(1)
		go func() {
			defer done.Done()
			asked[i] = b.asked(ctx)
			waiting.answered(i)
		}()
	}
	done.Wait()
	return asked
}

// asked asks what b plays, and with which OpenSSL.
func (b backend) asked(ctx context.Context) askedBackend {
	without := askedBackend{backend: b, plays: "with " + b.with}
	if b.player == nil {
		return without
	}
	with := b.with
	if b.openssl != "" {
		version, err := harness.OpenSSLVersion(ctx, b.player)
		if err != nil {
			without.missing = err
			return without
		}
		with = "the s_server of " + strings.Join(strings.Fields(version), " ") + ", " + b.openssl
	}
	played, err := countPlayed(ctx, b.player)
	if err != nil {
		without.missing = err
		return without
	}
	return askedBackend{backend: b, plays: fmt.Sprintf("%d of the %d profiles, with %s", played, len(fixtures.Catalogue()), with)}
}

// countPlayed counts the profiles of the catalogue that b plays. The error says why b is no
// longer available.
func countPlayed(ctx context.Context, b harness.Backend) (int, error) {
	played := 0
	for _, p := range fixtures.Catalogue() {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		err := b.Supports(p)
		if unavailable := new(harness.UnavailableError); errors.As(err, &unavailable) {
			return 0, unavailable.Reason
		}
		if err == nil {
			played++
		}
	}
	return played, nil
}

// A waitingFor shows in the progress line which names have not answered yet.
type waitingFor struct {
	mu       sync.Mutex
	names    []string // "" for one that has answered
	answers  int
	progress *terminal.Progress
}

func newWaitingFor(names []string, progress *terminal.Progress) *waitingFor {
	w := &waitingFor{names: names, progress: progress}
	w.show()
	return w
}

func (w *waitingFor) answered(i int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.names[i] = ""
	w.answers++
	w.show()
}

func (w *waitingFor) show() {
	if w.answers < len(w.names) {
		w.progress.Show(w.text(), w.answers, len(w.names))
	}
}

func (w *waitingFor) text() string {
	var left []string
	for _, name := range w.names {
		if name != "" {
			left = append(left, name)
		}
	}
	return "asking " + strings.Join(left, ", ")
}
