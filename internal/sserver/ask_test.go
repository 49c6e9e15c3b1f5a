//go:build unix

package sserver

import (
	"context"
	"crypto/tls"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/wire"
)

// fakeOpenSSL is a supervisor whose openssl is a shell script.
func fakeOpenSSL(t *testing.T, text string) *program {
	t.Helper()
	path := filepath.Join(t.TempDir(), "openssl")
	// A process that is forked meanwhile would have the file open, which then cannot be executed.
	syscall.ForkLock.RLock()
	err := os.WriteFile(path, []byte("#!/bin/sh\n"+text), 0o700)
	syscall.ForkLock.RUnlock()
	require.NoError(t, err)
	return runProgram(t, path)
}

func askOf(t *testing.T, p *program) (*Abilities, error) {
	t.Helper()
	addr := freeAddress(t)
	return Ask(patient(t), p.Supervisor, addr, addr)
}

func TestCommandsThatCannotPlayProfilesAreRefused(t *testing.T) {
	t.Parallel()
	const help = "\nif [ $1 = s_server ]; then echo ' -brief  x'; echo ' -msgfile val'; exit 1; fi\n"
	tests := []struct{ name, script, why string }{
		{"LibreSSL", "echo 'LibreSSL 3.8.2'" + help, `it calls itself "LibreSSL 3.8.2", not OpenSSL`},
		{"OpenSSL 1.0.2u", "echo 'OpenSSL 1.0.2u  20 Dec 2019'" + help, "it is OpenSSL 1.0.2u, and the oldest that can is 1.1.1"},
		{"OpenSSL 0.9.8", "echo 'OpenSSL 0.9.8 05 Jul 2005'" + help, "it is OpenSSL 0.9.8, and the oldest that can is 1.1.1"},
		{"OpenSSL 1.1.0l", "echo 'OpenSSL 1.1.0l  10 Sep 2019'" + help, "it is OpenSSL 1.1.0l, and the oldest that can is 1.1.1"},
		{"a program that is none", "echo hello, world" + help, `it calls itself "hello, world", not OpenSSL`},
		{"a program that says nothing", "exit 0", `it calls itself "", not OpenSSL`},
		{"a program that fails", "echo 'unknown command'; exit 2", "openssl version: exit code 2: unknown command"},
		{"one without -msgfile", "[ $1 = version ] && echo OpenSSL 3.0.0; echo ' -brief  x'", "its s_server has no -brief or no -msgfile"},
		{"one without -brief", "[ $1 = version ] && echo OpenSSL 3.0.0; echo ' -msgfile x'", "its s_server has no -brief or no -msgfile"},
		{"one without s_server", "if [ $1 = version ]; then echo OpenSSL 3.0.0; else echo no such command; exit 1; fi", "no -msgfile: openssl s_server -help: exit code 1: no such command"},
	}
	for _, tc := range tests {
		tc := tc
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			able, err := askOf(t, fakeOpenSSL(t, tc.script))
			require.ErrorIs(t, err, ErrNotOpenSSL)
			require.ErrorContains(t, err, "not an OpenSSL that can play profiles: ")
			require.ErrorContains(t, err, tc.why)
			require.Nil(t, able)
		})
	}
	t.Run("a directory", func(t *testing.T) {
		t.Parallel()
		_, err := askOf(t, runProgram(t, t.TempDir()))
		require.ErrorIs(t, err, ErrNotOpenSSL)
		require.ErrorContains(t, err, ": Permission denied")
	})
	t.Run("a file that is not executable", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "openssl")
		require.NoError(t, os.WriteFile(path, nil, 0o600))
		_, err := askOf(t, runProgram(t, path))
		require.ErrorIs(t, err, ErrNotOpenSSL)
		require.ErrorContains(t, err, ": Permission denied")
	})
}

func TestAVersionIsWhatOpenSSLCallsItself(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"OpenSSL 3.0.19 27 Jan 2026 (Library: OpenSSL 3.0.19 27 Jan 2026)": "OpenSSL 3.0.19 27 Jan 2026",
		"OpenSSL 1.1.1w  11 Sep 2023":                                      "OpenSSL 1.1.1w  11 Sep 2023",
	} {
		a := new(Abilities)
		require.NoError(t, a.askVersion(patient(t), fakeOpenSSL(t, "echo '"+said+"'").Supervisor))
		require.Equal(t, want, a.Version)
	}
}

func TestOptionsAreReadFromTheHelp(t *testing.T) {
	t.Parallel()
	a := new(Abilities)
	require.NoError(t, a.askOptions(patient(t), fakeOpenSSL(t, `cat <<END
Usage: s_server -not_one [options]
General options:
 -brief              Restrict output, see -nor_this
  -msgfile outfile   File
 -no_ems             No extended master secret
-unindented
END
exit 1`).Supervisor))
	require.Equal(t, map[string]bool{"-brief": true, "-msgfile": true, "-no_ems": true}, a.options)
}

func TestSuitesAreAskedForEachVersion(t *testing.T) {
	t.Parallel()
	a := &Abilities{suites: make(map[uint16]map[uint16]bool)}
	require.NoError(t, a.askSuites(patient(t), fakeOpenSSL(t, `case $4 in
-ssl3) echo "Unknown option: -ssl3"; exit 1;;
-tls1) echo "          0xC0,0x14 - ECDHE-RSA-AES256-SHA           TLSv1 Kx=ECDH     Au=RSA   Enc=AES(256)               Mac=SHA1"
       echo "          0x00,0x2F - AES128-SHA                     SSLv3 Kx=RSA";;
-tls1_1) ;;
-tls1_2) echo "0x00,0x9C - AES128-GCM-SHA256";;
-tls1_3) echo "          0x13,0x01 - TLS_AES_128_GCM_SHA256         TLSv1.3"; echo "of 0x13,0x02 - which is said elsewhere";;
esac`).Supervisor))
	require.Equal(t, map[uint16]map[uint16]bool{
		tls.VersionTLS10: {0xc014: true, 0x2f: true},
		tls.VersionTLS11: {},
		tls.VersionTLS12: {0x9c: true},
		tls.VersionTLS13: {0x1301: true},
	}, a.suites)
}

// refusing is an s_client that does not know some groups, and nobody to connect to.
const refusing = `
for bad in P-192 X448 MLKEM768 MLKEM1024; do
	case ":$3:" in *":$bad:"*) echo "Error with command: \"-groups $3\""; exit 1;; esac
done
echo "connect:errno=2"
exit 1`

func TestGroupsThatAreRefusedHideNoOthers(t *testing.T) {
	t.Parallel()
	a := &Abilities{groups: make(map[tls.CurveID]string)}
	require.NoError(t, a.askGroups(patient(t), fakeOpenSSL(t, refusing).Supervisor))
	want := map[tls.CurveID]string{}
	for _, g := range groups() {
		want[g.id] = g.name
	}
	for _, g := range []tls.CurveID{19, 30, 0x0201, 0x0202} {
		delete(want, g)
	}
	require.Equal(t, want, a.groups)
}

func TestGroupsThatAreAllKnownAreAskedForOnce(t *testing.T) {
	t.Parallel()
	p := fakeOpenSSL(t, `echo asked >> asked; [ $(wc -l < asked) = 1 ] || echo "-groups"; exit 1`)
	a := &Abilities{groups: make(map[tls.CurveID]string)}
	require.NoError(t, a.askGroups(patient(t), p.Supervisor))
	require.Len(t, a.groups, len(groups()))
}

func TestAnSClientThatConnectsToNothingIsRefused(t *testing.T) {
	t.Parallel()
	a := &Abilities{groups: make(map[tls.CurveID]string)}
	require.ErrorContains(t, a.askGroups(patient(t), fakeOpenSSL(t, "exit 0").Supervisor), "openssl s_client connected to nothing")
	require.Empty(t, a.groups)
}

func TestASupervisorThatEndsWhileItIsAskedIsAnError(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"version", "s_server", "ciphers", "s_client"} {
		p := startText(t, Program, "/bin/sh")
		p.stdin.Close()
		require.NoError(t, p.ended())
		a := &Abilities{groups: make(map[tls.CurveID]string), suites: make(map[uint16]map[uint16]bool)}
		ask := map[string]func(context.Context, *Supervisor) error{"version": a.askVersion, "s_server": a.askOptions, "ciphers": a.askSuites, "s_client": a.askGroups}[text]
		require.ErrorContains(t, ask(patient(t), p.Supervisor), "the supervisor of openssl has ended", text)
	}
}

// run runs the real openssl, without a supervisor.
func run(t *testing.T, stdin []byte, args ...string) (string, error) {
	t.Helper()
	command := exec.CommandContext(patient(t), needs.Command(t, needs.OpenSSL), args...)
	command.Env = append(os.Environ(), "OPENSSL_CONF=/dev/null")
	command.Stdin = strings.NewReader(string(stdin))
	output, err := command.CombinedOutput()
	return string(output), err
}

func TestOpenSSLIsAbleToDoWhatItSaysElsewhere(t *testing.T) {
	t.Parallel()
	able := realAbilities(t)
	version, err := run(t, nil, "version")
	require.NoError(t, err)
	require.Equal(t, strings.Fields(version)[:2], strings.Fields(able.Version)[:2])
	require.NotContains(t, able.Version, "Library")

	disabled, err := run(t, nil, "list", "-disabled")
	require.NoError(t, err)
	for v, name := range map[uint16]string{wire.VersionSSL30: "SSL3", tls.VersionTLS10: "TLS1", tls.VersionTLS11: "TLS1_1", tls.VersionTLS12: "TLS1_2", tls.VersionTLS13: "TLS1_3"} {
		without := strings.Contains(disabled+"\n", "\n"+name+"\n")
		require.Equal(t, !without, able.versions[v], name)
	}
	for v, flag := range map[uint16]string{tls.VersionTLS10: "-tls1", tls.VersionTLS11: "-tls1_1", tls.VersionTLS12: "-tls1_2", tls.VersionTLS13: "-tls1_3"} {
		output, err := run(t, nil, "ciphers", "-s", "-stdname", flag, "ALL:COMPLEMENTOFALL:@SECLEVEL=0")
		require.NoError(t, err)
		lines := strings.Split(strings.TrimSpace(output), "\n")
		require.Len(t, able.suites[v], len(lines))
		has := map[string]bool{}
		for _, line := range lines {
			has[strings.Fields(line)[0]] = true
		}
		for _, s := range fixtures.Suites() {
			require.Equal(t, has[s.Name], able.suites[v][s.ID], "%s %s", flag, s.Name)
		}
	}
	for _, g := range []tls.CurveID{tls.CurveP256, tls.CurveP384, tls.CurveP521} {
		require.NotEmpty(t, able.groups[g])
	}
	for _, option := range []string{"-brief", "-msg", "-msgfile", "-no_ticket", "-num_tickets", "-no_renegotiation", "-legacy_renegotiation", "-Verify"} {
		require.True(t, able.options[option], option)
	}
	require.False(t, able.options["-help_me"])
}

// One that is built without TLS 1.2 answers a client of TLS 1.2 in TLS 1.1.
func TestAVersionThatIsAnsweredInAnotherIsNotSpoken(t *testing.T) {
	sweep.AllOrSkip(t, "asks OpenSSL again what it can do")
	t.Parallel()
	real := realAbilities(t)
	able, err := askOf(t, fakeOpenSSL(t, `if [ "$2" = -accept ]; then set -- "$@" -no_tls1_2 -no_tls1_3; fi
exec '`+needs.Command(t, needs.OpenSSL)+`' "$@"`))
	require.NoError(t, err)
	require.Equal(t, real.suites, able.suites, "they are only asked for")
	for v, spoken := range real.versions {
		require.Equal(t, spoken && v < tls.VersionTLS12, able.versions[v], "%x", v)
	}
}

// A name that openssl does not take is left out of the list without a word.
func TestOpenSSLKnowsItsSuitesByOurNames(t *testing.T) {
	t.Parallel()
	for v, suites := range realAbilities(t).suites {
		if v == tls.VersionTLS13 {
			continue // they have the names of the registry
		}
		var names []string
		for id := range suites {
			if s, known := fixtures.SuiteByID(id); known {
				names = append(names, s.OpenSSL)
			}
		}
		output, err := run(t, nil, "ciphers", "-stdname", "-ciphersuites", "", strings.Join(names, ":")+":@SECLEVEL=0")
		require.NoError(t, err, output)
		require.Len(t, strings.Split(strings.TrimSpace(output), "\n"), len(names), "%x of %s:\n%s", v, names, output)
	}
}
