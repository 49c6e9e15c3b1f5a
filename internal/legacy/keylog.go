package legacy

import "fmt"

// logKeys writes the line with which others can decrypt the connection. What a
// broken writer loses is its owner's concern, not the client's.
func (s *Server) logKeys(clientRandom, masterSecret []byte) {
	if s.config.KeyLog == nil {
		return
	}
	s.keyLogMu.Lock()
	defer s.keyLogMu.Unlock()
	fmt.Fprintf(s.config.KeyLog, "CLIENT_RANDOM %x %x\n", clientRandom, masterSecret)
}
