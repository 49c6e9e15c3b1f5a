package legacy

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/internal/wire"
)

func ignoreSupportedVersions(_ *Server, h *hooks) {
	h.hello = append(h.hello, func(hs *handshake) error {
		hs.hello.SupportedVersions = nil
		return nil
	})
}

func selectVersion(s *Server, h *hooks) {
	version := s.config.Profile.Quirks.SelectVersion
	h.serverHello = append(h.serverHello, func(_ *handshake, hello *wire.ServerHello) {
		hello.LegacyVersion = version
	})
}

func selectSuite(s *Server, h *hooks) {
	id := s.config.Profile.Quirks.SelectSuite
	selected, _ := suiteByID(id)
	s.suites = []suite{selected}
	h.hello = append(h.hello, func(hs *handshake) error {
		hs.hello.CipherSuites = append(hs.hello.CipherSuites[:len(hs.hello.CipherSuites):len(hs.hello.CipherSuites)], id)
		return nil
	})
}

// compareSecondBytes takes each suite that the client offers for all of the server's
// that end in the same byte.
func compareSecondBytes(s *Server, h *hooks) {
	h.hello = append(h.hello, func(hs *handshake) error {
		var taken []uint16
		for _, offered := range hs.hello.CipherSuites {
			taken = append(taken, offered)
			for _, ours := range s.suites {
				if ours.ID != offered && byte(ours.ID) == byte(offered) {
					taken = append(taken, ours.ID)
				}
			}
		}
		hs.hello.CipherSuites = taken
		return nil
	})
}

func selectCompression(s *Server, h *hooks) {
	method := s.config.Profile.Quirks.SelectCompression
	h.serverHello = append(h.serverHello, func(_ *handshake, hello *wire.ServerHello) {
		hello.CompressionMethod = method
	})
}

// echoSessionID takes the id from the message as it came: that of hs.hello is what
// the server believes.
func echoSessionID(_ *Server, h *hooks) {
	h.serverHello = append(h.serverHello, func(hs *handshake, hello *wire.ServerHello) {
		came, _ := wire.ParseClientHello(hs.hello.Raw) // has been decoded before
		hello.SessionID = came.SessionID
	})
}

func downgradeSentinel(_ *Server, h *hooks) {
	h.serverHello = append(h.serverHello, func(hs *handshake, hello *wire.ServerHello) {
		mark := "DOWNGRD\x00"
		if hs.version == tls.VersionTLS12 {
			mark = "DOWNGRD\x01"
		}
		copy(hello.Random[len(hello.Random)-len(mark):], mark)
		hs.serverRandom = hello.Random
	})
}
