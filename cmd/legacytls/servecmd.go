package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/legacytls/legacytls/cmd/legacytls/internal/report"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

func serveCommand() command {
	return command{
		name:    "serve",
		args:    "PROFILE|FILE...",
		summary: "starts servers on loopback and shows each connection as it happens, until interrupted",
		about: `
A server is a profile (legacytls list profiles), or a file with one in YAML or
JSON. First comes one line for each server, with its address and the file that holds
the authority to trust; then a line for each connection, when it is over. Standard
error has an openssl s_client command for each that connects, or says why none
does; for a server that asks for a client certificate it has one that is accepted.
Of a connection that fails on OpenSSL its line is followed by what OpenSSL says of it.
With -transcript its steps come below, with -derivation its keys, with -pcap it is in a
file for Wireshark. All of these, and -keylog, are for test connections only.
An interrupt is the normal end: the exit code is 0.
`,
		examples: []string{
			"legacytls serve aes256-sha256-only",
			"legacytls serve partner.yaml",
			"legacytls serve -port 4433 -roots ca.pem rsa-key-exchange-only",
			"legacytls serve -backend go1.20 no-ems",
			"legacytls serve -backend docker:1.1.1-weak rc4-sha-only",
			"legacytls serve -lines -json connections.json tls12-only modern",
			"legacytls serve -hello -hellos hellos.json modern",
			"legacytls serve -transcript -pcap partner.pcapng partner.yaml",
		},
		complete: completeProfiles,
		run:      serveProfiles,
	}
}

// A service is the command line of serve, parsed.
type service struct {
	workshop *workshop
	profiles []fixtures.Profile
	backend  backendChoice
	port     int
	roots    string
	lines    bool
	hello    bool
	jsonFile string
	hellos   string
	keylog   string
	pcap     string
	with     report.Details
}

func serveProfiles(ctx context.Context, f *flags, s streams) error {
	service, err := parseServe(f, s)
	if err != nil {
		return err
	}
	if !service.backend.needsRunner() {
		return service.work(ctx, nil, s)
	}
	return service.workshop.withRunner(0, func(r *harness.Runner) error {
		return service.work(ctx, r, s)
	})
}

func parseServe(f *flags, s streams) (v service, err error) {
	f.set.IntVar(&v.port, "port", 0, "`port` of the first server, the others follow (default: free ones)")
	f.set.StringVar(&v.roots, "roots", "", "write the authority to `file` and keep it (default: a temporary file)")
	f.set.BoolVar(&v.lines, "lines", false, "echo lines instead of answering HTTP")
	f.set.BoolVar(&v.hello, "hello", false, "answer with the client's own ClientHello as JSON: HTTP requests, or with -lines each line")
	f.set.StringVar(&v.hellos, "hellos", "", "append each ClientHello to `file` as it comes, as a JSON object on a line")
	f.set.StringVar(&v.keylog, "keylog", "", "append the secrets of each connection to `file`, for Wireshark and others to decrypt a capture with")
	f.set.StringVar(&v.pcap, "pcap", "", "write a capture of each connection to `file` when it is over, with its secrets, as Wireshark opens it decrypted (pcapng)")
	f.set.BoolVar(&v.with.Transcript, "transcript", false, "draw what each side sent below the line of a connection, decrypted; with -json it is in the objects")
	f.set.BoolVar(&v.with.Derivation, "derivation", false, "show how the keys of a connection came about, step by step; with -json it is in the objects")
	f.set.StringVar(&v.jsonFile, "json", "", "also write one JSON object per server and connection to `file`; - is standard output, instead of the lines")
	backend := f.backend()
	v.workshop = f.workshop(s)

	args, err := f.parse()
	if err != nil {
		return v, err
	}
	if v.backend, err = backend(); err != nil {
		return v, err
	}
	if v.profiles, err = findProfiles(args); err != nil {
		return v, err
	}
	if last := v.port + len(v.profiles) - 1; v.port < 0 || v.port > 0 && last > 65535 {
		return v, usagef("-port %d: want 1 to %d, so that each server gets one", v.port, 65536-len(v.profiles))
	}
	return v, nil
}

func findProfiles(names []string) ([]fixtures.Profile, error) {
	if len(names) == 0 {
		return nil, usagef("want at least one profile (legacytls list profiles shows them)")
	}
	var profiles []fixtures.Profile
	for _, name := range names {
		p, err := profileNamed(name)
		if err != nil {
			return nil, err
		}
		profiles = append(profiles, p)
	}
	return profiles, nil
}

func (v service) work(ctx context.Context, r *harness.Runner, s streams) (err error) {
	out, err := openOutputs(s, true, destination{"json", v.jsonFile})
	if err != nil {
		return err
	}
	defer out.discard()
	files, err := newServeFiles(v.roots)
	if err != nil {
		return err
	}
	defer files.remove()

	log := report.NewServeLog(out.text, out.formats["json"], v.with)
	keep, err := openKeepFiles(v.hellos, v.keylog, v.pcap, v.workshop.say)
	if err != nil {
		return err
	}
	defer keep.close()
	servers, err := v.start(ctx, r, log, keep)
	defer func() {
		log.Begin(nil) // who waits to be logged must not keep a server from closing
		err = errors.Join(err, closeAll(servers))
	}()
	v.workshop.progress.Clear()
	if err != nil {
		return v.interrupted(ctx, err)
	}
	ready, err := files.write(servers)
	if err != nil {
		return err
	}
	log.Begin(ready)
	fmt.Fprintln(s.err, strings.Join(allHints(servers, ready), "\n"))
	select {
	case <-ctx.Done():
		return nil
	case err := <-log.Failed():
		return err
	}
}

// interrupted returns nil for an error that only says that ctx ended: an
// interrupt is the normal end of serve, however early it comes.
func (v service) interrupted(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// start starts the servers. With an error it returns those that run.
func (v service) start(ctx context.Context, r *harness.Runner, log *report.ServeLog, keep keepFiles) ([]*harness.Server, error) {
	var servers []*harness.Server
	for i, p := range v.profiles {
		b, err := v.backend.of(ctx, p, r)
		if err != nil {
			return servers, err
		}
		options := []harness.Option{
			harness.WithBackend(b),
			harness.WithConnectionLog(log.Connection(p, b.Name())),
		}
		options = append(options, v.answer()...)
		options = append(options, keep.options(p, b.Name())...)
		if v.port != 0 {
			options = append(options, harness.WithPort(v.port+i))
		}
		v.workshop.progress.Show("starting "+p.Name+" on "+b.Name(), i+1, len(v.profiles))
		server, err := harness.Serve(ctx, p, options...)
		if err != nil {
			return servers, err
		}
		servers = append(servers, server)
	}
	return servers, nil
}

// answer is what clients are answered.
func (v service) answer() []harness.Option {
	switch {
	case v.hello && v.lines:
		return []harness.Option{harness.WithHelloLines()}
	case v.hello:
		return []harness.Option{harness.WithHelloAnswer()}
	case v.lines:
		return []harness.Option{harness.WithLines(nil)}
	}
	return nil
}

func closeAll(servers []*harness.Server) error {
	var errs []error
	for _, server := range servers {
		errs = append(errs, server.Close())
	}
	return errors.Join(errs...)
}
