package legacy

import "fmt"

// logKeys writes the line with which others can decrypt the connection, after one with what
// the master secret is made of, in the words of Wireshark. What a broken writer loses is its
// owner's concern, not the client's.
func (s *Server) logKeys(clientRandom, premaster, masterSecret []byte) {
	if s.config.KeyLog == nil {
		return
	}
	s.keyLogMu.Lock()
	defer s.keyLogMu.Unlock()
	if premaster != nil {
		fmt.Fprintf(s.config.KeyLog, "PMS_CLIENT_RANDOM %x %x\n", clientRandom, premaster)
	}
	fmt.Fprintf(s.config.KeyLog, "CLIENT_RANDOM %x %x\n", clientRandom, masterSecret)
}
