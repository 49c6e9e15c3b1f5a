package legacy_test

import (
	"bytes"
	"encoding/hex"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/foreign"
	"github.com/legacytls/legacytls/internal/legacy"
	"github.com/legacytls/legacytls/internal/wire"
)

// RFC 5705, with extended master secret and without.
func TestTheKeyingMaterialIsThatOfOpenSSLInEachVersion(t *testing.T) {
	t.Parallel()
	for version, flag := range map[uint16]string{wire.VersionTLS10: "-tls1", wire.VersionTLS11: "-tls1_1", wire.VersionTLS12: "-tls1_2"} {
		for _, without := range []bool{false, true} {
			s := startEcho(t, pinned(t, version, ecdheCBC, func(p *fixtures.Profile) { p.Quirks.NoExtendedMasterSecret = without }))
			out := sClient(t, s, flag, "-keymatexport", "EXPERIMENTAL-legacytls", "-keymatexportlen", "100")
			theirs := regexp.MustCompile(`Keying material: ([0-9A-F]{200})\n`).FindStringSubmatch(out)
			require.NotNil(t, theirs, out)
			ours, err := s.visit(t).conn.ExportKeyingMaterial("EXPERIMENTAL-legacytls", nil, 100)
			require.NoError(t, err)
			require.Equal(t, strings.ToLower(theirs[1]), hex.EncodeToString(ours))
		}
	}
}

// A keyLog collects what a server writes.
type keyLog struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *keyLog) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *keyLog) lines() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return secrets(l.text.String())
}

// secrets are the lines of a key log, without comments.
func secrets(log string) []string {
	return regexp.MustCompile(`(?m)^CLIENT_RANDOM .*$`).FindAllString(log, -1)
}

// https://datatracker.ietf.org/doc/html/draft-ietf-tls-keylogfile
func TestTheKeyLogIsThatOfTheClientInEachVersion(t *testing.T) {
	t.Parallel()
	eachClient(t, []string{"openssl", "gnutls", "curl"}, func(t *testing.T, c *foreign.Client) {
		for _, suite := range []uint16{rsaCBC, dheCBC, ecdheGCM} {
			eachVersion(c, suite, func(version uint16) {
				ours, theirs := &keyLog{}, filepath.Join(t.TempDir(), "keys")
				s := startFor(t, c, pinned(t, version, suite), func(c *legacy.Config) { c.KeyLog = ours })
				r := s.request(version)
				r.KeyLog = theirs
				requireConnects(t, c, r)
				log, err := os.ReadFile(theirs)
				require.NoError(t, err)
				require.Len(t, ours.lines(), 1)
				require.Equal(t, secrets(string(log)), ours.lines())
			})
		}
	})
}
