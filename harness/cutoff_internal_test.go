package harness

import (
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A timer can fire while its handshake completes, and come to its turn when the next
// one has begun.
func TestATimerThatComesLateDoesNotEndTheNextHandshake(t *testing.T) {
	t.Parallel()
	client, server := net.Pipe()
	defer client.Close()
	e := newEntry(new(Server), 1, server)
	e.begin(time.Hour)
	e.established(State{})
	e.begin(time.Hour)
	e.cutOff(1)
	require.False(t, e.late)
	e.cutOff(2)
	require.True(t, e.late)
	e.end(nil)
}
