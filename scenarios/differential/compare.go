package differential

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// A Differential says who connects.
type Differential struct {
	Runner *harness.Runner
	Builds []harness.Build // of the Go clients, with full versions

	// OpenSSL, if not empty, is the openssl command whose s_client connects as well.
	OpenSSL string
}

// A Comparison is what came of a profile.
type Comparison struct {
	Profile fixtures.Profile
	Plays   []Played
	Clients int // connections to each backend

	// Differences are what differs from the first backend that plays the profile.
	Differences []Difference
}

// Played says whether a backend plays the profile.
type Played struct {
	Backend string
	Lacks   string // why it does not, "" if it does
}

// A Difference is a client that met two servers in different ways.
type Difference struct {
	Profile, Client string
	Backends        [2]string
	Came            [2]string // what is compared
	Details         [2]string // transcripts, for a person
}

func (d Difference) String() string {
	return fmt.Sprintf("%s, client of %s\n\ton %s: %s\n\ton %s: %s", d.Profile, d.Client, d.Backends[0], d.Came[0], d.Backends[1], d.Came[1])
}

// meeting is one client at one backend.
type meeting struct {
	client, came, details string

	connection int // of the server's witness, 0 if it is not known
}

// Compare plays p on each backend that can, and connects all clients to each. The first that
// plays it is the measure. An error is a server that does not start, or a client that could
// not be had.
func (d Differential) Compare(ctx context.Context, p fixtures.Profile, backends []harness.Backend) (Comparison, error) {
	c := Comparison{Profile: p}
	met := make([][]meeting, len(backends))
	errs := make([]error, len(backends))
	var running sync.WaitGroup
	for i, b := range backends {
		lacks, err := lacks(b, p)
		if err != nil {
			errs[i] = err
			break
		}
		c.Plays = append(c.Plays, Played{b.Name(), lacks})
		if lacks == "" {
			running.Add(1)
			go func(i int, b harness.Backend) {
				defer running.Done()
				met[i], errs[i] = d.meet(ctx, p, b)
			}(i, b)
		}
	}
	running.Wait()
	if err := errors.Join(errs...); err != nil {
		return c, err
	}
	c.compare(met)
	return c, nil
}

// compare compares what came of the clients at each backend that plays the profile.
func (c *Comparison) compare(met [][]meeting) {
	first := slices.IndexFunc(met, func(m []meeting) bool { return m != nil })
	if first < 0 {
		return
	}
	c.Clients = len(met[first])
	for i := first + 1; i < len(met); i++ {
		if met[i] != nil {
			c.Differences = append(c.Differences, differences(c.Profile, c.Plays[first].Backend, met[first], c.Plays[i].Backend, met[i])...)
		}
	}
}

// lacks returns why b does not play p. A backend that is not there is an error.
func lacks(b harness.Backend, p fixtures.Profile) (string, error) {
	server := p
	server.Quirks = p.Quirks.InTLS()
	err := b.Supports(server)
	var unsupported *harness.UnsupportedError
	if errors.As(err, &unsupported) {
		return unsupported.Lacks, nil
	}
	return "", err
}

func differences(p fixtures.Profile, one string, its []meeting, other string, theirs []meeting) []Difference {
	var all []Difference
	for i, m := range its {
		if m.came != theirs[i].came {
			all = append(all, Difference{p.Name, m.client, [2]string{one, other}, [2]string{m.came, theirs[i].came}, [2]string{m.details, theirs[i].details}})
		}
	}
	return all
}

// meet connects all clients to p on b.
func (d Differential) meet(ctx context.Context, p fixtures.Profile, b harness.Backend) ([]meeting, error) {
	server, err := harness.Serve(ctx, p, harness.WithBackend(b), harness.WithLines(nil))
	if err != nil {
		return nil, err
	}
	defer server.Close()
	clients := d.clients()
	met := make([]meeting, len(clients))
	errs := make([]error, len(clients))
	const atOnce = 4
	slots := make(chan struct{}, atOnce)
	var running sync.WaitGroup
	for i := range clients {
		slots <- struct{}{}
		running.Add(1)
		go func(i int) {
			defer running.Done()
			defer func() { <-slots }()
			met[i], errs[i] = clients[i](ctx, server)
		}(i)
	}
	running.Wait()
	errs = append(errs, server.Close())
	addWitness(met, server)
	return met, errors.Join(errs...)
}

// addWitness adds what the server saw, which is known in full when all connections are over.
func addWitness(met []meeting, s *harness.Server) {
	for _, c := range s.Connections() {
		for i := range met {
			if met[i].connection == c.ID {
				met[i].details += "\n" + c.Describe(s.Profile) + "\n" + transcriptOf(c)
			}
		}
	}
}

// transcriptOf is what the backend says of a connection, up to the end of its handshake:
// what follows depends on who closes first.
func transcriptOf(c harness.Connection) string {
	if !c.Established {
		return c.Log
	}
	messages, _, _ := strings.Cut(c.Log, "\n")
	const last = "Finished"
	if i := strings.LastIndex(messages, last); i >= 0 {
		return messages[:i+len(last)]
	}
	return messages
}

// clients returns those that connect, in an order that is always the same.
func (d Differential) clients() []func(context.Context, *harness.Server) (meeting, error) {
	var all []func(context.Context, *harness.Server) (meeting, error)
	for _, b := range d.Builds {
		for _, c := range Clients() {
			b, c := b, c
			all = append(all, func(ctx context.Context, s *harness.Server) (meeting, error) { return d.connect(ctx, b, c, s) })
		}
	}
	for _, how := range sClients() {
		how := how
		if d.OpenSSL != "" {
			all = append(all, func(ctx context.Context, s *harness.Server) (meeting, error) { return how.connect(ctx, d.OpenSSL, s) })
		}
	}
	return all
}

// connect connects a Go client.
func (d Differential) connect(ctx context.Context, b harness.Build, c Client, s *harness.Server) (meeting, error) {
	o, err := d.Runner.Connect(ctx, b, c.Client, harness.TargetOf(s))
	if err != nil {
		return meeting{}, err
	}
	if !o.Ran() {
		return meeting{}, fmt.Errorf("%s: %s", b, o)
	}
	m := meeting{client: fmt.Sprintf("%s with %s", b, c.Name), came: essence(o), details: o.String()}
	if o.Server != nil {
		m.connection = o.Server.ID
	}
	return m, nil
}

// essence is what servers are to agree about.
func essence(o harness.Outcome) string {
	alert := "no alert"
	if o.Alert != nil {
		alert = o.Alert.String()
	}
	switch {
	case o.Hello == nil:
		return "the client sends no ClientHello" // what a server makes of that, no client sees
	case !o.OK():
		return fmt.Sprintf("ends at %s with %s", o.Stage, alert)
	}
	return fmt.Sprintf("%s %s, protocol %q, resumed %t, %s", harness.VersionName(o.Version), fixtures.OpenSSLName(o.Suite), o.ALPN, o.Resumed, alert)
}
