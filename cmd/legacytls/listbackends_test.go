package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/cmd/legacytls/internal/terminal"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
)

// counted is how a row begins of a backend that has been counted.
const counted = `\d+ of the \d+ profiles, with `

func TestListBackendsHasARowForEachNameOfTheFlag(t *testing.T) {
	withoutOpenSSL(t)
	var names []string
	for _, b := range objects(t, list(t, "-json", "backends")) {
		name := b["backend"].(string)
		names = append(names, name)
		require.NoError(t, checkBackend(strings.Replace(name, "X.Y", "1.20", 1)))
	}
	require.Equal(t, []string{"legacy", "crypto/tls", "goX.Y", "openssl", "docker:1.1.1", "docker:1.1.1-weak", "docker:3.0", "docker:3.5"}, names)
}

func TestListBackendsSaysWhatIsNotThereAndWhy(t *testing.T) {
	dockerHost := withoutOpenSSL(t)
	out := list(t, "backends")
	require.Regexp(t, `^legacy\s+yes\s+`+counted+`our own engine .*the default below TLS 1\.3$`, row(t, out, "legacy"))
	require.Regexp(t, `^crypto/tls\s+yes\s+`+counted+`.*the default with TLS 1\.3$`, row(t, out, "crypto/tls"))
	require.Contains(t, row(t, out, "goX.Y"), " yes ")
	require.Regexp(t, `^openssl\s+no\s+with the s_server of the openssl in PATH  +there is no openssl in PATH, and LEGACYTLS_OPENSSL names none$`, row(t, out, "openssl"))
	for _, generation := range []string{"1.1.1", "1.1.1-weak", "3.0", "3.5"} {
		require.Regexp(t, `^docker:\S+\s+no\s+with the s_server of OpenSSL `+generation+`, in a container  +no Docker engine listens at `+dockerHost+` `, row(t, out, "docker:"+generation))
	}
}

func TestListBackendsSaysWhichOpenSSLItIsAndHowMuchItPlays(t *testing.T) {
	version := needBackend(t, "openssl")
	played, err := countPlayed(context.Background(), harness.OpenSSL(""))
	require.NoError(t, err)
	require.Greater(t, played, 20)
	require.Less(t, played, len(fixtures.Catalogue()), "no OpenSSL is intolerant of a ClientHello")
	require.Regexp(t, fmt.Sprintf(`^openssl +yes +%d of the %d profiles, with the s_server of %s, the (first )?openssl `, played, len(fixtures.Catalogue()), version),
		row(t, list(t, "backends"), "openssl"))
}

func TestListBackendsStartsTheContainersToAskThem(t *testing.T) {
	for name, version := range map[string]string{"docker:1.1.1": `1\.1\.1`, "docker:1.1.1-weak": `1\.1\.1`, "docker:3.0": `3\.0\.`, "docker:3.5": `3\.5\.`} {
		needBackend(t, name)
		require.Regexp(t, `^\S+ +yes +`+counted+`the s_server of OpenSSL `+version+`.*, in a container$`, row(t, list(t, "backends", "^"+name+"$"), name))
	}
}

func TestListBackendsHasTheOpenSSLsThatTheVariableNames(t *testing.T) {
	openssl := needs.Command(t, needs.OpenSSL)
	nowhere := filepath.Join(t.TempDir(), "openssl")
	paths := []string{nowhere, openssl}
	needBackend(t, "openssl:"+openssl)
	t.Setenv(harness.OpenSSLVariable, strings.Join(paths, string(os.PathListSeparator)))
	out := list(t, "backends", "^openssl")
	require.Regexp(t, `^openssl +no +with the s_server of the first openssl that LEGACYTLS_OPENSSL names  +there is no openssl `+nowhere+`$`, row(t, out, "openssl"))
	require.Regexp(t, ` yes +`+counted+`the s_server of OpenSSL .*, the openssl of that path$`, row(t, out, "openssl:"+openssl))
}

// fakeOpenSSLs lets LEGACYTLS_OPENSSL name n shell scripts, which find the directory that
// they are in as $dir.
func fakeOpenSSLs(t *testing.T, n int, program string) (dir string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("a shell script is no command there, and neither is s_server a backend")
	}
	needs.CommandOf(t, needs.OpenSSL, "perl")
	dir = t.TempDir()
	var paths []string
	for i := 0; i < n; i++ {
		path := filepath.Join(dir, fmt.Sprint("openssl", i))
		require.NoError(t, os.WriteFile(path, []byte("#!/bin/sh\ndir="+dir+"\n"+program), 0o700))
		paths = append(paths, path)
	}
	t.Setenv(harness.OpenSSLVariable, strings.Join(paths, string(os.PathListSeparator)))
	return dir
}

// Each of them ends when all have begun.
func TestBackendsAreAskedAtOnce(t *testing.T) {
	fakeOpenSSLs(t, 3, `
touch "$0.began"
while [ "$(ls "$dir"/*.began | wc -l)" -lt 3 ]; do sleep 0.01; done
echo all have begun
exit 1
`)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for _, b := range askAll(ctx, openSSLsOnly(), discardProgress()) {
		require.ErrorContains(t, b.missing, "all have begun", b.name)
	}
}

func openSSLsOnly() []backend {
	var all []backend
	for _, b := range harness.OpenSSLs() {
		all = append(all, localBackend(b))
	}
	return all
}

func discardProgress() *terminal.Progress { return terminal.NewProgress(new(bytes.Buffer)) }

func TestAnOpenSSLThatDoesNotAnswerInTimeIsNotAvailable(t *testing.T) {
	fakeOpenSSLs(t, 1, "exec sleep 2\n") // the end of it is waited for
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, askAll(ctx, openSSLsOnly(), discardProgress())[0].missing, context.DeadlineExceeded)
}

// An engine that accepts connections and says nothing.
func TestAnEngineThatDoesNotAnswerIsNotAvailable(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer silent.Close()
	t.Setenv("DOCKER_HOST", "tcp://"+silent.Addr().String())
	require.Contains(t, row(t, list(t, "backends", "^docker:3.0$"), "docker:3.0"), "did not answer in time")
}

func TestReasonsOfManyLinesStandInOne(t *testing.T) {
	fakeOpenSSLs(t, 1, "printf 'one\\ntwo\\n'; exit 1\n")
	require.Contains(t, row(t, list(t, "backends", "^openssl$"), "openssl"), "one; two")
}

// Whoever types a tab does not wait for containers.
func TestCompletionAsksNoBackend(t *testing.T) {
	asked := fakeOpenSSLs(t, 1, `touch "$dir/asked"`)
	engine, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	connections := make(chan struct{}, 100)
	go func() {
		for {
			conn, err := engine.Accept()
			if err != nil {
				close(connections)
				return
			}
			conn.Close()
			connections <- struct{}{}
		}
	}()
	t.Setenv("DOCKER_HOST", "tcp://"+engine.Addr().String())
	require.Contains(t, completed("list", "backends", ""), "docker:3.5")
	require.Contains(t, completed("try", "-backend", ""), "docker:3.5")
	require.NoFileExists(t, filepath.Join(asked, "asked"))
	require.NoError(t, engine.Close())
	_, asks := <-connections
	require.False(t, asks, "an engine was asked")

	list(t, "backends") // which does ask
	require.FileExists(t, filepath.Join(asked, "asked"))
}

func TestTheProgressLineHasThoseThatHaveNotAnswered(t *testing.T) {
	w := newWaitingFor([]string{"legacy", "docker:3.0", "docker:3.5"}, discardProgress())
	require.Equal(t, "asking legacy, docker:3.0, docker:3.5", w.text())
	w.answered(1)
	require.Equal(t, "asking legacy, docker:3.5", w.text())
	require.Equal(t, 1, w.answers)
}
