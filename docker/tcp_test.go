package docker_test

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	dc "github.com/ory/dockertest/v3/docker"
	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/docker"
	"github.com/legacytls/legacytls/fixtures"
)

// engineDialer returns what connects to the engine of c.
func engineDialer(t *testing.T, c *dc.Client) func(ctx context.Context, network, addr string) (net.Conn, error) {
	t.Helper()
	u, err := url.Parse(c.Endpoint())
	require.NoError(t, err)
	if u.Scheme != "unix" {
		t.Skip("this takes an engine with a socket in a file, this one is at " + c.Endpoint())
	}
	return func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", u.Path)
	}
}

// relay gives the engine to whoever connects to the listener.
func relay(t *testing.T, c *dc.Client, listener net.Listener) {
	t.Helper()
	engine := engineDialer(t, c)
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				to, err := engine(bg, "", "")
				if err != nil {
					return
				}
				defer to.Close()
				go func() {
					io.Copy(to, conn)
					to.(*net.UnixConn).CloseWrite()
				}()
				io.Copy(conn, to)
			}()
		}
	}()
}

// requireServedAt starts a server, whose container is to publish its port at an IP address.
func requireServedAt(t *testing.T, ip string) {
	t.Helper()
	p, err := docker.Host(usual).Launch(bg)
	require.NoError(t, err)
	host, _, err := net.SplitHostPort(p.Addr)
	require.NoError(t, err)
	require.Equal(t, ip, host)
	require.NoError(t, p.Close())
	echo(t, start(t, fixtures.TLS12Only(), usual), new(tls.Config))
}

func TestDockerHostIsASocket(t *testing.T) {
	needImage(t, usual)
	t.Setenv("DOCKER_HOST", client(t).Endpoint())
	requireServedAt(t, "127.0.0.1")
}

// 127.0.0.2 stands for another machine.
func TestDockerHostIsATCPAddress(t *testing.T) {
	needImage(t, usual)
	c := client(t)
	listener, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Skip("a second address of loopback: " + err.Error())
	}
	relay(t, c, listener)
	t.Setenv("DOCKER_HOST", "tcp://"+listener.Addr().String())
	requireServedAt(t, "127.0.0.2")
}

func TestDockerHostIsATCPAddressWithTLS(t *testing.T) {
	needImage(t, usual)
	c := client(t)
	authority, err := certs.NewAuthority(certs.AuthoritySpec{})
	require.NoError(t, err)
	ofServer, err := authority.Issue(certs.Spec{})
	require.NoError(t, err)
	ofClient, err := authority.Issue(certs.Spec{CommonName: "client", ForClient: true})
	require.NoError(t, err)
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{
		Certificates: []tls.Certificate{ofServer.TLS()}, ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: authority.Pool(),
	})
	require.NoError(t, err)
	relay(t, c, listener)

	dir := t.TempDir()
	chain, key, err := ofClient.WriteFiles(dir, "client")
	require.NoError(t, err)
	require.NoError(t, os.Rename(chain, filepath.Join(dir, "cert.pem")))
	require.NoError(t, os.Rename(key, filepath.Join(dir, "key.pem")))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "ca.pem"), authority.PEM(), 0o600))
	t.Setenv("DOCKER_CERT_PATH", dir)
	t.Setenv("DOCKER_HOST", "tcp://"+listener.Addr().String())
	requireServedAt(t, "127.0.0.1")
}

func TestThePublishedAddressIsThatOfTheEngine(t *testing.T) {
	for endpoint, want := range map[string]string{
		"unix:///var/run/docker.sock": "127.0.0.1",
		"tcp://127.0.0.3:2375":        "127.0.0.3",
		"tcp://192.0.2.7:2376":        "192.0.2.7",
		"http://localhost:2375":       "127.0.0.1",
		"tcp://[2001:db8::1]:2375":    "2001:db8::1",
	} {
		ip, err := docker.PublishAddress(bg, endpoint)
		require.NoError(t, err, endpoint)
		require.Equal(t, want, ip, endpoint)
	}
}
