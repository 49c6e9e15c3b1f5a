package dissect

import (
	"encoding/hex"
	"strings"
	"time"
)

// A Side is one end of a connection.
type Side int

// The sides.
const (
	Client Side = iota
	Server
)

// String returns "client" or "server".
func (s Side) String() string {
	if s == Server {
		return "server"
	}
	return "client"
}

// An End says how a side ended a connection.
type End int

// The ends.
const (
	Open   End = iota // it did not
	Closed            // by a FIN
	Reset             // by a RST
)

// A Recording is what went over a connection.
type Recording struct {
	Started time.Time
	Chunks  []Chunk
	Lost    [2]int // how many bytes of each side came after those in Chunks and were not kept
}

// A Chunk is what a side sent at a time, or its end.
type Chunk struct {
	From  Side
	At    time.Duration // since Recording.Started
	Bytes []byte
	End   End // not Open: the side sends nothing more
}

// Sent returns all bytes of a side.
func (r Recording) Sent(from Side) []byte {
	var all []byte
	for _, c := range r.Chunks {
		if c.From == from {
			all = append(all, c.Bytes...)
		}
	}
	return all
}

// Secrets are those of one handshake, by their labels in a key log
// (draft-ietf-tls-keylogfile).
type Secrets map[string][]byte

// The labels.
const (
	MasterSecret    = "CLIENT_RANDOM" // SSL 3.0 to TLS 1.2
	ClientHandshake = "CLIENT_HANDSHAKE_TRAFFIC_SECRET"
	ServerHandshake = "SERVER_HANDSHAKE_TRAFFIC_SECRET"
	ClientTraffic   = "CLIENT_TRAFFIC_SECRET_0"
	ServerTraffic   = "SERVER_TRAFFIC_SECRET_0"
	Exporter        = "EXPORTER_SECRET"

	// PremasterSecret is a label that Wireshark knows, for what the master secret is made of.
	PremasterSecret = "PMS_CLIENT_RANDOM"
)

// ParseKeyLog reads the lines of a key log of one connection. Lines that are none are passed
// over.
func ParseKeyLog(lines []string) Secrets {
	s := make(Secrets)
	for _, line := range lines {
		fields := strings.Fields(line)
		if len(fields) != 3 {
			continue
		}
		if secret, err := hex.DecodeString(fields[2]); err == nil {
			s[fields[0]] = secret
		}
	}
	return s
}
