package foreign

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/wire"
)

// An openssl is the openssl command with its s_client.
type openssl struct {
	path   string
	folder folder
}

// OpenSSL returns openssl s_client, at security level 0. Even there OpenSSL 3 takes
// no Diffie-Hellman group below 1024 bits.
func OpenSSL(tb testing.TB) *Client {
	tb.Helper()
	o := openssl{needs.Command(tb, needs.OpenSSL), newFolder(tb.TempDir())}
	return &Client{name: "openssl", connect: o.connect}
}

func (o openssl) connect(ctx context.Context, r Request) (Result, error) {
	args, err := o.args(r)
	if err != nil {
		return Result{}, err
	}
	env, err := opensslEnv(o.folder, r)
	if err != nil {
		return Result{}, err
	}
	if !r.Resume {
		return o.talk(ctx, env, args, r)
	}
	session := o.folder.path("session")
	first, err := o.talk(ctx, env, append(args, "-sess_out", session), r)
	if err != nil || first.Problem != "" {
		return first, err
	}
	if _, err := os.Stat(session); err == nil { // there is none if the server gave neither id nor ticket
		args = append(args, "-sess_in", session)
	}
	return o.talk(ctx, env, args, r)
}

// opensslFinished is what s_client -state prints when a handshake is complete.
const opensslFinished = "SSL_connect:SSLv3/TLS read finished"

// talk runs one s_client, says the line, renegotiates if that is wanted, and says
// the line again.
func (o openssl) talk(ctx context.Context, env, args []string, r Request) (Result, error) {
	p, err := start(ctx, env, o.path, args...)
	if err != nil {
		return Result{}, err
	}
	echoed := p.echo(r.line(), 1)
	if echoed && r.Renegotiate {
		p.say("R")
		echoed = p.await(opensslFinished, 2) && p.echo(r.line(), 2)
	}
	got, err := opensslResult(p.finish(), r.RootsPEM != nil)
	got.Echoed = echoed
	return got, err
}

// args are the arguments of s_client for one connection.
func (o openssl) args(r Request) ([]string, error) {
	version, err := opensslVersion(r.Version)
	if err != nil {
		return nil, err
	}
	pem, err := o.folder.pem(r)
	if err != nil {
		return nil, err
	}
	args := []string{"s_client", "-state", "-connect", r.Addr, version}
	args = append(args, opensslSuites(r)...)
	args = append(args, opensslIdentity(r, pem)...)
	for _, option := range []struct {
		flag  string
		value string
	}{
		{"-cert", pem.certificate}, {"-key", pem.key},
		{"-groups", groupNames(r.Groups)}, {"-sigalgs", opensslSchemes(r.SignatureSchemes)},
		{"-alpn", strings.Join(r.ALPN, ",")}, {"-keylogfile", r.KeyLog},
	} {
		if option.value != "" {
			args = append(args, option.flag, option.value)
		}
	}
	for _, option := range []struct {
		flag string
		set  bool
	}{
		{"-status", r.StatusRequest}, {"-no_ticket", r.NoTicket}, {"-nocommands", !r.Renegotiate},
		{"-legacy_server_connect", r.AllowUnsafe}, {"-legacy_renegotiation", r.AllowUnsafe},
	} {
		if option.set {
			args = append(args, option.flag)
		}
	}
	return args, nil
}

// opensslIdentity are the arguments for server_name and the verification.
func opensslIdentity(r Request, pem pemFiles) []string {
	args := []string{"-noservername"}
	verify := []string{"-verify_ip", r.host()}
	if r.ServerName != "" {
		args = []string{"-servername", r.ServerName}
		verify = []string{"-verify_hostname", r.ServerName}
	}
	if pem.roots == "" {
		return args
	}
	args = append(args, "-CAfile", pem.roots, "-verify_return_error")
	return append(args, verify...)
}

func opensslVersion(version uint16) (string, error) {
	switch version {
	case wire.VersionSSL30:
		return "-ssl3", nil
	case wire.VersionTLS10:
		return "-tls1", nil
	case wire.VersionTLS11:
		return "-tls1_1", nil
	case wire.VersionTLS12:
		return "-tls1_2", nil
	case wire.VersionTLS13:
		return "-tls1_3", nil
	}
	return "", &UnsupportedError{"openssl", "version " + wire.VersionName(version)}
}

// opensslSuites are the arguments for the cipher suites. Those of TLS 1.3 are not in the language
// of openssl ciphers.
func opensslSuites(r Request) []string {
	if r.Version < wire.VersionTLS13 {
		return []string{"-cipher", opensslCiphers(r.Suites)}
	}
	var names []string
	for _, s := range fixtures.Suites() {
		if s.UsableIn(wire.VersionTLS13) && (len(r.Suites) == 0 || slices.Contains(r.Suites, s.ID)) {
			names = append(names, s.Name)
		}
	}
	return []string{"-cipher", opensslCiphers(nil), "-ciphersuites", strings.Join(names, ":")}
}

// opensslCiphers is a cipher list in the language of openssl ciphers.
func opensslCiphers(suites []uint16) string {
	names := []string{"ALL", "COMPLEMENTOFALL"}
	if len(suites) > 0 {
		names = nil
	}
	for _, id := range suites {
		names = append(names, fixtures.OpenSSLName(id))
	}
	return strings.Join(append(names, "@SECLEVEL=0"), ":")
}

// opensslEnv has a configuration of OpenSSL instead of the system's, whose
// policies would still hold where no argument says otherwise.
func opensslEnv(f folder, r Request) ([]string, error) {
	options := "EncryptThenMac"
	if r.NoExtendedMasterSecret {
		options += ",-ExtendedMasterSecret"
	}
	if r.AllowUnsafe {
		options += ",UnsafeLegacyServerConnect,UnsafeLegacyRenegotiation"
	}
	config := fmt.Sprintf(`openssl_conf = all
[all]
ssl_conf = tls
[tls]
system_default = everything
[everything]
CipherString = ALL:COMPLEMENTOFALL:@SECLEVEL=0
MinProtocol = None
Options = %s
`, options)
	path, err := f.write([]byte(config), "cnf")
	return []string{"OPENSSL_CONF=" + path}, err
}
