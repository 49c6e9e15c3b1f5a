package harness_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// threeReleases are those that rsaKeyExchange tells apart.
func threeReleases() harness.Matrix { return harness.Matrix{Go: []string{"1.20", "1.22", "1.27"}} }

// tables are what users write, and what goes wrong with it, by name.
func tables() map[string]func(t *testing.T) {
	run := func(m harness.Matrix, scenarios ...harness.Scenario) func(*testing.T) {
		return func(t *testing.T) { harness.RunScenarios(t, m, scenarios...) }
	}
	waiting := sound()
	waiting.Name, waiting.Waiting = "waiting-scenario", "a server that can play it"
	newLine := sound()
	newLine.Name, newLine.Settings, newLine.Rules = "new-go-line", []harness.Settings{{GoLine: "1.26"}}, []harness.Rule{{Want: harness.Connects()}}
	away := modernClient("no-backend")
	away.Backend = missingBackend{}
	return map[string]func(t *testing.T){
		"sound":        run(threeReleases(), many(2)...),
		"wrong rules":  run(threeReleases(), wrongRules()),
		"wrong server": run(harness.Matrix{Go: []string{"1.22"}}, wrongServer()),
		"wrong hello":  run(harness.Matrix{Go: []string{"1.22"}}, wrongHello()),
		"misspelt":     run(harness.Matrix{Go: []string{"1.22"}}, misspelt()),
		"this release": run(harness.Matrix{Go: []string{"1.20", "local"}}, modernClient("any-go"), oldPeer()),
		"unavailable":  run(harness.Matrix{Go: []string{"1.22.1"}}, modernClient("any-go")),
		"nothing here": run(harness.Matrix{Go: []string{"1.22"}}, waiting, newLine, away),
		"no release":   run(harness.Matrix{}, many(1)...),
		"no scenario":  run(threeReleases()),
		"twice":        run(threeReleases(), sound(), sound()),
		"distrusted": func(t *testing.T) {
			r := ownRunner(t, harness.RunnerOptions{})
			r.StopModernServer()
			harness.RunTable(bg, t, r, harness.Matrix{Go: []string{"1.22"}}, many(2))
		},
		"out of time": func(t *testing.T) {
			past, cancel := context.WithDeadline(bg, time.Now())
			defer cancel()
			harness.RunTable(past, t, ownRunner(t, harness.RunnerOptions{}), harness.Matrix{Go: []string{"1.22"}}, many(1))
		},
	}
}

// modernClient is a scenario that every build passes.
func modernClient(name string) harness.Scenario {
	return harness.Scenario{
		Name: name, Claim: "It connects.", Source: "this test",
		Server: fixtures.Modern(),
		Rules:  []harness.Rule{{Want: harness.Connects()}},
	}
}

// oldPeer is modernClient with a server that takes another toolchain.
func oldPeer() harness.Scenario {
	s := modernClient("old-peer")
	s.Server, s.PeerGo = fixtures.NoEMS(), "1.20"
	return s
}

// wrongRules expects of Go 1.22 and newer the contrary of what they do.
func wrongRules() harness.Scenario {
	s := rsaKeyExchange("wrong-rules")
	s.Rules[2].Want, s.Rules[3].Want = harness.Refused(), harness.Connects()
	return s
}

// wrongServer has a Go server as the program under test, which is said to accept TLS 1.0.
func wrongServer() harness.Scenario {
	client := harness.Client{MinVersion: 0x0301, MaxVersion: 0x0301, CipherSuites: goSuites()}
	return harness.Scenario{
		Name: "wrong-server", Claim: "It takes TLS 1.0.", Source: "this test",
		GoServer: &harness.GoServer{}, Client: client,
		Rules: []harness.Rule{{Want: harness.Connects()}},
	}
}

// wrongHello expects, in five ways to make the program, a suite that it does not offer, of
// clients that are refused.
func wrongHello() harness.Scenario {
	s := modernClient("wrong-hello")
	s.Server = fixtures.AES128SHAOnly()
	s.Rules[0].Want = harness.OffersSuites(aes256)
	for _, value := range []string{"0", "00", "000", "0000", "00000"} {
		s.Settings = append(s.Settings, harness.Settings{GODEBUG: "tlsrsakex=" + value})
	}
	return s
}

// misspelt sets something in GODEBUG that no Go release knows.
func misspelt() harness.Scenario {
	s := sound()
	s.Name, s.Settings = "misspelt", []harness.Settings{{GODEBUG: "tlsrsakey=1"}}
	s.Rules = []harness.Rule{{Want: harness.Connects()}}
	return s
}

// A missingBackend is one that is not on this machine.
type missingBackend struct{ harness.Backend }

func (missingBackend) Name() string { return "openssl:none" }
func (b missingBackend) Supports(fixtures.Profile) error {
	return &harness.UnavailableError{Backend: b.Name(), Reason: os.ErrNotExist}
}

// TestTableOfAUser is the test of a user. It runs in a process of its own, to which this
// variable names the table; in this process there is none.
func TestTableOfAUser(t *testing.T) {
	if table := os.Getenv("TABLE_OF_A_USER"); table != "" {
		tables()[table](t)
	}
}

// A userTest is what came of a table in a process of its own.
type userTest struct {
	out string
	ok  bool
}

// runTest runs TestTableOfAUser with a table, and flags for the binary that go test made.
func runTest(t *testing.T, table string, env []string, flags ...string) userTest {
	t.Helper()
	require.Contains(t, tables(), table)
	if !strings.Contains(strings.Join(flags, " "), "-test.run") {
		flags = append(flags, "-test.run=^TestTableOfAUser$")
	}
	cmd := exec.Command(os.Args[0], append(flags, "-test.v", "-test.count=1", "-test.timeout=5m")...)
	cmd.Env = append(append(os.Environ(), "TABLE_OF_A_USER="+table), env...)
	out, err := cmd.CombinedOutput()
	return userTest{string(out), err == nil}
}

// verdicts returns the subtests with what came of them, in the order of their names.
func (u userTest) verdicts() map[string]string {
	all := make(map[string]string)
	for _, found := range regexp.MustCompile(`(?m)^ *--- (\w+): TestTableOfAUser/(\S+) `).FindAllStringSubmatch(u.out, -1) {
		all[found[2]] = found[1]
	}
	return all
}

func TestATableIsSubtestsOfItsTest(t *testing.T) {
	t.Parallel()
	runnerWith(t, go120, go122, go127)
	got := runTest(t, "sound", nil)
	require.True(t, got.ok, got.out)
	want := map[string]string{}
	for _, scenario := range []string{"rsa-key-exchange-0", "rsa-key-exchange-1"} {
		want[scenario] = "PASS"
		for _, release := range []string{"/go1.20.14", "/go1.22.12", "/go1.27.4"} {
			want[scenario+release] = "PASS"
			want[scenario+release+",GODEBUG=tlsrsakex=1"] = "PASS"
		}
	}
	require.Equal(t, want, got.verdicts())
	require.Contains(t, got.out, "runscenarios_test.go:", "the lines are those of the call")
	require.NotRegexp(t, `\w+_table\.go:\d+`, got.out)
}

func TestAWrongRuleFailsItsCellsAndSaysWhy(t *testing.T) {
	t.Parallel()
	runnerWith(t, go120, go122, go127)
	got := runTest(t, "wrong rules", nil)
	require.False(t, got.ok)
	require.Equal(t, map[string]string{
		"wrong-rules":                               "FAIL",
		"wrong-rules/go1.20.14":                     "PASS",
		"wrong-rules/go1.20.14,GODEBUG=tlsrsakex=1": "PASS",
		"wrong-rules/go1.22.12":                     "FAIL",
		"wrong-rules/go1.22.12,GODEBUG=tlsrsakex=1": "FAIL",
		"wrong-rules/go1.27.4":                      "FAIL",
		"wrong-rules/go1.27.4,GODEBUG=tlsrsakex=1":  "PASS",
	}, got.verdicts())
	for _, text := range []string{
		"got handshake: remote error: tls: handshake failure, want connects",
		"claim            It is sound.  (this test)",
		"decided by       rule 4 of 4: every build",
		"(go1.22.12)", // what that client offered
		"server accepts   TLS 1.2, 1.1, 1.0; AES128-GCM-SHA256",
		"works            tls.Config.CipherSuites with TLS_RSA_WITH_AES_128_GCM_SHA256  (tried now)",
		"try              legacytls try -go 1.27.4 rsa-key-exchange-only",
		"alert: fatal handshake_failure (40)", // in the transcript

		"got connects, TLS 1.2 AES128-GCM-SHA256, want refused",
		"decided by       rule 3 of 4: GODEBUG=tlsrsakex=1",
		"try              legacytls try -go 1.22.12 -godebug tlsrsakex=1 rsa-key-exchange-only",
	} {
		require.Contains(t, got.out, text)
	}
}

func TestAWrongRuleAboutAServerShowsWhatItsPeerWanted(t *testing.T) {
	t.Parallel()
	runnerWith(t, go122)
	got := runTest(t, "wrong server", nil)
	require.False(t, got.ok)
	require.Contains(t, got.out, "got handshake: tls: client offered only unsupported versions: [301], want connects")
	require.Contains(t, got.out, "client offered   TLS 1.0; ")
	require.Contains(t, got.out, "ended by         alert protocol_version(70) from the server")
	require.NotContains(t, got.out, "legacytls try")
}

// Why a client is refused is beside the point when its ClientHello is the point.
func TestAWrongRuleAboutTheHelloTellsOfTheHelloAlone(t *testing.T) {
	t.Parallel()
	runnerWith(t, go122)
	got := runTest(t, "wrong hello", nil)
	require.False(t, got.ok)
	require.Equal(t, 5, strings.Count(got.out, "want sends a ClientHello with"), got.out)
	require.NotContains(t, got.out, "works  ")
	require.Equal(t, 4, strings.Count(got.out, "to aes128-sha-only on legacy"), "as many transcripts as of any test that fails")
}

func TestTheCommandThatShowsTheSameIsForAServerOfTheCatalogue(t *testing.T) {
	t.Parallel()
	old := build(go122, harness.Settings{GoLine: "1.21", GODEBUG: "tlsrsakex=0"})
	command := func(b harness.Build, change func(*harness.Scenario)) string {
		s := sound()
		change(&s)
		return harness.TryCommand(harness.Cell{Scenario: s, Build: b})
	}
	require.Equal(t, "legacytls try -go 1.22.12 -goline 1.21 -godebug tlsrsakex=0 rsa-key-exchange-only", command(old, func(*harness.Scenario) {}))
	require.Empty(t, command(build(go122, harness.Settings{Setenv: "tlsrsakex=1"}), func(*harness.Scenario) {}))
	for what, change := range map[string]func(*harness.Scenario){
		"a profile of its own":     func(s *harness.Scenario) { s.Server.Name = "gateway" },
		"a changed copy":           func(s *harness.Scenario) { s.Server.Suites = s.Server.Suites[1:] },
		"another client":           func(s *harness.Scenario) { s.Client.Resume = true },
		"another backend":          func(s *harness.Scenario) { s.Backend = harness.CryptoTLS() },
		"another Go as the server": func(s *harness.Scenario) { s.PeerGo = "1.20" },
		"a server under test":      func(s *harness.Scenario) { s.GoServer = &harness.GoServer{} },
	} {
		require.Empty(t, command(old, change), what)
	}
}

func TestAFailureTellsOfASettingThatGoDoesNotKnow(t *testing.T) {
	t.Parallel()
	runnerWith(t, go122)
	got := runTest(t, "misspelt", nil)
	require.False(t, got.ok)
	require.Regexp(t, `GODEBUG +no Go release of this run knows the GODEBUG setting "tlsrsakey"; did you mean tlsrsakex`, got.out)
}

// Nothing is compiled but what -run selects, which an empty cache shows.
func TestWhatRunLeavesOutIsNotCompiled(t *testing.T) {
	t.Parallel()
	runnerWith(t, go122)
	env := withoutAgents(t)
	got := runTest(t, "sound", env, "-test.run=^TestTableOfAUser$/^rsa-key-exchange-1$/^go1.22.12$")
	require.True(t, got.ok, got.out)
	require.Equal(t, map[string]string{"rsa-key-exchange-1": "PASS", "rsa-key-exchange-1/go1.22.12": "PASS"}, got.verdicts())
	require.Equal(t, []string{"building with go1.22.12, go line 1.22"}, regexp.MustCompile(`building with .*`).FindAllString(got.out, -1))

	none := runTest(t, "sound", env, "-test.run=^TestTableOfAUser$/^another$")
	require.True(t, none.ok, none.out)
	require.Empty(t, none.verdicts())
}

// withoutAgents is an environment in which no agent has been compiled, but all that the go
// command keeps is there.
func withoutAgents(t *testing.T) []string {
	t.Helper()
	dir := t.TempDir()
	home := []string{"HOME=" + dir, "XDG_CACHE_HOME=" + dir} // where os.UserCacheDir looks
	return append(home, goEnv(t, "GOCACHE"), goEnv(t, "GOMODCACHE"))
}

// goEnv is a setting of the go command, as NAME=value.
func goEnv(t *testing.T, name string) string {
	t.Helper()
	value, err := exec.Command("go", "env", name).Output()
	require.NoError(t, err)
	return name + "=" + strings.TrimSpace(string(value))
}

func TestShortTakesNoOtherToolchain(t *testing.T) {
	t.Parallel()
	runnerWith(t)
	got := runTest(t, "this release", nil, "-test.short")
	require.True(t, got.ok, got.out)
	verdicts := got.verdicts()
	require.Equal(t, "SKIP", verdicts["any-go/go1.20.14"])
	require.Contains(t, got.out, "-short: it takes the toolchain of go1.20.14, and this test is built by go")
	require.Contains(t, got.out, "-short: it takes the toolchain of go1.20, ", "which is that of the peer")
	ran := 0
	for _, verdict := range verdicts {
		if verdict == "PASS" {
			ran++
		}
	}
	require.Equal(t, 3, ran, "any-go, its cell of this release, and old-peer, all of whose cells are skipped: %v", verdicts)
}

// withoutToolchains is an environment in which no toolchain can be had.
func withoutToolchains(t *testing.T, required string) []string {
	t.Helper()
	dir := t.TempDir()
	return []string{"GOPROXY=off", "GOMODCACHE=" + filepath.Join(dir, "mod"), "HOME=" + dir, goEnv(t, "GOCACHE"), "LEGACYTLS_REQUIRE=" + required}
}

func TestACellWhoseToolchainCannotBeHadIsSkipped(t *testing.T) {
	t.Parallel()
	runnerWith(t)
	got := runTest(t, "unavailable", withoutToolchains(t, ""))
	require.True(t, got.ok, got.out)
	require.Equal(t, "SKIP", got.verdicts()["any-go/go1.22.1"])
	require.Contains(t, got.out, "GOPROXY")
	require.Contains(t, got.out, "(LEGACYTLS_REQUIRE=toolchains makes this a failure)")
}

func TestACellWhoseToolchainIsRequiredFails(t *testing.T) {
	t.Parallel()
	runnerWith(t)
	got := runTest(t, "unavailable", withoutToolchains(t, "toolchains"))
	require.False(t, got.ok)
	require.Equal(t, "FAIL", got.verdicts()["any-go/go1.22.1"])
	require.Contains(t, got.out, "toolchains is required by LEGACYTLS_REQUIRE")
}

func TestWhatCannotRunIsSkippedWithTheReason(t *testing.T) {
	t.Parallel()
	runnerWith(t, go122)
	got := runTest(t, "nothing here", []string{"LEGACYTLS_REQUIRE="})
	require.True(t, got.ok, got.out)
	require.Equal(t, map[string]string{
		"waiting-scenario": "SKIP", "new-go-line": "SKIP", "no-backend": "PASS", "no-backend/go1.22.12": "SKIP",
	}, got.verdicts())
	require.Contains(t, got.out, "it waits for a server that can play it")
	require.Contains(t, got.out, "its go lines are above all releases of the matrix")
	require.Contains(t, got.out, "backend openssl:none is not available: file does not exist")
}

func TestAFailedControlFailsTheTableAndNoCell(t *testing.T) {
	t.Parallel()
	runnerWith(t, go122)
	got := runTest(t, "distrusted", nil)
	require.False(t, got.ok)
	require.Contains(t, got.out, "nothing here can be trusted: the control control-modern-server failed under go1.22.12.")
	require.Contains(t, got.out, "Every Go release connects to a modern server. But got connect: ")
	require.Contains(t, got.out, "a control has failed: what came of this could not be trusted")
	for name, verdict := range got.verdicts() {
		require.NotEqual(t, "FAIL", verdict, name)
	}
}

func TestATableThatIsOutOfTimeSaysSo(t *testing.T) {
	t.Parallel()
	runnerWith(t, go122)
	got := runTest(t, "out of time", nil)
	require.False(t, got.ok)
	require.Contains(t, got.out, "not run: the time that go test has is over (-timeout)")
}

func TestFaultsOfATableAreSaidAtOnce(t *testing.T) {
	t.Parallel()
	for table, text := range map[string]string{
		"no release":  `the matrix names no Go release; write for example Matrix{Go: []string{"1.21", "1.26", "1.27"}}`,
		"no scenario": "there is no scenario to run",
		"twice":       `scenario "sound-scenario": a second scenario with this name`,
	} {
		got := runTest(t, table, nil)
		require.False(t, got.ok, table)
		require.Contains(t, got.out, text)
		require.Empty(t, got.verdicts(), table)
	}
}

// A rule may be for a setting that only the matrix has.
func TestTheSettingsOfTheMatrixAreThoseOfTheTable(t *testing.T) {
	t.Parallel()
	runnerWith(t, go122)
	s := rsaKeyExchange("rsa-key-exchange")
	s.Settings, s.Rules = nil, s.Rules[1:3] // those for tlsrsakex=1
	require.ErrorContains(t, s.Check(), "never decides")
	require.ErrorContains(t, s.Check(), "no rule covers")
	own := rsaKeyExchange("with-settings-of-its-own")
	harness.RunScenarios(t, harness.Matrix{Go: []string{"1.22"}, Settings: []harness.Settings{{GODEBUG: "tlsrsakex=1"}}}, s, own)
}

func TestATableNeedsNoRuleForSettingsThatItDoesNotHave(t *testing.T) {
	t.Parallel()
	runnerWith(t, go122)
	s := rsaKeyExchange("rsa-key-exchange")
	s.Settings, s.Rules = s.Settings[1:], s.Rules[1:3]
	harness.RunScenarios(t, harness.Matrix{Go: []string{"1.22"}}, s)
}

// asksForName and noAlert are types of a user, which the documentation shows.
func TestATableCanHaveExpectationsAndReasonsOfItsOwn(t *testing.T) {
	t.Parallel()
	runnerWith(t, go122)
	named, silent := modernClient("asks-for-a-name"), modernClient("closed-without-alert")
	named.Client = harness.Client{ServerName: "orders.partner.test", InsecureSkipVerify: true}
	named.Rules[0].Want = harness.All(asksForName("orders.partner.test"), harness.Connects())
	silent.Server = fixtures.AES128SHAOnly()
	silent.Server.Refusal = fixtures.Refusal{Kind: fixtures.RefuseClose}
	silent.Rules[0].Want = harness.Refused(noAlert{})
	silent.Settings = []harness.Settings{{GODEBUG: "tlsrsakex=0"}}
	harness.RunScenarios(t, harness.Matrix{Go: []string{"1.22"}}, named, silent)
}

// The controls of each release are run once for the table, not for each scenario.
func TestATableRunsBetweenControls(t *testing.T) {
	t.Parallel()
	var through []string
	r := ownRunner(t, harness.RunnerOptions{Progress: func(p harness.Progress) {
		if p.Done > 0 {
			through = append(through, p.Text)
		}
	}}, go122)
	s := []harness.Scenario{modernClient("one"), modernClient("two")}
	harness.RunTable(bg, t, r, harness.Matrix{Go: []string{"1.22"}}, s)
	require.Equal(t, []string{"control-modern-server, go1.22.12", "one, go1.22.12", "two, go1.22.12", "control-closed-port, go1.22.12"}, through)
}

func TestTheAgentsOfATableStayUnlessTheyAreMany(t *testing.T) {
	t.Parallel()
	for builds, kept := range map[int]int{2: 2, harness.MaxKeptAgents + 1: 0} {
		r := ownRunner(t, harness.RunnerOptions{})
		s := modernClient("any-go")
		for i := 0; i < builds; i++ {
			s.Settings = append(s.Settings, harness.Settings{GODEBUG: "legacytlstest=" + strings.Repeat("1", i+1)})
		}
		demand(t, r, go122) // its build is one more
		harness.RunTable(bg, t, r, harness.Matrix{Go: []string{"1.22"}}, []harness.Scenario{s})
		if kept > 0 {
			kept++
		}
		require.Len(t, r.AgentPIDs(), kept)
	}
}
