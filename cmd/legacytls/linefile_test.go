package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
)

// anyCertificate is a client that asks for a name.
func anyCertificate(name string) *tls.Config {
	return &tls.Config{ServerName: name, InsecureSkipVerify: true}
}

// listeningAt returns the address in the first line of serve.
func listeningAt(t *testing.T, s *serving) string {
	t.Helper()
	words := strings.Fields(s.line())
	require.Equal(t, "listening", words[0])
	return words[1]
}

func TestServeKeepsEveryHelloAsItComes(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "hellos.json")
	s := serve(t, "-lines", "-hello", "-hellos", name, "tls12-only")
	addr := listeningAt(t, s)
	const clients = 20
	errs := make(chan error, clients)
	for i := 0; i < clients; i++ {
		i := i
		go func() {
			conn, err := tls.Dial("tcp", addr, anyCertificate(fmt.Sprintf("client-%d.test", i)))
			if err != nil {
				errs <- err
				return
			}
			defer conn.Close()
			if _, err = io.WriteString(conn, "which?\n"); err == nil {
				var line string
				if line, err = bufio.NewReader(conn).ReadString('\n'); err == nil && !strings.Contains(line, fmt.Sprintf(`"server_name":"client-%d.test"`, i)) {
					err = fmt.Errorf("client %d was told %s", i, line)
				}
			}
			errs <- err
		}()
	}
	for i := 0; i < clients; i++ {
		require.NoError(t, <-errs)
	}
	// All of them had an answer, so all are there, although the server goes on.
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	require.True(t, strings.HasSuffix(string(text), "\n"))
	names := make(map[string]bool)
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		var kept keptHello
		require.NoError(t, json.Unmarshal([]byte(line), &kept), line)
		require.Equal(t, []string{"tls12-only", "legacy"}, []string{kept.Profile, kept.Backend})
		names[kept.Hello.ServerName] = true
	}
	require.Len(t, names, clients)
	require.Equal(t, exitOK, s.stop())
}

func TestServeAnswersHTTPWithTheHello(t *testing.T) {
	t.Parallel()
	s := serve(t, "-hello", "modern")
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: anyCertificate("web.test")}}
	defer client.CloseIdleConnections()
	answer, err := client.Get("https://" + listeningAt(t, s) + "/")
	require.NoError(t, err)
	var r harness.HelloReport
	require.NoError(t, json.NewDecoder(answer.Body).Decode(&r))
	require.Equal(t, "web.test", r.ServerName)
}

func TestAFullDiskIsSaidOnceAndTheServersGoOn(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("only Linux has /dev/full")
	}
	s := serve(t, "-lines", "-hellos", "/dev/full", "tls12-only")
	addr := listeningAt(t, s)
	for i := 0; i < 3; i++ {
		conn, err := tls.Dial("tcp", addr, anyCertificate("full.test"))
		require.NoError(t, err)
		_, err = io.WriteString(conn, "still there?\n")
		require.NoError(t, err)
		line, err := bufio.NewReader(conn).ReadString('\n')
		require.NoError(t, err)
		require.Equal(t, "still there?\n", line)
		conn.Close()
		s.line() // of the connection
	}
	require.Equal(t, exitOK, s.stop())
	require.Equal(t, 1, strings.Count(s.err.String(), "no space left on device; the servers go on, and nothing more is kept there"))
}

func TestAHelloFileThatCannotBeOpenedIsAUsageError(t *testing.T) {
	t.Parallel()
	var out, errs bytes.Buffer
	code := run(context.Background(), []string{"serve", "-hellos", filepath.Join(t.TempDir(), "no", "such"), "modern"}, streams{&out, &errs})
	require.Equal(t, exitUsage, code)
	require.Contains(t, errs.String(), "-hellos: open ")
}

// A filling file takes half of a line, and no more.
type filling struct{ *os.File }

func (f filling) Write(line []byte) (int, error) {
	n, err := f.File.Write(line[:len(line)/2])
	return n, errors.Join(err, syscall.ENOSPC)
}

func TestAHalfLineIsTakenBack(t *testing.T) {
	t.Parallel()
	file, err := os.OpenFile(filepath.Join(t.TempDir(), "hellos"), os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	require.NoError(t, err)
	defer file.Close()
	require.NoError(t, (&lineFile{file: file}).append([]byte("whole\n")))
	require.ErrorIs(t, (&lineFile{file: filling{file}}).append([]byte("more and more\n")), syscall.ENOSPC)
	text, err := os.ReadFile(file.Name())
	require.NoError(t, err)
	require.Equal(t, "whole\n", string(text))
}

func TestServeKeepsTheSecretsOfConnections(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "keys.log")
	s := serve(t, "-lines", "-keylog", name, "tls12-only", "modern")
	for _, lines := range []int{1, 5} { // crypto/tls says the exporter secret of TLS 1.3 too
		addr := listeningAt(t, s)
		var client bytes.Buffer
		config := anyCertificate("keys.test")
		config.KeyLogWriter = &client
		conn, err := tls.Dial("tcp", addr, config)
		require.NoError(t, err)
		_, err = io.WriteString(conn, "complete?\n")
		require.NoError(t, err)
		_, err = bufio.NewReader(conn).ReadString('\n')
		require.NoError(t, err)
		conn.Close()
		kept, err := os.ReadFile(name)
		require.NoError(t, err)
		said := strings.Split(strings.TrimSpace(client.String()), "\n")
		require.LessOrEqual(t, len(said), lines)
		for _, line := range said {
			require.Contains(t, string(kept), line+"\n")
		}
	}
	info, err := os.Stat(name)
	require.NoError(t, err)
	if runtime.GOOS != "windows" {
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm(), "they are secrets")
	}
}
