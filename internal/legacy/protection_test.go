package legacy

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// A construction is a way to protect records, with keys.
type construction struct {
	suite   suite
	version uint16
}

func (c construction) String() string { return c.suite.OpenSSL + " in " + wire.VersionName(c.version) }

// constructions returns each pair of cipher and MAC that the engine has once, in
// each version that can use it.
func constructions() []construction {
	var all []construction
	seen := map[string]bool{}
	for _, s := range fixtures.Suites() {
		for version := wire.VersionSSL30; version <= wire.VersionTLS12; version++ {
			played, ok := suiteByID(s.ID)
			key := fmt.Sprint(s.Cipher, s.MAC, version)
			if ok && s.UsableIn(version) && !seen[key] {
				seen[key] = true
				all = append(all, construction{played, version})
			}
		}
	}
	return all
}

// protection returns a protection with keys that are always the same.
func (c construction) protection(tb testing.TB) protection {
	tb.Helper()
	p, err := c.suite.protection(c.version, counted(c.suite.macLength()), counted(c.suite.bulk.keyLength), counted(c.suite.bulk.ivLength))
	require.NoError(tb, err)
	return p
}

func (c construction) header(seq uint64) header {
	return header{seq: seq, kind: wire.ApplicationData, version: c.version}
}

// forEachConstruction runs a test for each construction.
func forEachConstruction(t *testing.T, test func(*testing.T, construction)) {
	t.Helper()
	t.Parallel()
	all := constructions()
	require.Greater(t, len(all), 30)
	for _, c := range all {
		c := c
		t.Run(c.String(), func(t *testing.T) { test(t, c) })
	}
}

func TestProtectedRecordsOpenToWhatTheyWere(t *testing.T) {
	forEachConstruction(t, func(t *testing.T, c construction) {
		sender, receiver := c.protection(t), c.protection(t)
		for seq, length := range []int{1, 0, 15, 16, 17, 255, 256, 4096, maxFragment} {
			fragment := counted(length)
			sealed := sender.seal([]byte("before"), c.header(uint64(seq)), fragment)
			require.Equal(t, counted(length), fragment, "sealing must leave it alone")
			require.Equal(t, "before", string(sealed[:6]))
			require.LessOrEqual(t, len(sealed)-6, maxFragment+maxExpansion)
			opened, err := receiver.open(c.header(uint64(seq)), sealed[6:])
			require.NoError(t, err)
			require.Equal(t, fragment, append([]byte{}, opened...), "%d bytes", length)
		}
	})
}

func TestOnlyTheNullCipherShowsWhatIsSent(t *testing.T) {
	forEachConstruction(t, func(t *testing.T, c construction) {
		sealed := c.protection(t).seal(nil, c.header(0), []byte("attack at dawn"))
		if c.suite.Cipher == "NULL" {
			require.Contains(t, string(sealed), "attack at dawn")
		} else {
			require.NotContains(t, string(sealed), "attack")
		}
	})
}

func requireBadMAC(t *testing.T, err error, what ...any) {
	t.Helper()
	var broken *Error
	require.ErrorAs(t, err, &broken, what...)
	require.Equal(t, alertBadRecordMAC, broken.Alert, what...)
	require.False(t, broken.Refused)
}

func TestAChangedByteAnywhereIsFound(t *testing.T) {
	forEachConstruction(t, func(t *testing.T, c construction) {
		sealed := c.protection(t).seal(nil, c.header(0), counted(40))
		for i := range sealed {
			if c.ignores(i, len(sealed)) {
				continue
			}
			changed := append([]byte(nil), sealed...)
			changed[i] ^= 0x10
			_, err := c.protection(t).open(c.header(0), changed)
			requireBadMAC(t, err, "byte %d of %d", i, len(sealed))
		}
	})
}

// ignores says whether a receiver need not look at a byte of a record with 40
// bytes in it: SSL 3.0 leaves the content of padding open.
func (c construction) ignores(i, length int) bool {
	if c.version > wire.VersionSSL30 || c.suite.bulk.block == nil {
		return false
	}
	return i >= 40+c.suite.macLength() && i < length-1
}

func TestARecordOfAnotherLengthIsFound(t *testing.T) {
	forEachConstruction(t, func(t *testing.T, c construction) {
		sealed := c.protection(t).seal(nil, c.header(0), counted(40))
		for n := 0; n < len(sealed); n++ {
			_, err := c.protection(t).open(c.header(0), append([]byte(nil), sealed[:n]...))
			requireBadMAC(t, err, "%d of %d bytes", n, len(sealed))
		}
		_, err := c.protection(t).open(c.header(0), append(append([]byte(nil), sealed...), 0))
		requireBadMAC(t, err)
	})
}

func TestARecordOutOfTurnIsFound(t *testing.T) {
	forEachConstruction(t, func(t *testing.T, c construction) {
		sealed := c.protection(t).seal(nil, c.header(0), counted(40))
		for _, seq := range []uint64{1, 1 << 8, 1 << 32, 1 << 56} {
			_, err := c.protection(t).open(c.header(seq), append([]byte(nil), sealed...))
			requireBadMAC(t, err)
		}
	})
}

func TestARecordOfAnotherTypeOrVersionIsFound(t *testing.T) {
	forEachConstruction(t, func(t *testing.T, c construction) {
		sealed := c.protection(t).seal(nil, c.header(0), counted(40))
		other := c.header(0)
		other.kind = wire.Handshake
		_, err := c.protection(t).open(other, append([]byte(nil), sealed...))
		requireBadMAC(t, err)

		other = c.header(0)
		other.version ^= 0x100
		_, err = c.protection(t).open(other, append([]byte(nil), sealed...))
		if c.version == wire.VersionSSL30 { // RFC 6101, section 5.2.3.1: not authenticated
			require.NoError(t, err)
			return
		}
		requireBadMAC(t, err)
	})
}

func TestOtherKeysDoNotOpenARecord(t *testing.T) {
	forEachConstruction(t, func(t *testing.T, c construction) {
		sealed := c.protection(t).seal(nil, c.header(0), counted(40))
		mac, key, iv := counted(c.suite.macLength()), counted(c.suite.bulk.keyLength), counted(c.suite.bulk.ivLength)
		if len(mac) > 0 {
			mac[0] ^= 0x80
		} else {
			key[0] ^= 0x80
		}
		p, err := c.suite.protection(c.version, mac, key, iv)
		require.NoError(t, err)
		_, err = p.open(c.header(0), sealed)
		requireBadMAC(t, err)
	})
}

func TestKeysOfTheWrongLengthAreAnError(t *testing.T) {
	forEachConstruction(t, func(t *testing.T, c construction) {
		if c.suite.bulk.block == nil && c.suite.bulk.aead == nil {
			return // NULL has no key, RC4 takes any
		}
		_, err := c.suite.protection(c.version, nil, make([]byte, 5), nil)
		require.ErrorContains(t, err, c.suite.Name)
	})
}
