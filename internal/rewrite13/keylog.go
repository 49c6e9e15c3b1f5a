package rewrite13

import (
	"encoding/hex"
	"fmt"
	"strings"
)

// The secrets of a TLS 1.3 server that a key log has, by label. They protect
// what the server sends up to its Finished, and after it.
const (
	handshakeSecret   = "SERVER_HANDSHAKE_TRAFFIC_SECRET"
	applicationSecret = "SERVER_TRAFFIC_SECRET_0"
)

// A keyLog keeps the secrets of one connection by their labels. It is the
// tls.Config.KeyLogWriter of that connection.
type keyLog map[string][]byte

// Write takes one line: label, client random, secret.
func (l keyLog) Write(line []byte) (int, error) {
	fields := strings.Fields(string(line))
	if len(fields) != 3 {
		return 0, fmt.Errorf("key log: expected label, client random and secret, got %d words", len(fields))
	}
	secret, err := hex.DecodeString(fields[2])
	if err != nil {
		return 0, fmt.Errorf("key log: secret %s: %w", fields[0], err)
	}
	l[fields[0]] = secret
	return len(line), nil
}
