package foreign

import (
	"context"
	"fmt"
	"net"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/wire"
)

// A curl is the curl command, of a build with OpenSSL.
type curl struct {
	path   string
	folder folder
}

// Curl returns curl, which needs a server that speaks HTTP. A build with another TLS library than OpenSSL does not count.
func Curl(tb testing.TB) *Client {
	tb.Helper()
	c := curl{needs.Command(tb, needs.Curl), newFolder(tb.TempDir())}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if out, err := run(ctx, nil, c.path, "--version"); err != nil || !strings.Contains(out, "OpenSSL/") {
		needs.Missing(tb, needs.Curl, "the curl command in PATH was not built with OpenSSL")
	}
	return &Client{name: "curl", connect: c.connect}
}

func (c curl) connect(ctx context.Context, r Request) (Result, error) {
	if err := curlLacks(r); err != nil {
		return Result{}, err
	}
	body := c.folder.path("body")
	args, err := c.args(r, body)
	if err != nil {
		return Result{}, err
	}
	env, err := opensslEnv(c.folder, r)
	if err != nil {
		return Result{}, err
	}
	out, err := run(ctx, append(env, "SSLKEYLOGFILE="+r.KeyLog), c.path, args...)
	if err != nil {
		return Result{}, err
	}
	got, err := curlResult(out)
	answer, _ := os.ReadFile(body) // none is an empty one
	got.Echoed = strings.Contains(string(answer), r.line())
	return got, err
}

// curlLacks returns an UnsupportedError if curl cannot do what r says.
func curlLacks(r Request) error {
	_, version := curlVersion(r.Version)
	alpn := strings.Join(r.ALPN, ",")
	for _, wish := range []struct {
		name    string
		present bool
	}{
		{"version " + wire.VersionName(r.Version), !version},
		{"a choice of signature schemes", len(r.SignatureSchemes) > 0},
		{"ALPN " + alpn, alpn != "" && alpn != "http/1.1"},
		{"an OCSP response that is not verified", r.StatusRequest},
		{"renegotiation", r.Renegotiate},
	} {
		if wish.present {
			return &UnsupportedError{"curl", wish.name}
		}
	}
	return nil
}

func curlVersion(version uint16) (string, bool) {
	name, ok := map[uint16]string{wire.VersionTLS10: "1.0", wire.VersionTLS11: "1.1", wire.VersionTLS12: "1.2"}[version]
	return name, ok
}

// args are the arguments of curl for one request, or two in two connections.
func (c curl) args(r Request, body string) ([]string, error) {
	pem, err := c.folder.pem(r)
	if err != nil {
		return nil, err
	}
	version, _ := curlVersion(r.Version)
	url := "https://" + r.Addr + "/" + r.line()
	args := []string{
		"--disable", "--silent", "--show-error", "--verbose", "--noproxy", "*", "--http1.1", "--header", "Connection: close",
		"--tlsv" + version, "--tls-max", version, "--ciphers", opensslCiphers(r.Suites),
	}
	if r.ServerName != "" {
		url = "https://" + net.JoinHostPort(r.ServerName, r.port()) + "/" + r.line()
		args = append(args, "--connect-to", "::"+r.Addr)
	}
	if len(r.ALPN) == 0 {
		args = append(args, "--no-alpn")
	}
	if pem.roots == "" {
		args = append(args, "--insecure")
	}
	for _, option := range []struct{ flag, value string }{
		{"--cacert", pem.roots}, {"--cert", pem.certificate}, {"--key", pem.key}, {"--curves", groupNames(r.Groups)},
	} {
		if option.value != "" {
			args = append(args, option.flag, option.value)
		}
	}
	if r.Resume {
		args = append(args, "--output", os.DevNull, url)
	}
	return append(args, "--output", body, url), nil
}

// curlResult reads what curl prints.
func curlResult(out string) (Result, error) {
	got := Result{Output: out, Alert: opensslAlert(out)}
	if got.Alert == "" {
		got.Alert = curlAlert(out)
	}
	got.Problem, _ = submatch(out, `(?m)^(curl: \(\d+\) .*)()$`)
	established := regexp.MustCompile(`(?m)^\* SSL connection using (\S+) / (\S+)`).FindAllStringSubmatch(out, -1)
	if len(established) == 0 {
		return got, nil
	}
	if strings.HasPrefix(got.Problem, "curl: (60)") { // it looks for the name of the server afterwards
		return got, nil
	}
	last := established[len(established)-1]
	suite, err := fixtures.FindSuite(last[2])
	if err != nil {
		return got, fmt.Errorf("suite of the connection: %w", err)
	}
	got.Suite, got.Version = suite.ID, opensslVersions()[last[1]]
	// curl says that it offers a session, not what became of that. Only a full
	// handshake has a ClientKeyExchange (RFC 5246, section 7.3).
	got.Resumed = len(established) == 2 && strings.Count(out, "TLS handshake, Client key exchange") == 1
	got.ALPN, _ = submatch(out, `(?m)^\* ALPN[:,] server accepted(?: to use)? (\S+)()$`)
	return got, nil
}

// curlAlert returns the first alert that came, but for close_notify. Where curl takes one
// for a failed verification it says so instead of what OpenSSL says. The number has
// level and code.
func curlAlert(out string) string {
	for _, m := range regexp.MustCompile(`(?m)^\* \S+ \(IN\), TLS alert, .* \((\d+)\):$`).FindAllStringSubmatch(out, -1) {
		number, err := strconv.ParseUint(m[1], 10, 16)
		if err == nil && uint8(number) != 0 {
			return wire.AlertName(uint8(number))
		}
	}
	return ""
}
