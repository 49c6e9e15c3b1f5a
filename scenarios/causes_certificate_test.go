package scenarios_test

import (
	"context"
	"crypto/tls"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/scenarios"
)

// Whatever a client does not like about a certificate of the zoo, the explanation says that
// it is the certificate, what of it, and since when Go minds if older releases did not.
// With another certificate the client connects. What is printed as a remedy is run.
func TestEachCertificateThatIsRefusedIsExplained(t *testing.T) {
	sweep.AllOrSkip(t, "meets every certificate of the zoo in every release")
	runner := newRunner(t)
	for _, s := range certificateServers() {
		s := s
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			server := serve(t, s)
			defer server.Close()
			another := mended(t, s)
			defer another.Close()
			remedies := make(map[string]bool)
			before := ""
			for _, release := range releasesToTry(t, s) {
				o := connectAs(t, runner, server, release, s.Client)
				if o.OK() {
					before = release
					continue
				}
				e := runner.Explain(context.Background(), o, s.Client, harness.TargetOf(server))
				requireComplete(t, e)
				if s.Server.Certificate.Key == certs.Ed25519 {
					require.Equal(t, harness.CauseSignatureScheme, e.Cause, e.String()) // it has no other
					continue
				}
				require.Equal(t, harness.CauseCertificate, e.Cause, "go%s:\n%s", release, e)
				require.True(t, connectAs(t, runner, another, release, s.Client).OK(), "go%s minds something else", release)
				if before != "" {
					requireSince(t, e, release)
				}
				before = ""
				for _, remedy := range recordedIn(e) {
					remedies[remedy] = true
				}
			}
			for remedy := range remedies {
				requireHelps(t, runner, server, s.Client, remedy)
			}
		})
	}
}

// certificateServers are TLS 1.2 servers, one for each certificate of the zoo, that differ
// in nothing else from one that every release connects to.
func certificateServers() []harness.Scenario {
	var all []harness.Scenario
	seen := make(map[string]bool)
	for _, s := range scenarios.All() {
		spec := s.Server.Certificate
		if _, err := certs.Find(spec.Name); err == nil && !seen[spec.Name] && s.GoServer == nil && s.Server.MaxVersion == tls.VersionTLS12 {
			seen[spec.Name] = true
			s.Name, s.Client, s.Settings, s.Boundaries = spec.Name, clientFor(spec), nil, nil
			all = append(all, s)
		}
	}
	return all
}

// clientFor asks for the name that the certificate is to be tried with, localhost if any
// will do.
func clientFor(spec certs.Spec) harness.Client {
	if spec.ServerName == "" {
		return harness.Client{ServerName: "localhost"}
	}
	return harness.Client{}
}

// requireSince checks that the cause names the release, which is the first of some that
// refuse the certificate.
func requireSince(t *testing.T, e harness.Explanation, release string) {
	t.Helper()
	minor := release[:strings.LastIndex(release, ".")]
	i := slices.IndexFunc(e.Lines, func(l harness.ExplanationLine) bool { return l.Label == "cause" })
	require.Regexp(t, regexp.QuoteMeta(minor)+`\b`, e.Lines[i].Text, "go%s is the first to refuse it", release)
}

// mended is a server with another certificate, and nothing else that is different.
func mended(t *testing.T, s harness.Scenario) *harness.Server {
	t.Helper()
	s.Server.Certificate = certs.Spec{ServerName: "localhost"}
	return serve(t, s)
}
