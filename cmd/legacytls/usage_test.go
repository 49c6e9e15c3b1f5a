package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMistakesAreUsageErrorsThatNameWhatIsValid(t *testing.T) {
	notPEM := filepath.Join(t.TempDir(), "not.pem")
	require.NoError(t, os.WriteFile(notPEM, []byte("hello"), 0o600))
	nowhere := filepath.Join(t.TempDir(), "missing", "file")
	for _, tc := range []struct {
		args string
		want []string
	}{
		{"runn", []string{`no verb "runn"`, "did you mean run?", "run, try, serve, hello, explain, list, certs, completion, help and version"}},
		{"help serv", []string{`no verb "serv"`, "did you mean serve?"}},

		{"run rsa-key-exchang$", []string{`no scenario matches "rsa-key-exchang$"`, "rsa-key-exchange,", "list scenarios"}},
		{"run (", []string{`pattern "("`, "missing closing )"}},
		{"run one two", []string{"one pattern at most, got one two", "|"}},
		{"run -go 1.99", []string{"1.99", "1.27.4"}},
		{"run -go gopher", []string{`"gopher"`, "1.12,", "1.27", "local"}},
		{"run -go 1.2", []string{"too old", "1.12"}},
		{"run -goline gopher", []string{"-goline", `"gopher"`, "1.22"}},
		{"run -goline go1.21", []string{"-goline", `"go1.21"`, "for example 1.21"}},
		{"run -go 1.21 -goline 1.27", []string{"-goline", "newer than every release", "1.21.13"}},
		{"run -godebug tlsrsakex", []string{"-godebug", `"tlsrsakex"`, "tlsrsakex=1"}},
		{"run -timeout soon", []string{"-timeout", `"soon"`}},
		{"run -timeout 0", []string{"-timeout 0s", "at least 1ms"}},
		{"run -timeout 999us", []string{"-timeout 999", "at least 1ms"}},
		{"run -timeout -1s", []string{"-timeout -1s", "at least 1ms"}},
		{"run -color pink", []string{`-color "pink"`, "auto, always or never"}},
		{"run -nosuch", []string{"no flag -nosuch", "did you mean -"}},
		{"run -jsn results.json", []string{"no flag -jsn", "did you mean -json"}},
		{"try --rots ca.pem modern", []string{"no flag -rots", "did you mean -roots"}},
		{"completion -json bash", []string{"no flag -json", "this verb has none"}},
		{"run go1.22/rsa-key-exchang$", []string{"no scenario matches", "go1.22/rsa-key-exchange,"}},
		{"run -shard 2", []string{`-shard "2"`, "i/n", "2/3"}},
		{"run -shard 0/3", []string{`-shard "0/3"`, "from 1 to n"}},
		{"run -shard 4/3", []string{`-shard "4/3"`, "from 1 to n"}},
		{"run -shard 1/3/5", []string{`-shard "1/3/5"`}},
		{"run -shard -1/3", []string{`-shard "-1/3"`}},
		{"run -go local -junit " + nowhere, []string{"-junit", nowhere}},
		{"run -go local -md " + nowhere, []string{"-md", nowhere}},
		{"run -go local -md - -json -", []string{"-json and -md", "standard output"}},
		{"run -go local -md x.out -junit x.out", []string{"-junit and -md", "x.out"}},
		{"run -json", []string{"-json", "needs an argument"}},
		{"run -go local -json " + nowhere, []string{"-json", nowhere}},

		{"try", []string{"want one target", "HOST:PORT", "none"}},
		{"try modern tls12-only", []string{"want one target", "2: modern tls12-only"}},
		{"try aes256-sha256", []string{`no profile "aes256-sha256"`, "aes256-sha256-only", "HOST:PORT"}},
		{"try localhost", []string{`no profile "localhost"`, "HOST:PORT"}},
		{"try localhost:", []string{`"localhost:"`, "HOST:PORT", "127.0.0.1:443"}},
		{"try :443", []string{`":443"`, "HOST:PORT"}},
		{"try localhost:0", []string{`"localhost:0"`, "HOST:PORT"}},
		{"try localhost:65536", []string{`"localhost:65536"`, "HOST:PORT"}},
		{"try https://localhost:443", []string{"https://localhost:443", "HOST:PORT"}},
		{"try -suites AES128-SHAX modern", []string{"-suites", `"AES128-SHAX"`, "AES128-SHA,"}},
		{"try -suites 0xFEED modern", []string{"-suites", "0xFEED"}},
		{"try -min 1.4 modern", []string{`-min "1.4"`, "1.0, 1.1, 1.2 or 1.3"}},
		{"try -max TLS1.2 modern", []string{`-max "TLS1.2"`, "1.0, 1.1, 1.2 or 1.3"}},
		{"try -min 1.3 -max 1.2 modern", []string{"-min 1.3 is above -max 1.2"}},
		{"try -go , modern", []string{`invalid value "," for flag -go`, "want one or more, separated by commas"}},
		{"try -groups P-255 modern", []string{"-groups", `"P-255"`, "the nearest are P-256"}},
		{"try -roots " + nowhere + " modern", []string{"-roots", nowhere}},
		{"try -roots " + notPEM + " modern", []string{"-roots", notPEM, "want PEM certificates"}},
		{"try -backend gnutls modern", []string{`-backend "gnutls"`, "did you mean", "legacy, crypto/tls, goX.Y, openssl, docker:1.1.1, docker:1.1.1-weak, "}},
		{"try -backend crypto-tls modern", []string{`-backend "crypto-tls"`, "did you mean crypto/tls?"}},
		{"try -backend opensll modern", []string{`-backend "opensll"`, "did you mean openssl?"}},
		{"try -backend openssl: modern", []string{`-backend "openssl:"`, "the path of an openssl command"}},
		{"try -backend docker modern", []string{`-backend "docker"`, "want docker: and a generation of OpenSSL, which are 1.1.1, 1.1.1-weak, 3.0, 3.5 (legacytls list backends)"}},
		{"try -backend docker: modern", []string{`-backend "docker:"`, "which are 1.1.1, 1.1.1-weak, 3.0, 3.5 "}},
		{"try -backend docker:3.2 modern", []string{`no generation "3.2" of OpenSSL`, "did you mean docker:3.0?", "the nearest first, 3.0, 3.5, 1.1.1, 1.1.1-weak "}},
		{"try -backend docker:weak modern", []string{`no generation "weak"`, "did you mean docker:1.1.1-weak?"}},
		{"try -backend dokcer:3.0 modern", []string{`-backend "dokcer:3.0"`, "did you mean docker:3.0?"}},
		{"try -backend goX.Y modern", []string{`-backend "goX.Y"`}},
		{"try -backend go1.99 no-ems", []string{"1.99", "1.27.4"}},
		{"try -backend crypto/tls 127.0.0.1:1", []string{"-backend crypto/tls", "127.0.0.1:1 is an address"}},

		{"serve", []string{"at least one profile", "list profiles"}},
		{"serve tls12-onyl", []string{`no profile "tls12-onyl"`, "tls12-only"}},
		{"serve -port 65536 modern", []string{"-port 65536", "1 to 65535"}},
		{"serve -port 65535 modern tls12-only", []string{"-port 65535", "1 to 65534"}},
		{"serve -port -1 modern", []string{"-port -1", "1 to 65535"}},
		{"serve -port http modern", []string{"-port", `"http"`}},
		{"serve -backend docker:1.1.0 modern", []string{`no generation "1.1.0"`, "did you mean docker:1.1.1?"}},
		{"serve -backend docker:3.5 127.0.0.1:1", []string{`no profile "127.0.0.1:1"`}},
		{"serve -json " + nowhere + " modern", []string{"-json", nowhere}},

		{"list", []string{"want one of profiles, scenarios, suites, settings, defaults, certs, backends, errors, go"}},
		{"list suite", []string{`nothing called "suite"`, "did you mean suites?", "profiles, scenarios"}},
		{"list profiles rsa only", []string{"one pattern at most, got profiles rsa only", "|"}},
		{"list profiles (", []string{`pattern "("`, "missing closing )"}},
		{"list profiles aes256-sha257", []string{`no profile matches "aes256-sha257"`, "aes256-sha256-only"}},
		{"list suites AES129-SHA", []string{`no suite matches "AES129-SHA"`, "AES128-SHA"}},
		{"list settings tlsrsakexx", []string{`no setting matches "tlsrsakexx"`, "tlsrsakex"}},
		{"list scenarios rsa-key-exchang_", []string{`no scenario matches "rsa-key-exchang_"`, "go1.22/rsa-key-exchange"}},
		{"list backends dokcer", []string{`no backend matches "dokcer"`, "docker:"}},
		{"list go 1.99", []string{`no release matches "1.99"`, "1.19"}},
		{"list -go 1.22 profiles", []string{"-go 1.22", "settings, not to profiles"}},
		{"list -go 1.99 settings", []string{"1.99", "1.27.4"}},
		{"list -go all settings", []string{"-go all", "one release"}},

		{"certs", []string{"want the directory"}},
		{"certs " + notPEM, []string{notPEM}},
		{"certs -key rsa-2048x pki", []string{`-key "rsa-2048x"`, "did you mean rsa-2048", "ed25519"}},
		{"certs pki expird", []string{`no certificate "expird"`, "expired", "list certs"}},
		{"list certs expird", []string{`no certificate matches "expird"`, "expired"}},
		{"certs -days 0 pki", []string{"-days 0", "1 to 3650"}},
		{"certs -days 3651 pki", []string{"-days 3651", "1 to 3650"}},
		{"certs -days ten pki", []string{"-days", `"ten"`}},
		{"certs -name a/b pki", []string{`-name "a/b"`, "plain file name"}},
		{"certs -name CA pki", []string{`-name "CA"`, "other than ca"}},
		{"certs -name= pki", []string{`-name ""`, "plain file name"}},
		{"certs -name .hidden pki", []string{`-name ".hidden"`}},

		{"completion", []string{"want one of bash, zsh, fish"}},
		{"completion bahs", []string{`"bahs"`, "did you mean bash?"}},
		{"completion bash zsh", []string{"want one of bash, zsh, fish"}},
	} {
		tc := tc
		t.Run(tc.args, func(t *testing.T) {
			got := legacytls(t, strings.Fields(tc.args)...)
			require.Equal(t, exitUsage, got.code, got.err)
			require.Empty(t, got.out, "mistakes belong on standard error")
			for _, want := range tc.want {
				require.Contains(t, got.err, want)
			}
			require.NotContains(t, got.err, "<nil>")
			require.NotContains(t, got.err, "%!")
			require.True(t, strings.HasPrefix(got.err, "legacytls"), got.err)
		})
	}
}

func TestNoArgumentsShowTheVerbsAsAMistake(t *testing.T) {
	got := legacytls(t)
	require.Equal(t, exitUsage, got.code)
	require.Empty(t, got.out)
	require.Contains(t, got.err, "legacytls try PROFILE|FILE|HOST:PORT")
}

func TestHelpThatIsAskedForGoesToStandardOutput(t *testing.T) {
	for _, args := range [][]string{{"help"}, {"-h"}, {"-help"}, {"--help"}} {
		got := legacytls(t, args...)
		require.Equal(t, exitOK, got.code, args)
		require.Empty(t, got.err)
		for _, c := range commands() {
			require.Contains(t, got.out, "legacytls "+c.name+" ")
			require.Contains(t, got.out, c.summary)
		}
		for _, code := range []string{"0 all as", "1 something", "2 wrong usage", "3 something", "130 interrupted"} {
			require.Contains(t, got.out, code)
		}
	}
}

func TestEachVerbHasTheSameHelpWhicheverWayItIsAskedFor(t *testing.T) {
	flagsOf := map[string][]string{
		"run":   {"-go releases", "-goline lines", "-godebug settings", "-json file", "-junit file", "-md file", "-shard i/n", "-v", "-x", "-timeout limit", "-color when"},
		"try":   {"-go releases", "-suites suites", "-min version", "-max version", "-groups groups", "-alpn protocols", "-roots file", "-servername name", "-insecure", "-backend backend", "-json file"},
		"serve": {"-port port", "-roots file", "-lines", "-json file", "-backend backend"},
		"list":  {"-go release", "-json", "-x"},
		"certs": {"-host names", "-key kind", "-days number", "-name name", "-force"},
	}
	for _, c := range commands() {
		help := legacytls(t, "help", c.name)
		require.Equal(t, exitOK, help.code)
		require.Contains(t, help.out, "usage: legacytls "+c.name+" [flags] "+c.args)
		for _, name := range flagsOf[c.name] {
			require.Contains(t, help.out, "\n  "+name, c.name)
		}
		for _, example := range c.examples {
			require.Contains(t, help.out, "\n  "+example+"\n")
		}
		for _, args := range [][]string{{c.name, "-h"}, {c.name, "--help"}, {c.name, "argument", "-h"}, {c.name, "argument", "another", "-help"}} {
			require.Equal(t, help, legacytls(t, args...), args)
		}
	}
}

func TestVersionNamesTheGoThatBuiltIt(t *testing.T) {
	for _, arg := range []string{"version", "-version", "--version"} {
		got := legacytls(t, arg)
		require.Equal(t, exitOK, got.code)
		require.Regexp(t, `^legacytls \S+ (go1\.|devel )`, got.out)
	}
}

func TestFlagsMayStandAnywhereWithOneDashOrTwo(t *testing.T) {
	want := legacytls(t, "list", "-json", "suites")
	require.Equal(t, exitOK, want.code, want.err)
	for _, args := range [][]string{{"list", "--json", "suites"}, {"list", "suites", "-json"}, {"list", "suites", "--json"}, {"list", "-json=true", "--", "suites"}} {
		require.Equal(t, want, legacytls(t, args...), args)
	}
}

func TestAfterTwoDashesNothingIsAFlag(t *testing.T) {
	got := legacytls(t, "list", "--", "suites", "-json")
	require.Equal(t, exitUsage, got.code)
	require.Contains(t, got.err, `no suite matches "-json"`)
}

func TestListsAreSplitAtCommasAndSettingsAreNot(t *testing.T) {
	f := newFlags(tryCommand(), strings.Fields("-go 1.21,1.22 -go 1.22,1.27 -goline 1.21,1.20 -godebug= -godebug a=1,b=2 -godebug a=1,b=2 -alpn h2,http/1.1 -suites AES128-SHA,0x003d modern"))
	parsed, err := parseTry(f, streams{io.Discard, io.Discard})
	require.NoError(t, err)
	require.Equal(t, []string{"1.21", "1.22", "1.27"}, parsed.matrix.Go)
	var ways []string
	for _, s := range parsed.matrix.Variants() {
		ways = append(ways, s.GoLine+"/"+s.GODEBUG)
	}
	require.Equal(t, []string{"1.21/", "1.21/a=1,b=2", "1.20/", "1.20/a=1,b=2"}, ways)
	require.Equal(t, []string{"h2", "http/1.1"}, parsed.client.ALPN)
	require.Equal(t, []uint16{0x002F, 0x003D}, parsed.client.CipherSuites)
}

func TestTheClientGetsWhatItsFlagsSay(t *testing.T) {
	f := newFlags(tryCommand(), strings.Fields("-min 1.0 -max 1.2 -groups X25519,P-256 -servername old.example -insecure -timeout 2s 127.0.0.1:4433"))
	parsed, err := parseTry(f, streams{io.Discard, io.Discard})
	require.NoError(t, err)
	require.Equal(t, uint16(0x0301), parsed.client.MinVersion)
	require.Equal(t, uint16(0x0303), parsed.client.MaxVersion)
	require.Len(t, parsed.client.Groups, 2)
	require.EqualValues(t, 29, parsed.client.Groups[0])
	require.EqualValues(t, 23, parsed.client.Groups[1])
	require.Equal(t, "old.example", parsed.client.ServerName)
	require.True(t, parsed.client.InsecureSkipVerify)
	require.Equal(t, "2s", parsed.timeout.String())
	require.Equal(t, "127.0.0.1:4433", parsed.target.addr)
}

func TestAnInterruptIsACodeOfItsOwn(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, args := range [][]string{
		{"run", "-go", "1.22", "/ecdhe-cbc$"},
		{"run", "-go", "local", "/ecdhe-cbc$"},
		{"try", "-go", "1.22", "modern"},
		{"list", "-go", "local", "settings"},
		{"list", "backends"},
	} {
		var errs bytes.Buffer
		require.Equal(t, exitInterrupted, run(ctx, args, streams{io.Discard, &errs}), "%q: %s", args, errs.String())
		require.Equal(t, "legacytls: interrupted\n", errs.String(), "%q", args)
	}
	require.Equal(t, exitOK, run(ctx, []string{"serve", "modern"}, discard()), "it is the normal end of serve")
}

// fullDisk takes no byte.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestAReportThatCannotBeWrittenIsAnError(t *testing.T) {
	for _, args := range [][]string{
		{"try", "-go", "local", "modern"},
		{"run", "-go", "local", "/ecdhe-cbc$"},
		{"run", "-go", "local", "-json", "-", "/ecdhe-cbc$"},
		{"run", "-go", "local", "-junit", "-", "/ecdhe-cbc$"},
		{"run", "-go", "local", "-md", "-", "/ecdhe-cbc$"},
		{"try", "-go", "local", "-json", "-", "modern"},
		{"list", "profiles"},
		{"list", "-json", "profiles"},
		{"certs", filepath.Join(t.TempDir(), "pki")},
		{"completion", "bash"},
	} {
		var errs bytes.Buffer
		code := run(context.Background(), args, streams{out: fullDisk{}, err: &errs})
		require.Equal(t, exitIncomplete, code, "%q", args)
		require.Contains(t, errs.String(), "no space left on device", "%q", args)
	}
}
