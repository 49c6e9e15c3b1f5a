package docker_test

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"strconv"
	"testing"

	dc "github.com/ory/dockertest/v3/docker"
	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/docker"
)

// A server is one in another process.
type server struct {
	served
	cmd       *exec.Cmd
	stdout    io.Reader
	container string
}

// serveElsewhere starts a server in another process, which await waits for.
func serveElsewhere(t *testing.T) *server {
	t.Helper()
	s := &server{cmd: child(t, "serve")}
	stdin, err := s.cmd.StdinPipe()
	require.NoError(t, err)
	s.stdout, err = s.cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, s.cmd.Start())
	t.Cleanup(func() { stdin.Close(); s.cmd.Wait() })
	return s
}

func (s *server) await(t *testing.T, c *dc.Client) {
	t.Helper()
	require.NoError(t, json.NewDecoder(s.stdout).Decode(&s.served))
	containers := containersOf(t, c, s.cmd.Process.Pid)
	require.Len(t, containers, 1)
	s.container = containers[0].ID
}

func (s *server) echo(t *testing.T) {
	t.Helper()
	roots := x509.NewCertPool()
	require.True(t, roots.AppendCertsFromPEM([]byte(s.Roots)))
	conn, err := tls.Dial("tcp", s.Addr, &tls.Config{RootCAs: roots, ServerName: "localhost"})
	require.NoError(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, "hello\n")
	require.NoError(t, err)
	line, err := bufio.NewReader(conn).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "hello\n", line)
}

func TestAContainerEndsWithAProcessThatIsKilled(t *testing.T) {
	t.Parallel()
	needImage(t, usual)
	c := client(t)
	s := serveElsewhere(t)
	s.await(t, c)
	s.echo(t)
	require.True(t, isThere(t, c, s.container))
	require.NoError(t, s.cmd.Process.Kill())
	requireGone(t, c, s.container)
}

func TestTwoProcessesAtOnceDoNotDisturbEachOther(t *testing.T) {
	t.Parallel()
	needImage(t, usual)
	c := client(t)
	one, other := serveElsewhere(t), serveElsewhere(t)
	one.await(t, c)
	other.await(t, c)
	one.echo(t)
	other.echo(t)
	require.NoError(t, one.cmd.Process.Kill())
	requireGone(t, c, one.container)
	other.echo(t)
}

// needProcesses skips t where other processes cannot be looked at.
func needProcesses(t *testing.T) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("leftovers are told by their age on " + runtime.GOOS)
	}
}

// leave creates a container that belongs to another process.
func leave(t *testing.T, c *dc.Client, pid, started string) string {
	t.Helper()
	image, err := docker.Host(usual).Identity(bg)
	require.NoError(t, err)
	network, err := docker.Network(bg)
	require.NoError(t, err)
	container, err := c.CreateContainer(docker.ContainerFor(image, network, pid, started))
	require.NoError(t, err)
	t.Cleanup(func() { c.RemoveContainer(dc.RemoveContainerOptions{ID: container.ID, Force: true}) })
	return container.ID
}

func TestLeftoversOfTheDeadAreRemovedThoseOfTheLivingAreNot(t *testing.T) {
	t.Parallel()
	needProcesses(t)
	needImage(t, usual)
	c := client(t)
	dead, living := child(t, "identity"), child(t, "serve")
	stdin, err := living.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, living.Start())
	defer func() { stdin.Close(); living.Wait() }()
	require.NoError(t, dead.Start())
	startedDead, _ := docker.StartOf(dead.Process.Pid)
	require.NoError(t, dead.Wait())

	startedLiving, alive := docker.StartOf(living.Process.Pid)
	require.True(t, alive)
	pid := strconv.Itoa(living.Process.Pid)
	ofDead := leave(t, c, strconv.Itoa(dead.Process.Pid), startedDead)
	ofEarlier := leave(t, c, pid, startedLiving+"0")
	ofLiving := leave(t, c, pid, startedLiving)
	require.NoError(t, docker.Reap(bg))
	require.False(t, isThere(t, c, ofDead), "of a dead process")
	require.False(t, isThere(t, c, ofEarlier), "of a dead process with the same ID")
	require.True(t, isThere(t, c, ofLiving), "of a living process")
}

func TestTheFirstServerOfAProcessRemovesLeftovers(t *testing.T) {
	t.Parallel()
	needProcesses(t)
	needImage(t, usual)
	c := client(t)
	left := leave(t, c, fmt.Sprint(1<<30), "1")
	serveElsewhere(t).await(t, c)
	require.False(t, isThere(t, c, left))
}

func TestLeftoversOfOtherMachinesAreToldByTheirAge(t *testing.T) {
	require.False(t, docker.AbandonedElsewhere(docker.TimeLimit))
	require.True(t, docker.AbandonedElsewhere(2*docker.TimeLimit))
}
