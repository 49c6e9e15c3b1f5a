package harness_test

import (
	"crypto/tls"
	"net"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

func TestAnAttemptEndsAtItsStage(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go122, go127)
	none := harness.Settings{}
	hangUp := harness.WithConn(func(net.Conn) {})
	for name, tc := range map[string]struct {
		build   harness.Build
		profile fixtures.Profile
		option  harness.Option
		stage   harness.Stage
		text    string
	}{
		"undefined identifier":     {build(go127, harness.Settings{Uses: "TLS_RSA_WITH_AES_256_CBC_SHA256"}), fixtures.Modern(), nil, harness.StageBuild, "undefined: tls.TLS_RSA_WITH_AES_256_CBC_SHA256"},
		"removed setting, go.mod":  {build(go127, harness.Settings{GoMod: "tlsrsakex=1"}), fixtures.Modern(), nil, harness.StageBuild, `removed GODEBUG "tlsrsakex" set to old value "1"`},
		"removed setting, source":  {build(go127, harness.Settings{Directive: "tlsrsakex=1"}), fixtures.Modern(), nil, harness.StageBuild, `removed GODEBUG "tlsrsakex" set to old value "1"`},
		"removed setting, env":     {build(go127, harness.Settings{GODEBUG: "tlsrsakex=1"}), fixtures.Modern(), nil, harness.StageStart, `fatal error: removed GODEBUG "tlsrsakex" set to old value "1" in environment`},
		"no common suite":          {build(go122, none), fixtures.AES128SHAOnly(), nil, harness.StageHandshake, "remote error: tls: handshake failure"},
		"hangs up":                 {build(go122, none), fixtures.Modern(), hangUp, harness.StageExchange, "EOF"},
		"all is well":              {build(go122, none), fixtures.Modern(), nil, harness.StageDone, ""},
		"setting, environment":     {build(go122, harness.Settings{GODEBUG: "tlsrsakex=1"}), fixtures.AES128SHAOnly(), nil, harness.StageDone, ""},
		"setting, source":          {build(go122, harness.Settings{Directive: "tlsrsakex=1"}), fixtures.AES128SHAOnly(), nil, harness.StageDone, ""},
		"setting, go line":         {build(go122, harness.Settings{GoLine: "1.21"}), fixtures.AES128SHAOnly(), nil, harness.StageDone, ""},
		"removed setting, go line": {build(go127, harness.Settings{GoLine: "1.21"}), fixtures.AES128SHAOnly(), nil, harness.StageHandshake, "remote error: tls: handshake failure"},
	} {
		var opts []harness.Option
		if tc.option != nil {
			opts = append(opts, tc.option)
		}
		o := connect(t, r, tc.build, harness.Client{}, tc.profile, opts...)
		require.Equal(t, tc.stage, o.Stage, "%s: %s", name, o)
		require.Contains(t, o.Error, tc.text, name)
		require.Equal(t, tc.text == "", o.Error == "", name)
	}
}

func TestAnAttemptEndsAtConnectOrVerify(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go122)
	s, _ := watch(t, fixtures.Modern())
	o, err := r.Connect(bg, build(go122, harness.Settings{}), harness.Client{}, harness.Target{Addr: s.Addr, RootsPEM: foreign(t).PEM(), Server: s})
	require.NoError(t, err)
	require.Equal(t, harness.StageVerify, o.Stage)
	require.Contains(t, o.Error, "certificate signed by unknown authority")
	require.Equal(t, &harness.Alert{From: harness.ClientSide, Code: harness.BadCertificate}, o.Alert)

	closed, err := harness.Serve(bg, fixtures.Modern())
	require.NoError(t, err)
	require.NoError(t, closed.Close())
	o, err = r.Connect(bg, build(go122, harness.Settings{}), harness.Client{}, harness.Target{Addr: closed.Addr})
	require.NoError(t, err)
	require.Equal(t, harness.StageConnect, o.Stage)
	require.Equal(t, closed.Addr, o.Target)
}

func TestAToolchainThatCannotBeHadIsItsOwnStage(t *testing.T) { // not parallel: Setenv
	if testing.Short() {
		t.Skip("-short: this runs the go command")
	}
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOMODCACHE", t.TempDir())
	t.Setenv("HOME", t.TempDir()) // no SDKs
	r := ownRunner(t, harness.RunnerOptions{CacheDir: t.TempDir()})
	o := connect(t, r, build("1.22.1", harness.Settings{}), harness.Client{}, fixtures.Modern())
	require.Equal(t, harness.StageToolchain, o.Stage)
	require.Contains(t, o.Error, "GOPROXY")
	require.False(t, o.Ran())

	report, err := r.Run(bg, []harness.Scenario{sound()}, harness.Matrix{Go: []string{"1.22.1"}})
	require.NoError(t, err)
	require.Equal(t, len(report.Cells), report.Count(harness.Unavailable))
	require.Nil(t, report.ControlFailed())
}

// The GODEBUG of the harness's own process is not that of the builds.
func TestTheHarnessesOwnGODEBUGStaysAway(t *testing.T) { // not parallel: Setenv
	if testing.Short() {
		t.Skip("-short: this compiles programs with other Go toolchains")
	}
	t.Setenv("GODEBUG", "tlsrsakex=1")
	r := ownRunner(t, harness.RunnerOptions{}, go122, go127) // 1.27 would not start
	for _, release := range []string{go122, go127} {
		o := connect(t, r, build(release, harness.Settings{}), harness.Client{}, fixtures.AES128SHAOnly())
		require.Equal(t, harness.StageHandshake, o.Stage, "%s: %s", release, o)
	}
}

// An outcome joins both ends.
func TestAnOutcomeHasBothEnds(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go122)
	o := connect(t, r, build(go122, harness.Settings{}), harness.Client{CipherSuites: []uint16{aes128}, ALPN: []string{"x"}}, fixtures.AES128SHAOnly())
	require.True(t, o.OK())
	require.Equal(t, uint16(tls.VersionTLS12), o.Version)
	require.Equal(t, uint16(aes128), o.Suite)
	require.Contains(t, o.Hello.CipherSuites, uint16(aes128))
	require.Equal(t, []string{"x"}, o.Hello.ALPN)
	require.Equal(t, o.Suite, o.Server.State.Suite)
	require.Equal(t, "legacy", o.Backend)
	require.NotZero(t, o.Duration)

	o = connect(t, r, build(go122, harness.Settings{}), harness.Client{}, fixtures.AES128SHAOnly())
	require.Equal(t, &harness.Alert{From: harness.ServerSide, Code: harness.HandshakeFailure}, o.Alert)
	require.NotContains(t, o.Hello.CipherSuites, uint16(aes128))
	require.ErrorContains(t, o.Server.Err, "none of them AES128-SHA")
}

func TestTheGroupIsKnownOfEveryRelease(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go120, go127)
	for _, release := range []string{go120, go127} {
		o := connect(t, r, build(release, harness.Settings{}), harness.Client{MaxVersion: tls.VersionTLS12, Groups: []tls.CurveID{tls.CurveP384}}, fixtures.TLS12Only())
		require.Equal(t, uint16(tls.CurveP384), o.Group, release)
	}
}

func TestCountersTellWhichSettingsMattered(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go122)
	reverted := build(go122, harness.Settings{GODEBUG: "tlsrsakex=1,tlsmlkem=0"})
	o := connect(t, r, reverted, harness.Client{}, fixtures.AES128SHAOnly())
	require.True(t, o.OK())
	require.NotZero(t, o.Counters["tlsrsakex"])
	require.NotContains(t, o.Counters, "tlsmlkem")
	o = connect(t, r, build(go122, harness.Settings{}), harness.Client{}, fixtures.Modern())
	require.NotContains(t, o.Counters, "tlsrsakex")
}

func TestKeyingMaterialIsTheSameOnBothSides(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go120, go122)
	for _, p := range []fixtures.Profile{fixtures.TLS12Only(), fixtures.TLS13Only()} {
		o := connect(t, r, build(go122, harness.Settings{}), harness.Client{Export: true}, p)
		require.NoError(t, harness.Exports().Check(o))
		require.Len(t, o.Export.Value, 64)
		require.Equal(t, o.Export.Value, o.Export.Peer)
	}
	old := connect(t, r, build(go122, harness.Settings{}), harness.Client{Export: true}, fixtures.NoEMS(), harness.WithBackend(r.GoRelease("1.20")))
	require.NoError(t, harness.ExportRefused("ExportKeyingMaterial is unavailable").Check(old))
	old = connect(t, r, build(go122, harness.Settings{}), harness.Client{Export: true}, fixtures.NoEMS())
	require.NoError(t, harness.ExportRefused("ExportKeyingMaterial is unavailable").Check(old), "the engine is such a server")
	require.NotEmpty(t, old.Export.Peer)
	old = connect(t, r, build(go120, harness.Settings{}), harness.Client{Export: true}, fixtures.NoEMS())
	require.NoError(t, harness.Exports().Check(old))
	require.Equal(t, old.Export.Value, old.Export.Peer)
}

func TestABuildResumesItsSession(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go120, go127)
	for _, release := range []string{go120, go127} {
		resuming := harness.Client{Resume: true}
		for _, p := range []fixtures.Profile{fixtures.TLS12Only(), fixtures.TLS13Only()} {
			o := connect(t, r, build(release, harness.Settings{}), resuming, p)
			require.NoError(t, harness.Resumes().Check(o), "%s %s", release, p.Name)
			require.True(t, o.Server.State.Resumed)
		}
		o := connect(t, r, build(release, harness.Settings{}), resuming, profile(fixtures.TLS12Only(), "no-tickets", func(p *fixtures.Profile) { p.NoSessionTickets = true }))
		require.Error(t, harness.Resumes().Check(o))
	}
}

func TestABuildShowsItsCertificate(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go122)
	b := build(go122, harness.Settings{})
	require.NoError(t, harness.Connects().Check(connect(t, r, b, harness.Client{Certificate: harness.GoodCertificate}, fixtures.ClientCertificateRequired())))
	o := connect(t, r, b, harness.Client{}, fixtures.ClientCertificateRequired())
	require.NoError(t, harness.Refused(harness.RemoteAlert(harness.HandshakeFailure)).Check(o))
}

func TestExplainTriesWithTheSameBuild(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go122)
	s, _ := watch(t, fixtures.AES256SHAOnly())
	b, target := build(go122, harness.Settings{}), harness.TargetOf(s)
	o, err := r.Connect(bg, b, harness.Client{}, target)
	require.NoError(t, err)
	for _, target := range []harness.Target{target, {Addr: s.Addr, RootsPEM: s.RootsPEM}} { // ours, and one that we know nothing of
		text := r.Explain(bg, o, harness.Client{}, target).String()
		require.Contains(t, line(t, text, "client offered"), "(go1.22.12)")
		works := line(t, text, "works")
		require.Equal(t, "tls.Config.CipherSuites with TLS_RSA_WITH_AES_256_CBC_SHA  (tried now)", works)
		cured, err := r.Connect(bg, b, harness.Client{CipherSuites: remedy(t, s, text).CipherSuites}, target)
		require.NoError(t, err)
		require.True(t, cured.OK(), works)
		if target.Server != nil {
			require.NotContains(t, text, "not offered")
			continue
		}
		require.Contains(t, line(t, text, "not offered"), "AES256-SHA: by default up to Go 1.21, with GODEBUG=tlsrsakex=1 up to Go 1.26  (recorded with go1.21.13 and go1.26.11)")
	}
}
