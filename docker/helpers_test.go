package docker_test

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/ory/dockertest/v3"
	dc "github.com/ory/dockertest/v3/docker"
	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/docker"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
)

// patience bounds waits that end by themselves when all is well.
const patience = 60 * time.Second

const (
	base      = "debian:bookworm-slim" // of generation 3.0
	usual     = "3.0"                  // the generation for tests that take any
	childMode = "LEGACYTLS_DOCKER_TEST_CHILD"
)

var bg = context.Background()

// TestMain lets tests run this program as another process that uses the package.
func TestMain(m *testing.M) {
	switch os.Getenv(childMode) {
	case "":
		os.Exit(m.Run())
	case "serve":
		childServes()
	case "identity":
		_, err := docker.Host(usual).Identity(bg)
		fmt.Println(err)
	}
}

// A served is what a child that serves says of it.
type served struct{ Addr, Roots string }

// childServes serves until standard input ends.
func childServes() {
	s, err := harness.Serve(bg, fixtures.TLS12Only(), harness.WithBackend(docker.OpenSSL(usual)), harness.WithLines(nil))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	json.NewEncoder(os.Stdout).Encode(served{s.Addr, string(s.RootsPEM)})
	io.Copy(io.Discard, os.Stdin)
	if err := s.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// child returns this program as another process.
func child(t *testing.T, mode string) *exec.Cmd {
	t.Helper()
	path, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(path)
	cmd.Env = append(os.Environ(), childMode+"="+mode)
	cmd.Stderr = os.Stderr
	return cmd
}

// needImage skips t if there is no engine, or no image of the generation.
func needImage(t testing.TB, generation string) {
	t.Helper()
	if _, err := docker.Host(generation).Identity(bg); err != nil {
		needs.Missing(t, "docker", err.Error())
	}
}

// client returns a client of the engine that the environment names.
func client(t testing.TB) *dc.Client {
	t.Helper()
	pool, err := dockertest.NewPool("")
	require.NoError(t, err)
	return pool.Client
}

// launch starts a supervisor in a container, which it returns too. Who expects anything but a
// good end calls Close.
func launch(t *testing.T, c *dc.Client) (*harness.OpenSSLProcess, *dc.Container) {
	t.Helper()
	needImage(t, usual)
	p, err := docker.Host(usual).Launch(bg)
	require.NoError(t, err)
	t.Cleanup(func() { p.Close() })
	return p, containerAt(t, c, p.Addr)
}

// containerAt returns the container that publishes its port at an address.
func containerAt(t *testing.T, c *dc.Client, addr string) *dc.Container {
	t.Helper()
	for _, found := range containersOf(t, c, os.Getpid()) {
		for _, p := range found.Ports {
			if net.JoinHostPort(p.IP, fmt.Sprint(p.PublicPort)) == addr {
				container, err := c.InspectContainer(found.ID)
				require.NoError(t, err)
				return container
			}
		}
	}
	require.Fail(t, "no container publishes a port at "+addr)
	return nil
}

// containersOf returns the containers of a process, also those that do not run.
func containersOf(t *testing.T, c *dc.Client, pid int) []dc.APIContainers {
	t.Helper()
	found, err := c.ListContainers(dc.ListContainersOptions{
		All: true, Filters: map[string][]string{"label": {fmt.Sprintf("%s=%d", docker.LabelPID, pid)}},
	})
	require.NoError(t, err)
	return found
}

func isThere(t *testing.T, c *dc.Client, container string) bool {
	t.Helper()
	_, err := c.InspectContainer(container)
	return !errors.As(err, new(*dc.NoSuchContainer))
}

func requireGone(t *testing.T, c *dc.Client, container string) {
	t.Helper()
	require.Eventually(t, func() bool { return !isThere(t, c, container) }, patience, 20*time.Millisecond)
}

// An image is one that a test describes, of a generation of its own.
type image struct {
	fstest.MapFS
	generation string
}

// newImage describes an image, which is removed with the test if it was built.
func newImage(t testing.TB, dockerfile string) image {
	t.Helper()
	i := image{make(fstest.MapFS), "test-" + unique(t)}
	i.write("Dockerfile", dockerfile)
	t.Cleanup(func() {
		c := client(t)
		found, err := c.ListImages(dc.ListImagesOptions{Filters: map[string][]string{"label": {docker.LabelGeneration + "=" + i.generation}}})
		if err != nil {
			return // there may be no engine
		}
		for _, f := range found {
			if err := c.RemoveImageExtended(f.ID, dc.RemoveImageOptions{Force: true}); err != nil {
				t.Errorf("image %s remains: %v", f.ID, err)
			}
		}
	})
	return i
}

func (i image) write(name, content string) {
	i.MapFS[i.generation+"/"+name] = &fstest.MapFile{Data: []byte(content)}
}

func (i image) build(log io.Writer) error { return docker.BuildFrom(bg, i, i.generation, log) }

func (i image) host() harness.OpenSSLHost { return docker.HostOf(i, i.generation) }

func (i image) tag(t testing.TB) string {
	t.Helper()
	tag, err := docker.Tag(bg, i, i.generation)
	require.NoError(t, err)
	return tag
}

// unique is text that is nowhere else.
func unique(t testing.TB) string {
	t.Helper()
	var b [8]byte
	_, err := rand.Read(b[:])
	require.NoError(t, err)
	return hex.EncodeToString(b[:])
}

// A skippedTB stands for a test of a user. It keeps what it is skipped or failed with.
type skippedTB struct {
	testing.TB
	skip, fatal string
}

func (s *skippedTB) Helper()                   {}
func (s *skippedTB) Skipf(f string, a ...any)  { s.skip = fmt.Sprintf(f, a...); panic(s) }
func (s *skippedTB) Fatalf(f string, a ...any) { s.fatal = fmt.Sprintf(f, a...); panic(s) }
func (s *skippedTB) Cleanup(func())            {}

// startReason is what harness.Start skips a test for, and fails it with if docker is required.
func startReason(t *testing.T, b harness.Backend) string {
	t.Helper()
	start := func() *skippedTB {
		tb := new(skippedTB)
		func() {
			defer func() { require.Same(t, tb, recover()) }()
			harness.Start(tb, fixtures.TLS12Only(), harness.WithBackend(b))
		}()
		return tb
	}
	t.Setenv("LEGACYTLS_REQUIRE", "")
	skipped := start()
	require.Empty(t, skipped.fatal)
	t.Setenv("LEGACYTLS_REQUIRE", "docker")
	failed := start()
	require.Empty(t, failed.skip)
	require.Contains(t, failed.fatal, strings.TrimSuffix(skipped.skip, " (LEGACYTLS_REQUIRE=docker makes this a failure)"))
	return skipped.skip
}
