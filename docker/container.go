package docker

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	dc "github.com/ory/dockertest/v3/docker"

	"github.com/legacytls/legacytls/harness"
)

const (
	port      = "4433"    // that the server listens on in its container
	timeLimit = time.Hour // of a container, should all else that ends it fail
	memory    = 256 << 20 // bytes
	processes = 64        // at the same time
	nobody    = "65534:65534"
	scratch   = "rw,noexec,nosuid,nodev,size=16m,mode=1777" // /tmp
)

// containerOptions describes the container of one server.
func containerOptions(generation, image, network, address string) dc.CreateContainerOptions {
	limit := strconv.Itoa(int(timeLimit.Seconds()))
	return dc.CreateContainerOptions{
		Name: containerName(generation),
		Config: &dc.Config{
			Image:        image,
			User:         nobody,
			Labels:       self().labels(),
			Entrypoint:   []string{"timeout"},
			Cmd:          []string{limit, "perl", "-e", harness.OpenSSLSupervisor(), "/usr/bin/openssl"},
			ExposedPorts: map[dc.Port]struct{}{port + "/tcp": {}},
			OpenStdin:    true,
			StdinOnce:    true, // the end of this process is the end of the standard input
			AttachStdin:  true, AttachStdout: true, AttachStderr: true,
		},
		HostConfig: &dc.HostConfig{
			AutoRemove:     true,
			NetworkMode:    network,
			PortBindings:   map[dc.Port][]dc.PortBinding{port + "/tcp": {{HostIP: address, HostPort: "0"}}},
			ReadonlyRootfs: true,
			Tmpfs:          map[string]string{"/tmp": scratch},
			CapDrop:        []string{"ALL"},
			SecurityOpt:    []string{"no-new-privileges"},
			Memory:         memory,
			MemorySwap:     memory, // no swap beside it
			PidsLimit:      processes,
			LogConfig:      dc.LogConfig{Type: "none"},
		},
	}
}

// containerName returns a name that no other container has.
func containerName(generation string) string {
	var b [8]byte
	if _, err := rand.Read(b[:]); err != nil {
		panic(err)
	}
	return "legacytls-" + generation + "-" + hex.EncodeToString(b[:])
}

// publishedAt waits until the port of a running container is published at an address and
// returns both.
func (e *engine) publishedAt(id, address string) (string, error) {
	const doing = "asked for the port of a container"
	poll := time.NewTicker(10 * time.Millisecond)
	defer poll.Stop()
	for {
		c, err := e.client.InspectContainer(id)
		if err != nil {
			return "", e.explain(doing, err)
		}
		if c.NetworkSettings != nil {
			for _, b := range c.NetworkSettings.Ports[port+"/tcp"] {
				return net.JoinHostPort(address, b.HostPort), nil
			}
		}
		if !c.State.Running {
			return "", fmt.Errorf("the container is %s already, %s", c.State.Status, exitText(c.State.ExitCode, c.State.OOMKilled))
		}
		select {
		case <-poll.C:
		case <-e.ctx.Done():
			return "", e.explain(doing, e.ctx.Err())
		}
	}
}

// remove kills and removes a container. One that is not there, or about to go, is no error.
func (e *engine) remove(id string) error {
	err := e.client.RemoveContainer(dc.RemoveContainerOptions{ID: id, Force: true, RemoveVolumes: true})
	if gone := new(dc.NoSuchContainer); errors.As(err, &gone) {
		return nil
	}
	if api := new(dc.Error); errors.As(err, &api) && api.Status == http.StatusConflict && strings.Contains(api.Message, "already in progress") {
		return nil
	}
	if err != nil {
		return e.explain("removing a container", err)
	}
	return nil
}
