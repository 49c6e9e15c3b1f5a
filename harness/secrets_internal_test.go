package harness

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/dissect"
)

// A server that runs for days forgets the secrets of the oldest connections first.
func TestAsManySecretsAreKeptAsThereAreWitnesses(t *testing.T) {
	t.Parallel()
	s := newSecretStore(nil)
	for i := 0; i < 2*maxWitnesses; i++ {
		fmt.Fprintf(s, "CLIENT_RANDOM %x %096x\n", randomOf(i), i)
	}
	require.Len(t, s.lines, maxWitnesses)
	require.Len(t, s.order, maxWitnesses)
	require.Empty(t, s.of(&ClientHello{Random: randomOf(maxWitnesses - 1)}))
	require.Len(t, s.of(&ClientHello{Random: randomOf(maxWitnesses)})[dissect.MasterSecret], 48)
}

func randomOf(i int) (random [32]byte) {
	random[0], random[1] = byte(i>>8), byte(i)
	return random
}
