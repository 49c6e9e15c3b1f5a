package legacy

import (
	"bytes"
	"crypto"
	"encoding/hex"
	"encoding/json"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/wire"
)

// gnutlsSessions are secrets of connections with RC4 and SHA-1 as GnuTLS printed
// them (gnutls-cli -d 9), from the tests of crypto/tls, which had SSL 3.0 until Go 1.13.
func gnutlsSessions() []gnutlsSession {
	return []gnutlsSession{}
}

type gnutlsSession struct {
	version                               uint16
	premaster, clientRandom, serverRandom string
	master                                string
	clientMAC, serverMAC                  string
	clientKey, serverKey                  string
	exported, exportedWithContext         string // 32 bytes for the label "label"
}

func TestSecretsAreThoseThatGnuTLSDerives(t *testing.T) {
	t.Parallel()
	rc4, ok := suiteByID(0x0005)
	require.True(t, ok)
	for _, s := range gnutlsSessions() {
		sch := schedule{version: s.version, hash: crypto.SHA256}
		clientRandom, serverRandom := unhex(t, s.clientRandom), unhex(t, s.serverRandom)
		master := sch.masterSecret(unhex(t, s.premaster), clientRandom, serverRandom)
		require.Equal(t, s.master, hex.EncodeToString(master))
		k := rc4.keys(sch, master, clientRandom, serverRandom)
		require.Equal(t, unhex(t, s.clientMAC+s.serverMAC+s.clientKey+s.serverKey), k.KeyBlock)
		require.Equal(t, unhex(t, s.clientMAC+s.serverMAC), concat(k.ClientMAC, k.ServerMAC))
		require.Equal(t, unhex(t, s.clientKey+s.serverKey), concat(k.ClientKey, k.ServerKey))
		require.Empty(t, concat(k.ClientIV, k.ServerIV))
		exported := sch.export(master, "label", clientRandom, serverRandom, nil, 32)
		require.Equal(t, s.exported, hex.EncodeToString(exported))
		exported = sch.export(master, "label", clientRandom, serverRandom, []byte("context"), 32)
		require.Equal(t, s.exportedWithContext, hex.EncodeToString(exported))
	}
}

func TestAnEmptyContextExportsAnotherSecretThanNone(t *testing.T) {
	t.Parallel()
	sch := schedule{version: wire.VersionTLS12, hash: crypto.SHA256}
	clientRandom, serverRandom, master := counted(32), counted(33)[1:], counted(48)
	want := opensslPRF(t, "SHA256", master, concat([]byte("label"), clientRandom, serverRandom, []byte{0, 0}), 32)
	require.Equal(t, want, sch.export(master, "label", clientRandom, serverRandom, []byte{}, 32))
	require.NotEqual(t, want, sch.export(master, "label", clientRandom, serverRandom, nil, 32))
}

func TestWhatClientsOfTLSSignIsTheirHashOfTheTranscript(t *testing.T) {
	t.Parallel()
	transcript := []byte("abc") // whose hashes RFC 1321 and FIPS 180-2 publish
	md5, sha1 := unhex(t, "900150983cd24fb0d6963f7d28e17f72"), unhex(t, "a9993e364706816aba3e25717850c26c9cd0d89d")
	old, tls12 := schedule{version: wire.VersionTLS11}, schedule{version: wire.VersionTLS12, hash: crypto.SHA384}
	require.Equal(t, concat(md5, sha1), old.certificateVerifyDigest(crypto.MD5SHA1, nil, transcript))
	require.Equal(t, sha1, old.certificateVerifyDigest(crypto.SHA1, nil, transcript))
	require.Equal(t, sha1, tls12.certificateVerifyDigest(crypto.SHA1, nil, transcript), "the hash of the signature, not of the suite")
}

// ssl3Script derives what SSL 3.0 derives, written from RFC 6101 in another
// language.
const ssl3Script = `
import hashlib, json, sys
arg = {k: bytes.fromhex(v) for k, v in json.load(sys.stdin).items()}
def md5(*parts): return hashlib.md5(b"".join(parts)).digest()
def sha(*parts): return hashlib.sha1(b"".join(parts)).digest()
def expand(secret, seed, rounds):
    return b"".join(md5(secret, sha(bytes([65 + i]) * (i + 1), secret, seed)) for i in range(rounds))
def handshake(sender):
    out = b""
    for h, n in (md5, 48), (sha, 40):
        out += h(arg["master"], b"\x5c" * n, h(arg["transcript"], sender, arg["master"], b"\x36" * n))
    return out
def mac(h, n, key, seq, kind, data):
    return h(key, b"\x5c" * n, h(key, b"\x36" * n, seq.to_bytes(8, "big"), bytes([kind]), len(data).to_bytes(2, "big"), data))
json.dump({k: v.hex() for k, v in {
    "master": expand(arg["premaster"], arg["clientRandom"] + arg["serverRandom"], 3),
    "keyBlock": expand(arg["master"], arg["serverRandom"] + arg["clientRandom"], 9)[:136],
    "client": handshake(b"CLNT"), "server": handshake(b"SRVR"), "verify": handshake(b""),
    "macMD5": mac(md5, 48, arg["master"][:16], 258, 23, arg["transcript"]),
    "macSHA1": mac(sha, 40, arg["master"][:20], 258, 23, arg["transcript"]),
}.items()}, sys.stdout)
`

// ssl3InPython runs the script with the secrets given, in hex.
func ssl3InPython(t *testing.T, arguments map[string]string) map[string]string {
	t.Helper()
	in, err := json.Marshal(arguments)
	require.NoError(t, err)
	cmd := exec.Command(needs.Command(t, "python3"), "-c", ssl3Script)
	cmd.Stdin = bytes.NewReader(in)
	out, err := cmd.Output()
	require.NoError(t, err)
	results := map[string]string{}
	require.NoError(t, json.Unmarshal(out, &results))
	return results
}

func TestSSL3DerivesWhatAnotherImplementationOfItDoes(t *testing.T) {
	t.Parallel()
	premaster, clientRandom, serverRandom := counted(48), counted(33)[1:], counted(34)[2:]
	master, transcript := counted(50)[2:], counted(1000)
	want := ssl3InPython(t, map[string]string{
		"premaster": hex.EncodeToString(premaster), "master": hex.EncodeToString(master),
		"clientRandom": hex.EncodeToString(clientRandom), "serverRandom": hex.EncodeToString(serverRandom),
		"transcript": hex.EncodeToString(transcript),
	})
	sch := schedule{version: wire.VersionSSL30, hash: crypto.SHA256}
	record := header{seq: 258, kind: wire.ApplicationData, version: wire.VersionSSL30}
	verify := sch.certificateVerifyDigest(crypto.MD5SHA1, master, transcript)
	got := map[string][]byte{
		"master":   sch.masterSecret(premaster, clientRandom, serverRandom),
		"keyBlock": sch.keyBlock(master, clientRandom, serverRandom, 136),
		"client":   sch.finished(master, transcript, true),
		"server":   sch.finished(master, transcript, false),
		"verify":   verify,
		"macMD5":   newRecordMAC(wire.VersionSSL30, crypto.MD5, master[:16]).appendTo(nil, record, transcript),
		"macSHA1":  newRecordMAC(wire.VersionSSL30, crypto.SHA1, master[:20]).appendTo(nil, record, transcript),
	}
	for name, b := range got {
		require.Equal(t, want[name], hex.EncodeToString(b), name)
	}
	require.Equal(t, verify[16:], sch.certificateVerifyDigest(crypto.SHA1, master, transcript), "DSS and ECDSA sign the SHA-1 half")
}

func TestSSL3HasNothingToExport(t *testing.T) {
	t.Parallel()
	require.Nil(t, schedule{version: wire.VersionSSL30}.export(counted(48), "label", counted(32), counted(32), nil, 32))
}
