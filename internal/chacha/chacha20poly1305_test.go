package chacha

import (
	"bytes"
	"encoding/hex"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/needs"
)

const sunscreen = "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."

func TestChaCha20GivesTheVectorOfRFC8439(t *testing.T) {
	t.Parallel()
	var key [32]byte
	copy(key[:], unhex(t, "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"))
	text := []byte(sunscreen)
	newChaCha20(&key, unhex(t, "000000000000004a00000000"), 1).xor(text) // section 2.4.2
	require.Equal(t, unhex(t, `6e2e359a2568f98041ba0728dd0d6981e97e7aec1d4360c20a27afccfd9fae0b
		f91b65c5524733ab8f593dabcd62b3571639d624e65152ab8f530c359f0861d8
		07ca0dbf500d6a6156a38e088a22b65e52bc514d16ccf806818ce91ab7793736
		5af90bbf74a35be6b40b8eedf2785e42874d`), text)
}

func TestPoly1305GivesTheVectorsOfRFC8439(t *testing.T) {
	t.Parallel()
	const zeros = "00000000000000000000000000000000"
	const ones = "ffffffffffffffffffffffffffffffff"
	for _, v := range []struct{ source, r, s, message, want string }{
		{
			"section 2.5.2", "85d6be7857556d337f4452fe42d506a8", "0103808afb0db2fd4abff6af4149f51b",
			hex.EncodeToString([]byte("Cryptographic Forum Research Group")), "a8061dc1305136c6c22b8baf0c0127a9",
		},
		{"appendix A.3, vector 7", "02" + zeros[2:], zeros, ones, "03" + zeros[2:]},
		{"appendix A.3, vector 8", "02" + zeros[2:], ones, "02" + zeros[2:], "03" + zeros[2:]},
		{"appendix A.3, vector 9", "01" + zeros[2:], zeros, ones + "f0" + ones[2:] + "11" + zeros[2:], "05" + zeros[2:]},
		{"appendix A.3, vector 10", "01" + zeros[2:], zeros, ones + "fbfefefefefefefefefefefefefefefe" + strings.Repeat("01", 16), zeros},
		{"appendix A.3, vector 11", "02" + zeros[2:], zeros, "fdffffffffffffffffffffffffffffff", "faffffffffffffffffffffffffffffff"},
		{
			"appendix A.3, vector 12", "01000000000000000400000000000000", zeros,
			"e33594d7505e43b90000000000000000 3394d7505e4379cd0100000000000000" + zeros + "01" + zeros[2:],
			"14000000000000005500000000000000",
		},
		{
			"appendix A.3, vector 13", "01000000000000000400000000000000", zeros,
			"e33594d7505e43b90000000000000000 3394d7505e4379cd0100000000000000 " + zeros, "13" + zeros[2:],
		},
	} {
		var key [32]byte
		copy(key[:], unhex(t, v.r+v.s))
		mac := newPoly1305(&key)
		mac.write(unhex(t, v.message))
		got := mac.sum()
		require.Equal(t, v.want, hex.EncodeToString(got[:]), v.source)
	}
}

func TestChaCha20Poly1305GivesTheVectorOfRFC8439(t *testing.T) {
	t.Parallel()
	aead, err := New(unhex(t, "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"))
	require.NoError(t, err)
	nonce, data := unhex(t, "070000004041424344454647"), unhex(t, "50515253c0c1c2c3c4c5c6c7")
	want := unhex(t, `d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6
		3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36
		92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc
		3ff4def08e4b7a9de576d26586cec64b6116 1ae10b594f09e26a7e902ecbd0600691`) // section 2.8.2
	require.Equal(t, want, aead.Seal(nil, nonce, []byte(sunscreen), data))
	opened, err := aead.Open(nil, nonce, want, data)
	require.NoError(t, err)
	require.Equal(t, sunscreen, string(opened))
}

func TestChaCha20AndPoly1305AreThoseOfOpenSSL(t *testing.T) {
	t.Parallel()
	openssl := needs.Command(t, needs.OpenSSL)
	var key [32]byte
	copy(key[:], bytes.Repeat([]byte{0xfe, 0xff, 0x9b}, 11))
	for _, length := range []int{1, 15, 16, 17, 63, 64, 65, 1000, 16384} {
		message := bytes.Repeat([]byte{0xff, 0xfe, 0xff, 0xff, 0x7f}, length)[:length]

		cmd := exec.Command(openssl, "mac", "-binary", "-macopt", "hexkey:"+hex.EncodeToString(key[:]), "POLY1305")
		cmd.Stdin = bytes.NewReader(message)
		want, err := cmd.Output()
		require.NoError(t, err)
		mac := newPoly1305(&key)
		mac.write(message)
		got := mac.sum()
		require.Equal(t, want, got[:], length)

		// OpenSSL's IV is the counter, least byte first, and the nonce.
		nonce := counted(12)
		cmd = exec.Command(openssl, "enc", "-chacha20", "-K", hex.EncodeToString(key[:]), "-iv", "feffffff"+hex.EncodeToString(nonce))
		cmd.Stdin = bytes.NewReader(message[:min(length, 128)]) // two blocks: OpenSSL's counter goes on into the nonce
		want, err = cmd.Output()
		require.NoError(t, err)
		text := append([]byte(nil), message[:min(length, 128)]...)
		newChaCha20(&key, nonce, 0xfffffffe).xor(text)
		require.Equal(t, want, text, length)
	}
}

func TestAKeyOfTheWrongLengthIsNoKeyOfChaCha20(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 16, 31, 33} {
		_, err := New(make([]byte, n))
		require.ErrorContains(t, err, "expected 32")
	}
}

func unhex(tb testing.TB, s string) []byte {
	tb.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	require.NoError(tb, err)
	return b
}

func counted(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i*7 + 1)
	}
	return b
}
