package foreign

import (
	"context"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/needs"
)

// A gnutls is the gnutls-cli command.
type gnutls struct {
	path   string
	folder folder
	ids    map[string]uint16 // of cipher suites, by their names without the prefix
	parts  map[string]bool   // the ciphers, MACs and key exchanges that it knows
}

// GnuTLS returns gnutls-cli.
func GnuTLS(tb testing.TB) *Client {
	tb.Helper()
	path := needs.CommandOf(tb, needs.GnuTLS, "gnutls-cli")
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	out, err := run(ctx, gnutlsEnv(), path, "--list")
	require.NoError(tb, err)
	g := gnutls{path, newFolder(tb.TempDir()), gnutlsSuites(out), gnutlsParts(out)}
	require.NotEmpty(tb, g.ids, out)
	return &Client{name: "gnutls", connect: g.connect}
}

// gnutlsSuites reads the ids from the table of gnutls-cli --list.
func gnutlsSuites(list string) map[string]uint16 {
	ids := make(map[string]uint16)
	row := regexp.MustCompile(`(?m)^TLS_(\S+)\s+0x(..), 0x(..)\s`)
	for _, m := range row.FindAllStringSubmatch(list, -1) {
		if id, err := strconv.ParseUint(m[2]+m[3], 16, 16); err == nil {
			ids[m[1]] = uint16(id)
		}
	}
	return ids
}

// gnutlsParts reads the names from the lists below the table.
func gnutlsParts(list string) map[string]bool {
	parts := make(map[string]bool)
	row := regexp.MustCompile(`(?m)^(?:Ciphers|MACs|Key exchange algorithms): (.*)$`)
	for _, m := range row.FindAllStringSubmatch(list, -1) {
		for _, name := range strings.Split(m[1], ", ") {
			parts[name] = true
		}
	}
	return parts
}

// gnutlsEnv keeps the policies of the system away.
func gnutlsEnv() []string { return []string{"GNUTLS_SYSTEM_PRIORITY_FILE=" + os.DevNull} }

func (g gnutls) connect(ctx context.Context, r Request) (Result, error) {
	args, err := g.args(r)
	if err != nil {
		return Result{}, err
	}
	stapled := g.folder.path("ocsp")
	args = append(args, "--save-ocsp", stapled)
	p, err := start(ctx, append(gnutlsEnv(), "SSLKEYLOGFILE="+r.KeyLog), g.path, args...)
	if err != nil {
		return Result{}, err
	}
	echoed := g.talk(p, r)
	got, err := g.result(p.finish(), r.RootsPEM != nil)
	got.Echoed = echoed
	if got.Version != 0 {
		response, _ := os.ReadFile(stapled) // none is an empty one
		got.StatusResponse = answer(len(response) > 0)
	}
	return got, err
}

// talk says the line, renegotiates if that is wanted, and says the line again.
func (g gnutls) talk(p *process, r Request) (echoed bool) {
	echoed = p.echo(r.line(), 1)
	if !echoed || !r.Renegotiate {
		return echoed
	}
	p.say("^renegotiate^")
	if !p.await("- ReHandshake was completed", 1, "*** Received alert") {
		p.kill() // after a warning it would try again, and again
		return false
	}
	return p.echo(r.line(), 2)
}

// args are the arguments of gnutls-cli. On level 4 of its log it names the suite.
func (g gnutls) args(r Request) ([]string, error) {
	priority, err := g.priority(r)
	if err != nil {
		return nil, err
	}
	pem, err := g.folder.pem(r)
	if err != nil {
		return nil, err
	}
	args := []string{"--debug=4", "--port=" + r.port(), "--priority=" + priority, "--dh-bits=512", r.host()}
	if r.ServerName != "" {
		args = append(args, "--sni-hostname="+r.ServerName, "--verify-hostname="+r.ServerName)
	} else {
		args = append(args, "--disable-sni")
	}
	if pem.roots != "" {
		args = append(args, "--x509cafile="+pem.roots, "--verify-allow-broken")
	} else {
		args = append(args, "--insecure")
	}
	if pem.certificate != "" {
		args = append(args, "--x509certfile="+pem.certificate, "--x509keyfile="+pem.key)
	}
	for _, protocol := range r.ALPN {
		args = append(args, "--alpn="+protocol)
	}
	for flag, set := range map[string]bool{"--resume": r.Resume, "--inline-commands": r.Renegotiate} {
		if set {
			args = append(args, flag)
		}
	}
	return args, nil
}
