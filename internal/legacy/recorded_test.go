package legacy

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"encoding/hex"
	"io"
	"net"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/wire"
)

// A recording is a connection between a client and a server that others wrote:
// all that they sent, and the key log. Its handshake is not an abbreviated one.
type recording struct {
	clientSent, serverSent []byte
	keyLog                 string
	key                    crypto.Signer // the server's
}

// A side is what one side of a recording sent.
type side struct {
	layer      *recordLayer
	handshakes []byte // in the clear
}

func listenTo(t *testing.T, sent []byte) *side {
	t.Helper()
	s := &side{layer: reading(sent)}
	for {
		kind, fragment, err := s.layer.read()
		require.NoError(t, err)
		if kind == wire.ChangeCipherSpec {
			return s
		}
		require.Equal(t, wire.Handshake, kind)
		s.handshakes = append(s.handshakes, fragment...)
	}
}

// decrypted reads the rest: Finished, and the application data up to the end or
// the close_notify.
func (s *side) decrypted(t *testing.T, version uint16, p protection) (finished, data []byte) {
	t.Helper()
	s.layer.setVersion(version)
	s.layer.protectReads(p)
	kind, fragment, err := s.layer.read()
	require.NoError(t, err)
	require.Equal(t, wire.Handshake, kind)
	finished = append([]byte(nil), fragment...)
	for {
		kind, fragment, err := s.layer.read()
		if err == io.EOF || kind == wire.AlertRecord {
			return finished, data
		}
		require.NoError(t, err)
		require.Equal(t, wire.ApplicationData, kind)
		data = append(data, fragment...)
	}
}

// requireUnderstood follows a recording from the premaster secret, where RSA
// carried it, to the application data, and returns what the sides said.
func (r *recording) requireUnderstood(t *testing.T) (hello *wire.ServerHello, fromClient, fromServer string) {
	t.Helper()
	client, server := listenTo(t, r.clientSent), listenTo(t, r.serverSent)
	hello, err := wire.DecodeFlow(r.serverSent).ServerHello()
	require.NoError(t, err)
	played, ok := suiteByID(hello.CipherSuite)
	require.True(t, ok)
	clientRandom, serverRandom := client.handshakes[6:38], server.handshakes[6:38]
	master := r.master(t, clientRandom)

	first := 4 + int(client.handshakes[2])<<8 + int(client.handshakes[3])
	transcript := concat(client.handshakes[:first], server.handshakes, client.handshakes[first:])
	sch := schedule{version: hello.Version, hash: played.prfHash}
	if played.KeyExchange == "RSA" {
		require.Equal(t, master, r.derivedMaster(t, sch, hello, client.handshakes[first:], transcript))
	}

	k := played.keys(sch, master, clientRandom, serverRandom)
	clientSide, err := played.protection(hello.Version, k.ClientMAC, k.ClientKey, k.ClientIV)
	require.NoError(t, err)
	serverSide, err := played.protection(hello.Version, k.ServerMAC, k.ServerKey, k.ServerIV)
	require.NoError(t, err)
	clientFinished, clientData := client.decrypted(t, hello.Version, clientSide)
	require.Equal(t, concat([]byte{20, 0, 0, 12}, sch.finished(master, transcript, true)), clientFinished)
	transcript = append(transcript, clientFinished...)
	serverFinished, serverData := server.decrypted(t, hello.Version, serverSide)
	require.Equal(t, concat([]byte{20, 0, 0, 12}, sch.finished(master, transcript, false)), serverFinished)
	return hello, string(clientData), string(serverData)
}

// master is the master secret of the key log.
func (r *recording) master(t *testing.T, clientRandom []byte) []byte {
	t.Helper()
	for _, line := range bytes.Split([]byte(r.keyLog), []byte("\n")) {
		words := bytes.Fields(line)
		if len(words) == 3 && string(words[0]) == "CLIENT_RANDOM" && string(words[1]) == hex.EncodeToString(clientRandom) {
			return unhex(t, string(words[2]))
		}
	}
	t.Fatalf("the key log has no secret of the connection: %s", r.keyLog)
	return nil
}

// derivedMaster is the master secret by our schedule, from the premaster secret
// in the ClientKeyExchange (RFC 5246, section 7.4.7.1).
func (r *recording) derivedMaster(t *testing.T, sch schedule, hello *wire.ServerHello, exchange, transcript []byte) []byte {
	t.Helper()
	require.Equal(t, byte(wire.TypeClientKeyExchange), exchange[0])
	premaster, err := r.key.(crypto.Decrypter).Decrypt(nil, exchange[6:], &rsa.PKCS1v15DecryptOptions{})
	require.NoError(t, err)
	if hello.ExtendedMasterSecret {
		return sch.extendedMasterSecret(premaster, transcript)
	}
	return sch.masterSecret(premaster, transcript[6:38], hello.Random[:])
}

// recordedKey is the key and certificate of the servers that are recorded.
func recordedKey(t testing.TB, kind certs.Key) (*certs.Authority, *certs.Certificate) {
	t.Helper()
	authority, err := certs.Shared()
	require.NoError(t, err)
	cert, err := authority.Issue(certs.Spec{Key: kind})
	require.NoError(t, err)
	return authority, cert
}

// A recorder keeps what is written to a connection.
type recorder struct {
	net.Conn
	mu   sync.Mutex
	sent bytes.Buffer
}

func (r *recorder) Write(b []byte) (int, error) {
	r.mu.Lock()
	r.sent.Write(b)
	r.mu.Unlock()
	return r.Conn.Write(b)
}

func (r *recorder) bytes() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]byte(nil), r.sent.Bytes()...)
}
