package foreign

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/wire"
)

// A java runs Java's SSLSocket in virtual machines that stay: one for each set of
// system properties, which JSSE reads only once.
type java struct {
	path    string
	classes string // directory

	mu       sync.Mutex
	machines map[string]*machine // by their properties
}

// Java returns the SSLSocket of the java command in PATH.
func Java(tb testing.TB) *Client {
	tb.Helper()
	path := needs.Command(tb, needs.Java)
	needs.CommandOf(tb, needs.Java, "javac")
	classes, err := javaClasses()
	require.NoError(tb, err)
	dir := tb.TempDir()
	for name, class := range classes {
		require.NoError(tb, os.WriteFile(filepath.Join(dir, name), class, 0o600))
	}
	j := &java{path: path, classes: dir, machines: make(map[string]*machine)}
	tb.Cleanup(j.close)
	return &Client{name: "java", connect: j.connect}
}

func (j *java) connect(ctx context.Context, r Request) (Result, error) {
	fields, err := javaFields(ctx, r)
	if err != nil {
		return Result{}, err
	}
	m, err := j.machine(javaProperties(r))
	if err != nil {
		return Result{}, err
	}
	answer, err := m.ask(ctx, fields)
	if err != nil {
		return Result{}, err
	}
	return javaResult(answer)
}

// machine returns the machine with these properties, which it starts if there is
// none that runs.
func (j *java) machine(properties []string) (*machine, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	key := strings.Join(properties, " ")
	if m := j.machines[key]; m != nil && m.running() {
		return m, nil
	}
	args := append([]string{"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"}, properties...)
	m, err := startMachine(j.path, append(args, "-cp", j.classes, "Client")...)
	if err == nil {
		j.machines[key] = m
	}
	return m, err
}

func (j *java) close() {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, m := range j.machines {
		m.close()
	}
}

// javaProperties are the properties of the JSSE Reference Guide that a request
// needs.
func javaProperties(r Request) []string {
	unsafe := strconv.FormatBool(r.AllowUnsafe)
	properties := []string{
		"-Dsun.security.ssl.allowUnsafeRenegotiation=" + unsafe,
		"-Djdk.tls.useExtendedMasterSecret=" + strconv.FormatBool(!r.NoExtendedMasterSecret),
		"-Djdk.tls.client.enableSessionTicketExtension=" + strconv.FormatBool(!r.NoTicket),
		"-Djdk.tls.allowUnsafeServerCertChange=true",
	}
	if len(r.Groups) > 0 {
		properties = append(properties, "-Djdk.tls.namedGroups="+strings.ReplaceAll(groupNames(r.Groups), ":", ","))
	}
	if len(r.SignatureSchemes) > 0 {
		properties = append(properties, "-Djdk.tls.client.SignatureSchemes="+strings.ReplaceAll(schemeNames(r.SignatureSchemes), ":", ","))
	}
	return properties
}

// javaFields are the fields of the request in the language of Client.java.
func javaFields(ctx context.Context, r Request) (url.Values, error) {
	version, ok := javaVersion(r.Version)
	switch {
	case !ok:
		return nil, &UnsupportedError{"java", "version " + wire.VersionName(r.Version)}
	case r.StatusRequest:
		return nil, &UnsupportedError{"java", "an OCSP response that is not verified"}
	case r.KeyLog != "":
		return nil, &UnsupportedError{"java", "a key log"}
	}
	patience := patience
	if end, ok := ctx.Deadline(); ok {
		patience = time.Until(end)
	}
	fields := url.Values{}
	for name, value := range map[string]string{
		"host": r.host(), "port": r.port(), "name": r.ServerName, "version": version, "line": r.line(),
		"suites": javaSuites(r.Suites), "alpn": strings.Join(r.ALPN, ","),
		"roots": string(r.RootsPEM), "certificate": string(r.CertificatePEM), "key": string(r.KeyPEM),
		"millis": strconv.FormatInt(patience.Milliseconds(), 10),
	} {
		if value != "" {
			fields.Set(name, value)
		}
	}
	for name, set := range map[string]bool{"resume": r.Resume, "renegotiate": r.Renegotiate} {
		if set {
			fields.Set(name, "true")
		}
	}
	return fields, nil
}

func javaVersion(version uint16) (string, bool) {
	name, ok := map[uint16]string{
		wire.VersionSSL30: "SSLv3",
		wire.VersionTLS10: "TLSv1",
		wire.VersionTLS11: "TLSv1.1",
		wire.VersionTLS12: "TLSv1.2",
		wire.VersionTLS13: "TLSv1.3",
	}[version]
	return name, ok
}

// javaSuites are the IANA names, which JSSE takes besides its own (SSL for TLS where
// SSL 3.0 had the suite already).
func javaSuites(suites []uint16) string {
	var names []string
	for _, id := range suites {
		names = append(names, fixtures.SuiteName(id))
	}
	return strings.Join(names, ",")
}

func javaResult(answer url.Values) (Result, error) {
	got := Result{
		Problem:      answer.Get("problem"),
		Output:       strings.TrimSpace(answer.Get("trace") + "\n" + answer.Encode()),
		ALPN:         answer.Get("alpn"),
		Echoed:       answer.Get("echoed") == "true",
		Resumed:      answer.Get("resumed") == "true",
		Renegotiated: answer.Get("renegotiated") == "true",
	}
	if alert := regexp.MustCompile(`(?:Received fatal alert|received handshake warning): (\w+)`).FindStringSubmatch(got.Problem); alert != nil {
		got.Alert = alert[1]
	}
	if name := answer.Get("suite"); name != "" {
		name = "TLS" + strings.TrimPrefix(strings.TrimPrefix(name, "SSL"), "TLS")
		suite, err := fixtures.FindSuite(name)
		if err != nil {
			return got, fmt.Errorf("suite of the connection: %w", err)
		}
		got.Suite, got.Version = suite.ID, opensslVersions()[answer.Get("version")]
	}
	return got, nil
}
