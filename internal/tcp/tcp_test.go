package tcp_test

import (
	"net"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/tcp"
)

type wrapper struct{ net.Conn }

func (w wrapper) NetConn() net.Conn { return w.Conn }

type telling struct {
	net.Conn
	gone chan struct{}
}

func (t telling) Gone() <-chan struct{} { return t.gone }

func TestTheFirstWrapperThatKnowsTellsOfTheEnd(t *testing.T) {
	t.Parallel()
	below := telling{&net.TCPConn{}, make(chan struct{})}
	gone := tcp.Gone(wrapper{wrapper{below}})
	select {
	case <-gone:
		require.Fail(t, "not gone yet")
	default:
	}
	close(below.gone)
	<-gone
	require.Nil(t, tcp.Gone(wrapper{&net.TCPConn{}}))
}
