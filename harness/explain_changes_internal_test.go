package harness

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/recorded"
	"github.com/legacytls/legacytls/internal/toolchain"
)

func helloOfRelease(t *testing.T, release, godebug string) *ClientHello {
	t.Helper()
	v, err := toolchain.ParseVersion(release)
	require.NoError(t, err)
	hello := defaultHello(v, godebug, "old.partner.test", "h2")
	require.NotNil(t, hello)
	return hello
}

func texts(lines []ExplanationLine) []string {
	var all []string
	for _, l := range lines {
		all = append(all, l.Text)
	}
	return all
}

// The release notes of Go 1.18, 1.22, 1.23 and 1.25, crypto/tls.
func TestWhatClientsDoNotOfferAnyMore(t *testing.T) {
	versions := "TLS 1.1, TLS 1.0: by default up to Go 1.17, with GODEBUG=tls10default=1 up to Go 1.18"
	rsa := "AES128-GCM-SHA256, AES256-GCM-SHA384, AES128-SHA, AES256-SHA: by default up to Go 1.21, with GODEBUG=tlsrsakex=1 up to Go 1.26"
	des := "DES-CBC3-SHA: by default up to Go 1.21, with GODEBUG=tlsrsakex=1,tls3des=1 up to Go 1.26"
	ecdheDES := "ECDHE-RSA-DES-CBC3-SHA: by default up to Go 1.22, with GODEBUG=tls3des=1 up to Go 1.26"
	sha1 := "rsa_pkcs1_sha1, ecdsa_sha1: by default up to Go 1.24, with GODEBUG=tlssha1=1 up to Go 1.27"
	for _, tc := range []struct {
		release, godebug string
		want             []string
	}{
		{"1.16.15", "", nil},
		{"1.21.13", "", []string{versions}},
		{"1.22.12", "", []string{rsa, des, versions}},
		{"1.22.12", "tlsrsakex=1", []string{versions}},
		{"1.27.4", "", []string{sha1, ecdheDES, rsa, des, versions}},
		{"1.27.4", "tlssha1=1", []string{ecdheDES, rsa, des, versions}},
	} {
		require.Equal(t, tc.want, texts(losses(helloOfRelease(t, tc.release, tc.godebug))), "%s %s", tc.release, tc.godebug)
	}
	first := losses(helloOfRelease(t, "1.22.12", ""))[0]
	require.Equal(t, "recorded with go1.21.13 and go1.26.11", first.Note)
}

func TestASettingThatKeepsWhatIsThereBringsNothingBack(t *testing.T) {
	all := recorded.Hellos()
	require.Nil(t, newestWith("TLS 1.3", all[len(all)-1]), "it is there whatever is set")
}

// The release notes of Go 1.12, 1.13, 1.21, 1.24, 1.26 and 1.27, crypto/tls.
func TestWhatIsNewInAHello(t *testing.T) {
	require.Equal(t, []string{
		"mldsa44, mldsa65, mldsa87: by default since Go 1.27",
		"SecP256r1MLKEM768, SecP384r1MLKEM1024: by default since Go 1.26, not with GODEBUG=tlssecpmlkem=0",
		"signature_algorithms_cert: by default since Go 1.25",
		"X25519MLKEM768 with a key share of 1216 bytes: by default since Go 1.24, not with GODEBUG=tlsmlkem=0",
		"extended_master_secret: by default since Go 1.21",
		"ed25519, key_share: by default since Go 1.13",
	}, texts(novelties(helloOfRelease(t, "1.27.4", ""))))
	require.Equal(t, []string{
		"extended_master_secret: by default since Go 1.21",
		"ed25519, key_share: by default since Go 1.13",
	}, texts(novelties(helloOfRelease(t, "1.22.12", ""))))
}

// Lists of its own are not what releases changed.
func TestAClientWithListsOfItsOwnIsNotComparedWithReleases(t *testing.T) {
	own := helloOfRelease(t, "1.27.4", "")
	own.CipherSuites = own.CipherSuites[:3]
	require.Empty(t, losses(own))
	require.Empty(t, novelties(own))
}

// What is said goes by how the server ended the handshake, and only where nothing is
// known of it.
func TestHowAServerEndedTheHandshakeDecidesWhatIsCompared(t *testing.T) {
	hello := helloOfRelease(t, "1.27.4", "")
	for _, tc := range []struct {
		o    Outcome
		want string
	}{
		{Outcome{Stage: StageHandshake, Hello: hello, Alert: &Alert{ServerSide, HandshakeFailure}}, "not offered"},
		{Outcome{Stage: StageHandshake, Hello: hello, Alert: &Alert{ServerSide, HandshakeFailure}, Answer: &ServerHello{}}, ""},
		{Outcome{Stage: StageHandshake, Hello: hello, Alert: &Alert{ClientSide, ProtocolVersion}, Answer: &ServerHello{}}, "not offered"},
		{Outcome{Stage: StageHandshake, Hello: hello, Alert: &Alert{ServerSide, DecodeError}}, "new in it"},
		{Outcome{Stage: StageHandshake, Hello: hello, Error: "EOF"}, "new in it"},
		{Outcome{Stage: StageHandshake, Hello: hello, Error: "EOF", Answer: &ServerHello{}}, ""},
		{Outcome{Stage: StageHandshake, Hello: hello, Alert: &Alert{ServerSide, UnrecognizedName}}, ""},
		{Outcome{Stage: StageVerify, Hello: hello}, ""},
		{Outcome{Stage: StageConnect}, ""},
	} {
		var e Explanation
		explainer{outcome: tc.o}.addChanges(&e)
		label := ""
		if len(e.Lines) > 0 {
			label = e.Lines[0].Label
		}
		require.Equal(t, tc.want, label, tc.o)
	}
}
