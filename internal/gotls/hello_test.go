package gotls_test

import (
	"context"
	"io"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/agent"
	"github.com/legacytls/legacytls/internal/agent/protocol"
	"github.com/legacytls/legacytls/internal/gotls"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/toolchain"
	"github.com/legacytls/legacytls/internal/wire"
)

const serverName = "example.test"

func TestAProgramOfEachReleaseSendsTheHelloThatItsDefaultsSay(t *testing.T) {
	forEachRelease(t, func(t *testing.T, tc *toolchain.Toolchain) {
		requireHello(t, tc, "", "")
	})
}

func TestEachGoLineSelectsTheDefaultsThatWeSay(t *testing.T) {
	sweep.AllOrSkip(t, "builds programs of each go line")
	if testing.Short() {
		t.Skip("builds a program for each go line of each release: not with -short")
	}
	lines := []string{"1.17", "1.21rc2", "1.21", "1.22", "1.23", "1.24", "1.25", "1.26"}
	forEachRelease(t, func(t *testing.T, tc *toolchain.Toolchain) {
		for _, line := range lines {
			if since(t, tc.Version, "1.21") && since(t, tc.Version, line) && line != tc.Version.Lang() {
				requireHello(t, tc, line, "")
			}
		}
	})
}

// Each setting is tried with the value from before its change, and that of
// Go 1.12's tls13 with the one from after it.
func TestEachSettingChangesTheHelloOfEachReleaseAsWeSay(t *testing.T) {
	forEachRelease(t, func(t *testing.T, tc *toolchain.Toolchain) {
		for _, godebug := range sweep.Some(t, 2, []string{
			"tls13=0", "tls13=1", "tls10default=1", "tls10server=1", "tlsrsakex=1", "tls3des=1", "tlsrsakex=1,tls3des=1",
			"tlskyber=0", "tlsmlkem=0", "tlssecpmlkem=0", "tlsmlkem=0,tlssecpmlkem=0", "tlssha1=1", "x509sha1=1", "tlsrsakex=0",
		}) {
			requireHello(t, tc, "", godebug)
		}
	})
}

func TestWhenASettingIsGivenTwiceTheOneCountsThatWeSay(t *testing.T) {
	sweep.AllOrSkip(t, "starts programs of each release")
	forEachRelease(t, func(t *testing.T, tc *toolchain.Toolchain) {
		for _, godebug := range []string{
			"tls13=0,tls13=1", "tls13=1,tls13=0", "tls10default=0,tls10default=1", "tls10default=1,tls10default=0",
			"tlsrsakex=1,tlsrsakex=0", "tlsrsakex=0,tlsrsakex=1", "tlsmlkem=1,tlsmlkem=0", "tlsmlkem=0,tlsmlkem=1",
		} {
			requireHello(t, tc, "", godebug)
		}
	})
}

// requireHello compares a measured ClientHello with the defaults of the build.
// Of a build that we say nothing about, nothing may come.
func requireHello(t *testing.T, tc *toolchain.Toolchain, goLine, godebug string) {
	t.Helper()
	want, ok := gotls.DefaultsOf(tc.Version, goLine, godebug)
	p, err := startAgent(t, tc, goLine, godebug)
	if !ok {
		require.ErrorContains(t, err, "removed GODEBUG", "GODEBUG=%s", godebug)
		return
	}
	require.NoError(t, err)
	defer p.Close()
	hello := helloOf(t, p)
	got := gotls.Defaults{
		Suites:                  hello.CipherSuites,
		Groups:                  hello.Groups,
		KeyShares:               groupsOf(hello.KeyShares),
		Versions:                hello.SupportedVersions,
		SignatureAlgorithms:     hello.SignatureAlgorithms,
		SignatureAlgorithmsCert: hello.SignatureAlgorithmsCert,
		Extensions:              idsOf(hello.Extensions),
		ServerMin:               want.ServerMin, // not in a hello
		ServerMax:               want.ServerMax,
	}
	if !aesInHardware(hello.CipherSuites) {
		t.Log("this machine has no AES in hardware: suites are compared without their order")
		require.ElementsMatch(t, want.Suites, got.Suites)
		got.Suites = want.Suites
	}
	require.Equal(t, want, got, "go line %q, GODEBUG=%s", goLine, godebug)
	require.Equal(t, hello.Size, want.HelloBytes(serverName), "go line %q, GODEBUG=%s", goLine, godebug)
}

// aesInHardware reports whether ChaCha20 is not in front.
func aesInHardware(suites []uint16) bool { return suites[0]&0xFF00 != 0xCC00 }

func groupsOf(shares []wire.KeyShare) []uint16 {
	var ids []uint16
	for _, s := range shares {
		ids = append(ids, s.Group)
	}
	return ids
}

func idsOf(extensions []wire.Extension) []uint16 {
	var ids []uint16
	for _, e := range extensions {
		ids = append(ids, e.ID)
	}
	return ids
}

// startAgent builds and starts an agent, which the caller closes.
func startAgent(t *testing.T, tc *toolchain.Toolchain, goLine, godebug string) (*agent.Process, error) {
	t.Helper()
	source := agent.Program()
	path, refused := build(t, tc, toolchain.Program{Module: source.Module, Package: source.Package, Files: source.Files, GoLine: goLine})
	require.Nil(t, refused)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return agent.Start(ctx, path, []string{"GODEBUG=" + godebug})
}

// helloOf lets an agent connect to a server that answers nothing and ends the
// connection, and returns what it sent.
func helloOf(t *testing.T, p *agent.Process) *wire.ClientHello {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	sent := make(chan []byte, 1)
	go func() { sent <- receiveRecord(listener) }()
	_, err = p.Dial(context.Background(), protocol.Dial{
		Addr:   listener.Addr().String(),
		Config: protocol.Config{ServerName: serverName, Insecure: true},
	})
	require.NoError(t, err)
	hello, err := wire.DecodeFlow(<-sent).ClientHello()
	require.NoError(t, err)
	return hello
}

// receiveRecord returns the first record of the first connection.
func receiveRecord(listener net.Listener) []byte {
	conn, err := listener.Accept()
	if err != nil {
		return nil
	}
	defer conn.Close()
	header := make([]byte, 5)
	if _, err := io.ReadFull(conn, header); err != nil {
		return header
	}
	body := make([]byte, int(header[3])<<8|int(header[4]))
	n, _ := io.ReadFull(conn, body)
	return append(header, body[:n]...)
}
