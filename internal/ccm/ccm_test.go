package ccm

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCCMGivesThePublishedVectors(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		source                                         string
		tag                                            int
		key, nonce, data, plaintext, ciphertextWithTag string
	}{
		{
			"NIST SP 800-38C, example 3", 8,
			"404142434445464748494a4b4c4d4e4f", "101112131415161718191a1b", "000102030405060708090a0b0c0d0e0f10111213",
			"202122232425262728292a2b2c2d2e2f3031323334353637",
			"e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5484392fbc1b09951",
		},
		{
			"Wycheproof, test 9", 16,
			"42e38abef2dd7573248c5aefb3ecca54", "064b3cfbe04d94d4d5c19b30", "",
			"2c763b9ec84903bcbb8aec15e678a3a955e4870edbf62d9d3c81c4f9ed6154877875779ca33cce8f73a55ca7af1d8d817fc6baac00ef962c5a0da339ce81427a3d59",
			"4ca01b5b2a5e57bcc1a4b7f63f049dc477e3ee2e5c268efb346ff95b7dcd67f86ed0f11bb17c1dd7fb511d2f37b9684550c0d84be0f10030ccc4e0de5b74ef92ea54c5a57dd6fa16aa9de8de20e6bd321396",
		},
		{
			"Wycheproof, test 12", 16,
			"d97c9b043bdccfd59491a995e78f1696", "ef423240358830df915506a3", "3ddba7b3ab69c8b2",
			"f047594a5cffda64303a80b2fa6a957169", "e0caf2a9d50f70ecaa43b4a287c3b34a99cff4c61882b413b686ff35b63a3a73de",
		},
		{
			"Wycheproof, test 30", 16,
			"5bf008f6f27cc21f5ae82fb7907b1d92", "580af48bc1108604d5551343",
			"482da24bb4fb9eaa0dbf403733597f5b3ee8338b5d09a1d6f9070bb069264abbcacc5657aa6353f179d1bb4c7fa00526789eaf08e0da258cbdb39e9877c68b4a75",
			"ca89d6ae284afb6792cd894e07aa8336", "1b89c6bcddefbe9233ee4093468a5f61a49c7747dad42df6d729a01f4c50cf34",
		},
	} {
		aead, err := newWithTag(unhex(t, v.key), v.tag)
		require.NoError(t, err)
		nonce, data, plaintext, want := unhex(t, v.nonce), unhex(t, v.data), unhex(t, v.plaintext), unhex(t, v.ciphertextWithTag)
		require.Len(t, nonce, aead.NonceSize())
		require.Equal(t, want, aead.Seal(nil, nonce, plaintext, data), v.source)
		opened, err := aead.Open(nil, nonce, want, data)
		require.NoError(t, err, v.source)
		require.Equal(t, plaintext, opened, v.source)
	}
}

func unhex(t *testing.T, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(text)
	require.NoError(t, err)
	return b
}
