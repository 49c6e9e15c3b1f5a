package harness

import (
	"encoding/hex"
	"io"
	"strings"
	"sync"

	"github.com/legacytls/legacytls/internal/dissect"
)

// A secretStore is the key log of a server's backend. It keeps the secrets of as many
// handshakes as there are witnesses, and hands the lines on. It is safe for concurrent use and
// never fails: a handshake is not to end because of it.
type secretStore struct {
	mu    sync.Mutex
	lines map[string][]string // by the client random, in hexadecimal
	order []string            // of the client randoms, oldest first
	w     io.Writer           // WithKeyLog; may be nil
}

func newSecretStore(w io.Writer) *secretStore {
	return &secretStore{lines: make(map[string][]string), w: w}
}

// Write takes one line.
func (s *secretStore) Write(line []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	text := strings.TrimSpace(string(line))
	if fields := strings.Fields(text); len(fields) == 3 {
		s.keep(fields[1], text)
	}
	if s.w != nil && !strings.HasPrefix(text, dissect.PremasterSecret) {
		_, _ = s.w.Write(line)
	}
	return len(line), nil
}

func (s *secretStore) keep(random, line string) {
	if _, known := s.lines[random]; !known {
		s.order = append(s.order, random)
	}
	s.lines[random] = append(s.lines[random], line)
	if len(s.order) > maxWitnesses {
		delete(s.lines, s.order[0])
		s.order = append(s.order[:0], s.order[1:]...)
	}
}

// of returns the secrets of a handshake, none if there are none.
func (s *secretStore) of(hello *ClientHello) dissect.Secrets {
	s.mu.Lock()
	defer s.mu.Unlock()
	return dissect.ParseKeyLog(s.lines[hex.EncodeToString(hello.Random[:])])
}
