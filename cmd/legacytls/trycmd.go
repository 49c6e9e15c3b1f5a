package main

import (
	"context"
	"io"
	"time"

	"github.com/legacytls/legacytls/cmd/legacytls/internal/report"
	"github.com/legacytls/legacytls/harness"
)

func tryCommand() command {
	return command{
		name:    "try",
		args:    "PROFILE|FILE|HOST:PORT",
		summary: "connects clients of several builds to a server, and says what came of each, and why",
		about: `
The target is the name of a profile (legacytls list profiles) or a file with one
in YAML or JSON, which is started for the purpose, or the address of any TLS
server. Exit code 0: every build connects, 1: some do not, 3: some could not be
tried.
`,
		examples: []string{
			"legacytls try rsa-key-exchange-only",
			"legacytls try partner.yaml",
			"legacytls try -backend openssl aes128-gcm-sha256-only",
			"legacytls try -go 1.21,1.22,1.27 -godebug '' -godebug tlsrsakex=1 -roots ca.pem 127.0.0.1:4433",
			"legacytls try -go 1.27 -min 1.0 -suites AES128-SHA -insecure -json - 127.0.0.1:4433",
		},
		complete: completeTarget,
		run:      tryTarget,
	}
}

// A trial is the command line of try, parsed.
type trial struct {
	workshop *workshop
	matrix   harness.Matrix
	client   harness.Client
	target   target
	timeout  time.Duration
	jsonFile string
	color    bool
	steps    bool // show transcripts
}

func tryTarget(ctx context.Context, f *flags, s streams) error {
	t, err := parseTry(f, s)
	if err != nil {
		return err
	}
	return t.workshop.withRunner(t.timeout, func(r *harness.Runner) error {
		return t.work(ctx, r, s)
	})
}

func parseTry(f *flags, s streams) (t trial, err error) {
	matrix := f.matrix([]string{"1.21", "1.22", "1.27", "local"})
	client, backend := f.client(), f.backend()
	roots := f.set.String("roots", "", "PEM `file` with the authorities to trust (default: those of the system)")
	f.set.StringVar(&t.jsonFile, "json", "", "also write one JSON object per build to `file`; - is standard output, instead of the list")
	f.set.BoolVar(&t.steps, "transcript", false, "draw what each side sent, decrypted, if the server is ours; with -json it is in the objects")
	t.workshop = f.workshop(s)
	timeout, color := f.timeout(), f.color(s.out)

	args, err := f.parse()
	if err != nil {
		return t, err
	}
	if t.matrix, err = matrix(); err != nil {
		return t, err
	}
	if t.client, err = client(); err != nil {
		return t, err
	}
	if t.timeout, err = timeout(); err != nil {
		return t, err
	}
	if t.color, err = color(); err != nil {
		return t, err
	}
	choice, err := backend()
	if err != nil {
		return t, err
	}
	if t.target, err = parseTarget(args, *roots, choice); err != nil {
		return t, err
	}
	if t.steps && t.target.addr != "" {
		return t, usagef("-transcript: %s is not a server of ours, and only those see what both sides send (legacytls list profiles)", t.target.addr)
	}
	return t, nil
}

func (t trial) work(ctx context.Context, r *harness.Runner, s streams) error {
	m, err := resolve(ctx, r, t.matrix)
	if err != nil {
		return err
	}
	target, stop, err := t.target.open(ctx, r)
	if err != nil {
		return err
	}
	defer stop()
	out, err := openOutputs(s, false, destination{"json", t.jsonFile})
	if err != nil {
		return err
	}
	defer out.discard()
	t.workshop.warn(leftOut(m))
	t.workshop.warn(unknownSettings(ctx, r, m))

	tried := t.builds(ctx, r, m, target)
	t.workshop.progress.Clear()
	if err := out.report(func(w io.Writer) { report.Try(w, describeTarget(target), tried, t.color) }); err != nil {
		return err
	}
	if err := out.write("json", func(w io.Writer) error { return report.AllTried(w, tried) }); err != nil {
		return err
	}
	if err := out.commit(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return tryExit(tried)
}

// builds connects under each build of the matrix, one after the other. It
// returns those that were through before ctx ended.
func (t trial) builds(ctx context.Context, r *harness.Runner, m harness.Matrix, target harness.Target) []report.Tried {
	var tried []report.Tried
	for i, b := range m.Builds() {
		t.workshop.progress.Show(b.String(), i+1, len(m.Builds()))
		o, err := r.Connect(ctx, b, t.client, target)
		one := report.Tried{Outcome: o, Err: err}
		if err == nil {
			one.Why = r.Explain(ctx, o, t.client, target)
		}
		if t.steps && o.Server != nil {
			transcript := o.Server.Transcript()
			one.Transcript = &transcript
		}
		if ctx.Err() != nil {
			break
		}
		tried = append(tried, one)
	}
	return tried
}

func describeTarget(t harness.Target) string {
	if t.Server == nil {
		return t.Addr
	}
	text := t.Server.Profile.Name + " on " + t.Server.Backend
	if title := t.Server.Profile.Title; title != "" {
		text += ": " + title
	}
	return text
}

// tryExit is the exit code of a try that went to its end. What a build that
// could not be tried would have shown is not known, so 3 comes before 1.
func tryExit(tried []report.Tried) error {
	code := exitOK
	for _, t := range tried {
		switch {
		case t.Err != nil, t.Outcome.Stage == harness.StageToolchain:
			return exitError(exitIncomplete)
		case !t.Outcome.OK():
			code = exitUnexpected
		}
	}
	if code == exitOK {
		return nil
	}
	return exitError(code)
}
