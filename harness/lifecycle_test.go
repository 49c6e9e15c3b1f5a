package harness_test

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

var bg = context.Background()

func TestCloseTwiceIsFine(t *testing.T) {
	t.Parallel()
	s, err := harness.Serve(bg, fixtures.Modern())
	require.NoError(t, err)
	require.NoError(t, s.Close())
	require.NoError(t, s.Close())
	_, err = net.DialTimeout("tcp", s.Addr, patience)
	require.Error(t, err, "nothing listens any more")
}

func TestCloseDoesNotWaitForIdleClients(t *testing.T) {
	t.Parallel()
	for name, opt := range map[string]harness.Option{
		"HTTP":  harness.WithHandler(http.NotFoundHandler()),
		"lines": harness.WithLines(nil),
		"conn":  harness.WithConn(func(c net.Conn) { c.Read(make([]byte, 1)) }),
	} {
		s, err := harness.Serve(bg, fixtures.AES128SHAOnly(), opt)
		require.NoError(t, err)
		conn, err := dial(s, explicitClient(s))
		require.NoError(t, err)
		defer conn.Close()
		raw := rawDial(t, s)
		defer raw.Close()
		closed := make(chan error, 1)
		go func() { closed <- s.Close() }()
		select {
		case err := <-closed:
			require.NoError(t, err)
		case <-time.After(patience):
			require.Fail(t, "Close hangs", name)
		}
	}
}

func TestCloseWaitsForTheAnswers(t *testing.T) {
	t.Parallel()
	var over atomic.Bool
	s, err := harness.Serve(bg, fixtures.AES128SHAOnly(), harness.WithConn(func(c net.Conn) {
		c.Read(make([]byte, 1))
		<-time.After(50 * time.Millisecond) // a handler that takes its time to tidy up
		over.Store(true)
	}))
	require.NoError(t, err)
	conn, err := dial(s, explicitClient(s))
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, s.Close())
	require.True(t, over.Load())
}

func TestTheEndOfTheContextEndsTheServer(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(bg)
	s, err := harness.Serve(ctx, fixtures.AES128SHAOnly(), harness.WithLines(nil))
	require.NoError(t, err)
	conn, err := dial(s, explicitClient(s))
	require.NoError(t, err)
	defer conn.Close()
	cancel()
	_, err = conn.Read(make([]byte, 1))
	require.Error(t, err)
	eventually(t, func() bool {
		c, err := net.Dial("tcp", s.Addr)
		if err == nil {
			c.Close()
		}
		return err != nil
	}, "it still listens")
	require.NoError(t, s.Close())
}

// Otherwise the panic of a handler would be lost with a context that ends.
func TestCloseReportsAPanicAfterTheEndOfTheContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(bg)
	s, err := harness.Serve(ctx, fixtures.AES128SHAOnly(), harness.WithLines(func(string) string { panic("oh dear") }))
	require.NoError(t, err)
	_, err = ping(s, explicitClient(s))
	require.Error(t, err)
	cancel()
	eventually(t, func() bool { return !listens(s.Addr) }, "it still listens")
	require.ErrorContains(t, s.Close(), "oh dear")
}

func listens(addr string) bool {
	c, err := net.Dial("tcp", addr)
	if err == nil {
		c.Close()
	}
	return err == nil
}

func TestManyServersAtOnce(t *testing.T) {
	t.Parallel()
	authority, err := certs.NewAuthority(certs.AuthoritySpec{}) // nothing is cached: all issue at once
	require.NoError(t, err)
	profiles := reachable()
	var all sync.WaitGroup
	for i := 0; i < 50; i++ {
		p := pin(profiles[i%len(profiles)])
		all.Add(1)
		go func() {
			defer all.Done()
			s := harness.Start(t, p, harness.WithLines(nil), harness.WithAuthority(authority))
			config := explicitClient(s)
			if p.ClientAuth != 0 {
				config.Certificates = append(config.Certificates, issueClient(t, authority))
				config.Renegotiation = tls.RenegotiateOnceAsClient
			}
			if _, err := ping(s, config); err != nil {
				t.Errorf("%s: %v", p.Name, err)
			}
		}()
	}
	all.Wait()
}

func TestAServerLeavesNoGoroutineBehind(t *testing.T) { // not parallel: it counts goroutines
	before := runtime.NumGoroutine()
	for _, opt := range []harness.Option{harness.WithLines(nil), harness.WithHandler(http.NotFoundHandler())} {
		s, err := harness.Serve(bg, fixtures.AES128SHAOnly(), opt)
		require.NoError(t, err)
		for i := 0; i < 10; i++ {
			conn, err := dial(s, explicitClient(s))
			require.NoError(t, err)
			defer conn.Close()
		}
		require.NoError(t, s.Close())
	}
	settles(t, before)
}

func TestAPortThatIsTakenIsNamed(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port
	_, err = harness.Serve(bg, fixtures.Modern(), harness.WithPort(port))
	require.ErrorContains(t, err, "starting modern on crypto/tls: ")
	require.ErrorContains(t, err, "127.0.0.1:"+strconv.Itoa(port))
}

func TestAServerListensOnLoopbackAlone(t *testing.T) {
	t.Parallel()
	s := harness.Start(t, fixtures.Modern())
	host, _, err := net.SplitHostPort(s.Addr)
	require.NoError(t, err)
	require.True(t, net.ParseIP(host).IsLoopback())
	require.Equal(t, "https://"+s.Addr, s.URL)
}

func TestTheRootsTrustTheServerAndNothingElse(t *testing.T) {
	t.Parallel()
	authority := foreign(t)
	s := harness.Start(t, fixtures.AES128SHAOnly(), harness.WithAuthority(authority), harness.WithLines(nil))
	_, err := ping(s, explicitClient(s))
	require.NoError(t, err)
	require.True(t, s.Roots.Equal(authority.Pool()))
	require.Equal(t, authority.PEM(), s.RootsPEM)
	require.False(t, s.Roots.Equal(harness.Start(t, fixtures.AES128SHAOnly()).Roots))
}
