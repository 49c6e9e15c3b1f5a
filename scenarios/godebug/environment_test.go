package godebug_test

import (
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/toolchain"
)

func TestTheEnvironmentIsSplitAtCommasAndNowhereElse(t *testing.T) {
	t.Parallel()
	path := client(t, "1.26.11", "1.21") // which offers it unless told otherwise
	for godebug, want := range map[string]string{
		"tlsrsakex=0":               notOffered,
		"http2debug=0,tlsrsakex=0":  notOffered,
		"tlsrsakex=0,":              notOffered,
		"http2debug=0, tlsrsakex=0": offered, // the setting " tlsrsakex"
		"http2debug=0;tlsrsakex=0":  offered,
		"http2debug=0 tlsrsakex=0":  offered,
		"TLSRSAKEX=0":               offered,
		"tlsrsakex":                 offered,
	} {
		require.Equal(t, want, prints(t, started(path, godebug, "offers")), "%q", godebug)
	}
}

func TestOnlyTheOldValueBringsTheOldBehaviour(t *testing.T) {
	t.Parallel()
	path := client(t, "1.26.11", "")
	require.Equal(t, offered, prints(t, started(path, "tlsrsakex=1", "offers")))
	for _, godebug := range []string{"tlsrsakex=true", "tlsrsakex=2", "tlsrsakex= 1", "tlsrsakex="} {
		require.Equal(t, notOffered, prints(t, started(path, godebug, "offers")), "%q", godebug)
	}
}

func TestOnlyTheOldValueOfARemovedSettingKills(t *testing.T) {
	t.Parallel()
	path := client(t, "1.27.4", "")
	require.Contains(t, complains(t, started(path, "tlsrsakex=1", "offers")), fatal)
	for _, godebug := range []string{"tlsrsakex=0", "tlsrsakex=true", "tlsrsakex", " tlsrsakex=1"} {
		require.Equal(t, notOffered, prints(t, started(path, godebug, "offers")), "%q", godebug)
	}
	require.Equal(t, notOffered, prints(t, started(path, "", "setenv:tlsrsakex=0", "offers")))
}

func TestUnknownNamesInTheEnvironmentAreIgnored(t *testing.T) {
	t.Parallel()
	hello := toolchain.Program{Module: "example.test/hello", Files: map[string][]byte{"main.go": []byte("package main\n\nfunc main() { println(\"hello\") }\n")}}
	for _, release := range []string{"1.12.17", "1.17.13", "1.20.14", "1.21.13", "1.26.11", "1.27.4"} {
		require.Equal(t, "hello", prints(t, started(build(t, release, hello), "nosuch=1,nosuch=2,nonsense", "offers")), release)
	}
}

func TestDefaultInTheEnvironmentIsAnUnknownName(t *testing.T) {
	t.Parallel()
	require.Equal(t, notOffered, prints(t, started(client(t, "1.26.11", ""), "default=go1.21", "offers")))
}

func TestTheEnvironmentWinsForItsOwnSettingsAlone(t *testing.T) {
	t.Parallel()
	path := client(t, "1.26.11", "1.21")
	require.Equal(t, offered, prints(t, started(path, "", "offers")))
	require.Equal(t, offered, prints(t, started(path, "tls3des=0", "offers")))
	require.Equal(t, notOffered, prints(t, started(path, "tls3des=0,tlsrsakex=0", "offers")))
}

func TestSetenvReplacesWhatTheProgramWasStartedWith(t *testing.T) {
	t.Parallel()
	path := client(t, "1.26.11", "1.21")
	require.Equal(t, []string{notOffered, offered}, lines(t, started(path, "tlsrsakex=0", "offers", "setenv:http2debug=0", "offers")))
	require.Equal(t, []string{notOffered, offered}, lines(t, started(path, "tlsrsakex=0", "offers", "unsetenv", "offers")))
}

func TestSetenvActsAtOnceAsOftenAsItIsCalled(t *testing.T) {
	t.Parallel()
	path := client(t, "1.26.11", "")
	require.Equal(t, []string{notOffered, offered, notOffered},
		lines(t, started(path, "", "offers", "setenv:tlsrsakex=1", "offers", "setenv:tlsrsakex=0", "offers")))
}

func TestChildProcessesInheritTheEnvironmentAndWhatSetenvHasPutThere(t *testing.T) {
	t.Parallel()
	path := client(t, "1.26.11", "")
	require.Equal(t, offered, prints(t, started(path, "tlsrsakex=1", "start:"+path)))
	require.Equal(t, offered, prints(t, started(path, "", "setenv:tlsrsakex=1", "start:"+path)))
}

func TestWhatIsBuiltIntoAProgramIsNotForItsChildProcesses(t *testing.T) {
	t.Parallel()
	parent, child := client(t, "1.26.11", "1.21"), client(t, "1.26.11", "")
	require.Equal(t, []string{offered, notOffered}, lines(t, started(parent, "", "offers", "start:"+child)))
}

func TestAChildOfGo127DiesOfTheOldValueThatItsParentSurvived(t *testing.T) {
	t.Parallel()
	child := client(t, "1.27.4", "")
	require.Contains(t, prints(t, started(client(t, "1.26.11", ""), "tlsrsakex=1", "start:"+child)), fatal)
	require.Contains(t, prints(t, started(child, "", "setenv:tlsrsakex=1", "start:"+child)), fatal)
}

func TestGoRunAndGoTestHandTheEnvironmentToWhatTheyStart(t *testing.T) {
	t.Parallel()
	dir := files(t, map[string]string{"go.mod": goMod("go 1.26"), "main.go": "package main\n\n" +
		"func main() {\n\tdefer func() { println(\"recovered nil:\", recover() == nil) }()\n\tpanic(nil)\n}\n"})
	for _, cmd := range []*exec.Cmd{goCommand(t, "1.26.11", dir, "run", "."), tests(t, "1.26.11", testsItself(t, ""))} {
		cmd.Env = append(cmd.Env, "GODEBUG=panicnil=1")
		require.Contains(t, prints(t, cmd), "recovered nil: true", cmd)
	}
}

func TestGoEnvDoesNotSetGODEBUG(t *testing.T) {
	t.Parallel()
	for release, want := range map[string]string{
		"1.21.13": "unknown go command variable GODEBUG",
		"1.26.11": "GODEBUG can only be set using the OS environment",
		"1.27.4":  "GODEBUG can only be set using the OS environment",
	} {
		write := goCommand(t, release, t.TempDir(), "env", "-w", "GODEBUG=tlsrsakex=1")
		write.Env = append(write.Env, "GOENV="+t.TempDir()+"/env")
		require.Contains(t, complains(t, write), want, release)
	}
}
