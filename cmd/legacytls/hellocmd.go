package main

import (
	"context"
	"io"
	"reflect"
	"time"

	"github.com/legacytls/legacytls/cmd/legacytls/internal/report"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

func helloCommand() command {
	return command{
		name:    "hello",
		summary: "shows the ClientHello of each build; of two builds, their difference",
		about: `
The hello is that of a client with the tls.Config of the flags, sent to a server of
ours on loopback. It asks for the name example.com unless -servername says otherwise.
Of more than two builds each is shown. Where a toolchain cannot be had, the hello is
the one that legacytls has recorded of the build, which is said, unless there are
flags for the client. Exit code 0: every build sent a hello, now or when it was
recorded, 1: some did not, 3: some could not be tried.
`,
		examples: []string{
			"legacytls hello",
			"legacytls hello -go 1.22 -json -",
			"legacytls hello -go 1.21,1.22",
			"legacytls hello -go 1.26 -godebug '' -godebug tlsrsakex=1",
			"legacytls hello -go 1.27 -goline 1.21,1.27",
		},
		run: showHellos,
	}
}

// A greeting is the command line of hello, parsed.
type greeting struct {
	workshop *workshop
	matrix   harness.Matrix
	client   harness.Client
	timeout  time.Duration
	jsonFile string
}

func showHellos(ctx context.Context, f *flags, s streams) error {
	g, err := parseHello(f, s)
	if err != nil {
		return err
	}
	return g.workshop.withRunner(g.timeout, func(r *harness.Runner) error { return g.work(ctx, r, s) })
}

func parseHello(f *flags, s streams) (g greeting, err error) {
	matrix, client := f.matrix([]string{"local"}), f.client()
	f.set.StringVar(&g.jsonFile, "json", "", "also write one JSON object per build to `file`; - is standard output, instead of the text")
	g.workshop = f.workshop(s)
	timeout := f.timeout()

	args, err := f.parse()
	if err != nil {
		return g, err
	}
	if len(args) > 0 {
		return g, usagef("want no argument, got %s: the server is ours (legacytls try takes one of yours)", quoted(args))
	}
	if g.matrix, err = matrix(); err != nil {
		return g, err
	}
	if g.client, err = client(); err != nil {
		return g, err
	}
	if g.client.ServerName == "" {
		g.client.ServerName = recordedName
	}
	g.client.InsecureSkipVerify = true // it is the hello that matters
	g.timeout, err = timeout()
	return g, err
}

func (g greeting) work(ctx context.Context, r *harness.Runner, s streams) error {
	m, err := resolve(ctx, r, g.matrix)
	if err != nil {
		return err
	}
	out, err := openOutputs(s, false, destination{"json", g.jsonFile})
	if err != nil {
		return err
	}
	defer out.discard()
	g.workshop.warn(leftOut(m))
	g.workshop.warn(unknownSettings(ctx, r, m))
	server, err := harness.Serve(ctx, fixtures.Modern(), harness.WithLines(nil))
	if err != nil {
		return err
	}
	defer server.Close()

	hellos := g.hellos(ctx, r, m, server)
	g.workshop.progress.Clear()
	if err := out.report(func(w io.Writer) { report.Hellos(w, hellos) }); err != nil {
		return err
	}
	if err := out.write("json", func(w io.Writer) error { return report.AllHellos(w, hellos) }); err != nil {
		return err
	}
	if err := out.commit(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return helloExit(hellos)
}

// hellos are those of the builds, one after the other, up to the end of ctx.
func (g greeting) hellos(ctx context.Context, r *harness.Runner, m harness.Matrix, server *harness.Server) []report.Hello {
	var all []report.Hello
	for i, b := range m.Builds() {
		g.workshop.progress.Show(b.String(), i+1, len(m.Builds()))
		o, err := r.Connect(ctx, b, g.client, harness.TargetOf(server))
		if ctx.Err() != nil {
			break
		}
		o.Build = b
		one := report.Hello{Outcome: o, Err: err}
		if err == nil && o.Stage == harness.StageToolchain && g.isDefault() {
			one.Recorded = recordedHello(b)
		}
		all = append(all, one)
	}
	return all
}

// isDefault reports whether the client is the one whose hellos are recorded.
func (g greeting) isDefault() bool {
	return reflect.DeepEqual(g.client, harness.Client{ServerName: recordedName, InsecureSkipVerify: true})
}

// recordedName is the name that the clients of recorded hellos ask for.
const recordedName = "example.com"

// recordedHello returns nil if there is none.
func recordedHello(b harness.Build) *harness.RecordedHello {
	h, known := harness.RecordedHelloOf(b)
	if !known {
		return nil
	}
	return &h
}

func helloExit(hellos []report.Hello) error {
	code := exitOK
	for _, h := range hellos {
		switch {
		case h.Recorded != nil:
		case h.Err != nil, h.Outcome.Stage == harness.StageToolchain:
			return exitError(exitIncomplete)
		case h.Outcome.Hello == nil:
			code = exitUnexpected
		}
	}
	if code == exitOK {
		return nil
	}
	return exitError(code)
}
