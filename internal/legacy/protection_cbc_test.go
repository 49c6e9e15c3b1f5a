package legacy

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/hex"
	"os/exec"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/wire"
)

// aes128SHA is AES128-SHA in a version.
func aes128SHA(t *testing.T, version uint16) construction {
	t.Helper()
	played, ok := suiteByID(0x002f)
	require.True(t, ok)
	return construction{played, version}
}

// cbcRecord encrypts a fragment with its MAC and the padding given. In TLS 1.1
// and later the IV of the keys comes first.
func cbcRecord(t *testing.T, c construction, fragment, padding []byte) []byte {
	t.Helper()
	mac := newRecordMAC(c.version, c.suite.macHash, counted(20))
	plaintext := append(mac.appendTo(append([]byte(nil), fragment...), c.header(0), fragment), padding...)
	block, err := aes.NewCipher(counted(16))
	require.NoError(t, err)
	cipher.NewCBCEncrypter(block, counted(16)).CryptBlocks(plaintext, plaintext)
	if c.version >= wire.VersionTLS11 {
		return append(counted(16), plaintext...)
	}
	return plaintext
}

func TestTLSTakesPaddingOfAnyLengthThatSaysHowLongItIs(t *testing.T) {
	t.Parallel()
	for _, version := range []uint16{wire.VersionTLS10, wire.VersionTLS11, wire.VersionTLS12} {
		c := aes128SHA(t, version)
		for blocks := 1; blocks <= 16; blocks++ { // 20 of MAC and 12 are two blocks
			padding := bytes.Repeat([]byte{byte(16*blocks - 1)}, 16*blocks)
			opened, err := c.protection(t).open(c.header(0), cbcRecord(t, c, []byte("twelve bytes"), padding))
			require.NoError(t, err)
			require.Equal(t, "twelve bytes", string(opened))
		}
	}
}

func TestTLSChecksEachByteOfPadding(t *testing.T) {
	t.Parallel()
	for _, version := range []uint16{wire.VersionTLS10, wire.VersionTLS11, wire.VersionTLS12} {
		c := aes128SHA(t, version)
		for i := 0; i < 15; i++ {
			padding := bytes.Repeat([]byte{15}, 16)
			padding[i] = 14
			_, err := c.protection(t).open(c.header(0), cbcRecord(t, c, []byte("twelve bytes"), padding))
			requireBadMAC(t, err)
			require.ErrorContains(t, err, "padding")
		}
	}
}

func TestSSL3TakesPaddingOfAnyContentWithinABlock(t *testing.T) {
	t.Parallel()
	c := aes128SHA(t, wire.VersionSSL30)
	padding := append(counted(15), 15)
	opened, err := c.protection(t).open(c.header(0), cbcRecord(t, c, []byte("twelve bytes"), padding))
	require.NoError(t, err)
	require.Equal(t, "twelve bytes", string(opened))

	tooLong := append(counted(31), 31)
	_, err = c.protection(t).open(c.header(0), cbcRecord(t, c, []byte("twelve bytes"), tooLong))
	requireBadMAC(t, err)
	require.ErrorContains(t, err, "padding")
}

func TestPaddingLongerThanTheRecordIsBad(t *testing.T) {
	t.Parallel()
	for _, version := range []uint16{wire.VersionSSL30, wire.VersionTLS10, wire.VersionTLS12} {
		c := aes128SHA(t, version)
		_, err := c.protection(t).open(c.header(0), cbcRecord(t, c, []byte("twelve bytes"), bytes.Repeat([]byte{255}, 16)))
		requireBadMAC(t, err)
	}
}

func TestRecordsAreChainedBeforeTLS11(t *testing.T) {
	t.Parallel()
	for _, version := range []uint16{wire.VersionSSL30, wire.VersionTLS10} {
		c := aes128SHA(t, version)
		sender := c.protection(t)
		first := sender.seal(nil, c.header(0), counted(12))
		second := sender.seal(nil, c.header(1), counted(12))

		// As one long CBC message they decrypt with the IV of the keys.
		block, err := aes.NewCipher(counted(16))
		require.NoError(t, err)
		both := concat(first, second)
		cipher.NewCBCDecrypter(block, counted(16)).CryptBlocks(both, both)
		require.Equal(t, counted(12), both[:12])
		require.Equal(t, counted(12), both[len(first):len(first)+12])
	}
}

func TestEachRecordHasARandomIVSinceTLS11(t *testing.T) {
	t.Parallel()
	for _, version := range []uint16{wire.VersionTLS11, wire.VersionTLS12} {
		c := aes128SHA(t, version)
		block, err := aes.NewCipher(counted(16))
		require.NoError(t, err)
		seen := map[string]bool{}
		for i := 0; i < 20; i++ { // with the same state each time
			sealed := c.protection(t).seal(nil, c.header(0), counted(12))
			seen[string(sealed[:16])] = true
			plaintext := make([]byte, len(sealed)-16)
			cipher.NewCBCDecrypter(block, sealed[:16]).CryptBlocks(plaintext, sealed[16:])
			require.Equal(t, counted(12), plaintext[:12], "its IV is all that one needs to know")
		}
		require.Len(t, seen, 20)
	}
}

// cbcScript makes what TLS encrypts in CBC mode, written from RFC 5246, section
// 6.2.3.2, in another language: fragment, MAC, padding.
const cbcScript = `
import hmac, sys
key, seq, version, data, block, extra, digest = sys.argv[1:]
key, data = bytes.fromhex(key), bytes.fromhex(data)
mac = hmac.new(key, int(seq).to_bytes(8, "big") + bytes([23]) + bytes.fromhex(version) + len(data).to_bytes(2, "big") + data, digest).digest()
n = int(block) - 1 - (len(data) + len(mac)) % int(block) + int(extra) * int(block)
print((data + mac + bytes([n]) * (n + 1)).hex())
`

func TestRecordsThatPythonAndOpenSSLMakeAreOpened(t *testing.T) {
	sweep.AllOrSkip(t, "starts Python for each cipher")
	t.Parallel()
	python, openssl := needs.Command(t, "python3"), needs.Command(t, needs.OpenSSL)
	for _, tc := range []struct {
		id      uint16
		digest  string
		cipher  string
		version uint16
	}{
		{0x002f, "sha1", "-aes-128-cbc", wire.VersionTLS10},
		{0x0035, "sha1", "-aes-256-cbc", wire.VersionTLS11},
		{0x003d, "sha256", "-aes-256-cbc", wire.VersionTLS12},
		{0xc028, "sha384", "-aes-256-cbc", wire.VersionTLS12},
		{0x000a, "sha1", "-des-ede3-cbc", wire.VersionTLS10},
		{0x000a, "sha1", "-des-ede3-cbc", wire.VersionTLS12},
	} {
		played, ok := suiteByID(tc.id)
		require.True(t, ok)
		c := construction{played, tc.version}
		size := played.bulk.ivLength
		out, err := exec.Command(python, "-c", cbcScript, hex.EncodeToString(counted(played.macLength())), "7", hex.EncodeToString([]byte{3, byte(tc.version)}),
			hex.EncodeToString([]byte("from Python")), strconv.Itoa(size), "2", tc.digest).CombinedOutput()
		require.NoError(t, err, string(out))
		cmd := exec.Command(openssl, "enc", tc.cipher, "-nopad", "-K", hex.EncodeToString(counted(played.bulk.keyLength)), "-iv", hex.EncodeToString(counted(size)))
		cmd.Stdin = bytes.NewReader(unhex(t, string(out)))
		payload, err := cmd.Output()
		require.NoError(t, err)
		if tc.version >= wire.VersionTLS11 {
			payload = append(counted(size), payload...)
		}
		opened, err := c.protection(t).open(c.header(7), payload)
		require.NoError(t, err, c)
		require.Equal(t, "from Python", string(opened))
	}
}
