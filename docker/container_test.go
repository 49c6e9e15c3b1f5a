package docker_test

import (
	"io"
	"os"
	"strconv"
	"strings"
	"testing"

	dc "github.com/ory/dockertest/v3/docker"
	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/docker"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

func TestAContainerMayDoLittle(t *testing.T) {
	t.Parallel()
	c := client(t)
	_, container := launch(t, c)
	config, host := container.Config, container.HostConfig

	require.Equal(t, "65534:65534", config.User)
	require.True(t, host.ReadonlyRootfs)
	require.Len(t, host.Tmpfs, 1)
	require.Contains(t, host.Tmpfs["/tmp"], "noexec")
	require.Contains(t, host.Tmpfs["/tmp"], "size=16m")
	require.Empty(t, container.Mounts)
	require.Empty(t, host.Binds)
	require.Equal(t, []string{"ALL"}, host.CapDrop)
	require.Empty(t, host.CapAdd)
	require.False(t, host.Privileged)
	require.Equal(t, []string{"no-new-privileges"}, host.SecurityOpt)
	require.EqualValues(t, 256<<20, host.Memory)
	require.Equal(t, host.Memory, host.MemorySwap)
	require.EqualValues(t, 64, host.PidsLimit)
	require.Equal(t, "none", host.LogConfig.Type)
}

func TestAContainerEndsByItself(t *testing.T) {
	t.Parallel()
	c := client(t)
	_, container := launch(t, c)
	config := container.Config

	require.True(t, container.HostConfig.AutoRemove)
	require.Equal(t, "timeout", container.Path)
	require.Equal(t, strconv.Itoa(int(docker.TimeLimit.Seconds())), container.Args[0])
	require.Equal(t, []string{harness.OpenSSLSupervisor(), "/usr/bin/openssl"}, container.Args[len(container.Args)-2:])
	require.True(t, config.OpenStdin && config.StdinOnce && config.AttachStdin)
	require.False(t, config.Tty)
	require.Equal(t, strconv.Itoa(os.Getpid()), config.Labels[docker.LabelPID])
	started, alive := docker.StartOf(os.Getpid())
	require.True(t, alive)
	require.Equal(t, started, config.Labels[docker.LabelStarted])
}

func TestAContainerIsReachedOnLoopbackOnlyAndReachesNothing(t *testing.T) {
	t.Parallel()
	c := client(t)
	p, container := launch(t, c)
	require.False(t, container.HostConfig.PublishAllPorts)
	require.Equal(t, "0.0.0.0:4433", p.Listen)
	require.Len(t, container.NetworkSettings.Ports, 1)
	bindings := container.NetworkSettings.Ports["4433/tcp"]
	require.Len(t, bindings, 1)
	require.Equal(t, "127.0.0.1:"+bindings[0].HostPort, p.Addr)
	require.Equal(t, "127.0.0.1", bindings[0].HostIP)

	require.Len(t, container.NetworkSettings.Networks, 1)
	network, err := c.NetworkInfo(container.NetworkSettings.Networks[docker.NetworkName].NetworkID)
	require.NoError(t, err)
	require.Equal(t, docker.NetworkName, network.Name)
	require.Equal(t, "bridge", network.Driver)
	require.Equal(t, "false", network.Options["com.docker.network.bridge.enable_ip_masquerade"])
	require.Equal(t, "false", network.Options["com.docker.network.bridge.enable_icc"])
}

func TestCloseEndsTheContainer(t *testing.T) {
	t.Parallel()
	c := client(t)
	p, container := launch(t, c)
	require.Empty(t, p.Log())
	require.NoError(t, p.Close())
	require.False(t, isThere(t, c, container.ID))
	require.NoError(t, p.Close(), "a second time")
	_, err := p.Stdout.Read(make([]byte, 1))
	require.Error(t, err)
}

// A paused container does not see the end of its standard input.
func TestCloseKillsAContainerThatDoesNotEnd(t *testing.T) {
	t.Parallel()
	c := client(t)
	p, container := launch(t, c)
	require.NoError(t, c.PauseContainer(container.ID))
	require.ErrorContains(t, p.Close(), "and is killed")
	requireGone(t, c, container.ID)
}

func TestLogSaysThatAContainerWasKilled(t *testing.T) {
	t.Parallel()
	c := client(t)
	p, container := launch(t, c)
	require.NoError(t, c.KillContainer(dc.KillContainerOptions{ID: container.ID}))
	_, err := io.ReadAll(p.Stdout)
	require.NoError(t, err)
	require.Equal(t, "the container has ended, exit code 137: killed", p.Log())
	require.ErrorContains(t, p.Close(), "exit code 137")
}

// The supervisor keeps a frame of 1 GiB until it has all of it.
func TestLogSaysThatAContainerHadTooLittleMemory(t *testing.T) {
	t.Parallel()
	p, _ := launch(t, client(t))
	_, err := p.Stdin.Write([]byte{'D', 0x40, 0, 0, 0})
	require.NoError(t, err)
	part := make([]byte, 1<<20)
	for i := 0; i < 1<<10 && err == nil; i++ {
		_, err = p.Stdin.Write(part)
	}
	require.Error(t, err, "it took all")
	_, err = io.ReadAll(p.Stdout)
	require.NoError(t, err)
	require.Contains(t, p.Log(), "killed for want of memory, of which it has 256 MiB")
}

func TestLogHasWhatTheSupervisorSays(t *testing.T) {
	t.Parallel()
	p, _ := launch(t, client(t))
	_, err := p.Stdin.Write([]byte{'?', 0, 0, 0, 0})
	require.NoError(t, err)
	_, err = io.ReadAll(p.Stdout)
	require.NoError(t, err)
	require.Equal(t, []string{"frame ? is not known", "the container has ended, exit code 1"}, strings.Split(p.Log(), "\n"))
}

func TestStartSaysWhatAnImageLacks(t *testing.T) {
	t.Parallel()
	needImage(t, usual)
	i := newImage(t, "FROM "+base+"\nRUN rm /usr/bin/perl\n")
	require.NoError(t, i.build(nil))
	_, err := harness.Serve(bg, fixtures.TLS12Only(), harness.WithBackend(harness.OpenSSLOn(i.host())))
	require.ErrorContains(t, err, "timeout: failed to run command 'perl': No such file or directory")
	require.ErrorContains(t, err, "the container has ended, exit code 127")
}
