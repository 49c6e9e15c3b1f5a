package docker_test

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httputil"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/docker"
	"github.com/legacytls/legacytls/fixtures"
)

// engineSocket returns the path of a socket for an engine that the environment names.
func engineSocket(t *testing.T) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("engines of Windows have no sockets in files")
	}
	dir, err := os.MkdirTemp("", "engine") // short, as the paths of sockets must be
	require.NoError(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	path := filepath.Join(dir, "sock")
	t.Setenv("DOCKER_HOST", "unix://"+path)
	return path
}

func TestStartSaysThatThereIsNoEngine(t *testing.T) {
	path := engineSocket(t)
	require.Contains(t, startReason(t, docker.OpenSSL(usual)),
		"backend docker:3.0 is not available: there is no Docker engine at unix://"+path+": start it, or let DOCKER_HOST name another")
}

func TestStartSaysThatTheEngineDoesNotListen(t *testing.T) {
	path := engineSocket(t)
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	require.NoError(t, err)
	listener.SetUnlinkOnClose(false)
	require.NoError(t, listener.Close())
	require.Contains(t, startReason(t, docker.OpenSSL(usual)), "no Docker engine listens at unix://"+path+" (connection refused)")
}

func TestStartSaysThatDockerHostIsWrong(t *testing.T) {
	t.Setenv("DOCKER_HOST", "ssh://example.com")
	require.Contains(t, startReason(t, docker.OpenSSL(usual)), `the Docker engine that DOCKER_HOST or DOCKER_CERT_PATH describe: invalid endpoint`)
}

func TestStartSaysThatTheEngineDoesNotAnswer(t *testing.T) {
	path := engineSocket(t)
	listener, err := net.Listen("unix", path) // the kernel accepts
	require.NoError(t, err)
	defer listener.Close()
	const want = " did not answer in time, asked whether it is there: context deadline exceeded"
	said := make(chan error, 1)
	go func() {
		_, err := docker.Host(usual).Identity(bg) // which has no end
		said <- err
	}()
	select {
	case err := <-said:
		require.EqualError(t, err, "the Docker engine at unix://"+path+want)
	case <-time.After(patience):
		require.Fail(t, "no end of waiting for the engine")
	}
	require.Contains(t, startReason(t, docker.OpenSSL(usual)), "the Docker engine at unix://"+path+want)
	requireNoLeak(t)
}

// A stuck engine does all that it is asked for, but does not answer one kind of request.
type stuck struct {
	method, path string // of the request, the path being its end
	does         bool   // what the request asks for

	engine *httputil.ReverseProxy
	reach  func() // called when such a request has come

	mu        sync.Mutex
	container string // that was created last
}

func (s *stuck) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/containers/create") {
		s.mu.Lock()
		s.container = r.URL.Query().Get("name")
		s.mu.Unlock()
	}
	if r.Method != s.method || !strings.HasSuffix(r.URL.Path, s.path) {
		s.engine.ServeHTTP(w, r)
		return
	}
	if s.does {
		s.engine.ServeHTTP(discarded{http.Header{}}, r.WithContext(context.Background()))
	}
	s.reach()
	<-r.Context().Done()
	panic(http.ErrAbortHandler)
}

// toEngine hands requests on to the engine.
func toEngine(dial func(ctx context.Context, network, addr string) (net.Conn, error)) *httputil.ReverseProxy {
	return &httputil.ReverseProxy{
		Rewrite:       func(r *httputil.ProxyRequest) { r.Out.URL.Scheme, r.Out.URL.Host = "http", "engine" },
		Transport:     &http.Transport{DialContext: dial, DisableKeepAlives: true},
		FlushInterval: -1,
	}
}

// discarded is an answer that nobody gets.
type discarded struct{ header http.Header }

func (d discarded) Header() http.Header         { return d.header }
func (d discarded) Write(b []byte) (int, error) { return len(b), nil }
func (d discarded) WriteHeader(int)             {}

func TestAnEngineThatGetsStuckLeavesNoContainer(t *testing.T) {
	needImage(t, usual)
	c := client(t)
	engine := engineDialer(t, c)
	for _, s := range []*stuck{
		{method: "POST", path: "/containers/create", does: true},
		{method: "POST", path: "/attach"},
		{method: "POST", path: "/start", does: true},
		{method: "POST", path: "/start"},
	} {
		doing := "does nothing"
		if s.does {
			doing = "does it"
		}
		t.Run(filepath.Base(s.path)+" "+doing, func(t *testing.T) {
			ctx, cancel := context.WithCancel(bg)
			defer cancel()
			s.reach = cancel
			s.engine = toEngine(engine)
			path := engineSocket(t)
			listener, err := net.Listen("unix", path)
			require.NoError(t, err)
			front := &http.Server{Handler: s}
			go front.Serve(listener)
			defer front.Close()

			_, err = docker.Host(usual).Launch(ctx)
			require.ErrorIs(t, err, context.Canceled)
			require.ErrorContains(t, err, "the Docker engine at unix://"+path+" did not answer in time, ")
			require.NotContains(t, err.Error(), "may remain")
			require.NotEmpty(t, s.container)
			requireGone(t, c, s.container)
			requireNoLeak(t)
		})
	}
}

// dockertest takes any answer for the stream.
func TestTheReasonWhyAttachingIsRefusedIsTold(t *testing.T) {
	needImage(t, usual)
	engine := engineDialer(t, client(t))
	path := engineSocket(t)
	listener, err := net.Listen("unix", path)
	require.NoError(t, err)
	proxy := toEngine(engine)
	front := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/attach") {
			http.Error(w, `{"message":"not today"}`, http.StatusConflict)
			return
		}
		proxy.ServeHTTP(w, r)
	})}
	go front.Serve(listener)
	defer front.Close()
	_, err = docker.Host(usual).Launch(bg)
	require.EqualError(t, err, "the Docker engine at unix://"+path+", attaching to a container: API error (409): not today")
	requireNoLeak(t)
}

// requireNoLeak waits until no goroutine of the package or of dockertest is left.
func requireNoLeak(t *testing.T) {
	t.Helper()
	var stacks string
	require.Eventually(t, func() bool {
		b := make([]byte, 1<<20)
		stacks = string(b[:runtime.Stack(b, true)])
		return !strings.Contains(stacks, "dockertest/v3/docker.") && !strings.Contains(stacks, "legacytls/docker.(*process)")
	}, patience, 20*time.Millisecond, "%s", &stacks)
}

func TestPodmanDoes(t *testing.T) {
	podman, err := exec.LookPath("podman")
	if err != nil {
		t.Skip("no podman command in PATH")
	}
	path := engineSocket(t)
	service := exec.Command(podman, "system", "service", "--time=0", "unix://"+path)
	require.NoError(t, service.Start())
	defer func() { service.Process.Signal(syscall.SIGTERM); service.Wait() }()
	require.Eventually(t, func() bool {
		conn, err := net.Dial("unix", path)
		if err == nil {
			conn.Close()
		}
		return err == nil
	}, patience, 20*time.Millisecond)
	if _, err := docker.Host(usual).Identity(bg); err != nil {
		t.Skip("podman: " + err.Error())
	}
	echo(t, start(t, fixtures.TLS12Only(), usual), new(tls.Config))
}
