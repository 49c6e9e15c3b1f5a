package harness

import (
	"crypto/tls"
	"net"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/recorded"
	"github.com/legacytls/legacytls/internal/toolchain"
	"github.com/legacytls/legacytls/internal/wire"
)

// What servers judge in a ClientHello that nobody sent is what they would judge in one
// that this program sends.
func TestADefaultHelloIsLikeTheOneThatIsSent(t *testing.T) {
	version, err := toolchain.ParseVersion(strings.TrimPrefix(runtime.Version(), "go"))
	if err != nil {
		t.Skip(err)
	}
	h, known := recorded.Of(version, "1.21", "") // the go line of this module
	if !known {
		t.Skipf("nothing is known of %s", version)
	}
	for _, tc := range []struct {
		name      string
		protocols []string
	}{{"", nil}, {"legacy.example.com", nil}, {"localhost", []string{"h2", "http/1.1"}}} {
		sent, made := sentHello(t, tc.name, tc.protocols), readdressed(h.ClientHello(), tc.name, tc.protocols)
		require.Len(t, made.Raw, len(sent.Raw), "%q %q", tc.name, tc.protocols)
		require.Equal(t, sent.Version, made.Version)
		require.Len(t, made.SessionID, len(sent.SessionID))
		require.Len(t, made.CipherSuites, len(sent.CipherSuites))
		require.Equal(t, sent.ServerName, made.ServerName)
		require.Equal(t, sent.ALPN, made.ALPN)
		require.Equal(t, sent.KeyShares, made.KeyShares)
		require.Equal(t, sent.Size, made.Size)
		require.Equal(t, sent.SupportedVersions, made.SupportedVersions)
		require.Equal(t, sent.Groups, made.Groups)
		require.Equal(t, sent.SignatureAlgorithms, made.SignatureAlgorithms)
		require.Equal(t, sent.SignatureAlgorithmsCert, made.SignatureAlgorithmsCert)
		require.ElementsMatch(t, extensionIDs(sent), extensionIDs(made))
	}
}

func extensionIDs(h *ClientHello) []uint16 {
	var ids []uint16
	for _, e := range h.Extensions {
		ids = append(ids, e.ID)
	}
	return ids
}

// sentHello is what crypto/tls of this program sends.
func sentHello(t *testing.T, name string, protocols []string) *ClientHello {
	t.Helper()
	near, far := net.Pipe()
	tapped := newTap(near, false)
	done := make(chan struct{})
	go func() {
		defer close(done)
		tls.Client(tapped, &tls.Config{ServerName: name, NextProtos: protocols, InsecureSkipVerify: true}).Handshake()
	}()
	_, err := far.Read(make([]byte, 1<<14))
	require.NoError(t, err)
	far.Close()
	<-done
	near.Close()
	_, out := tapped.handshake()
	hello, err := wire.DecodeFlow(out).ClientHello()
	require.NoError(t, err)
	return hello
}

// The releases are those of the scenarios, which run them.
func TestTheReleasesThatAServerCannotStand(t *testing.T) {
	silly := fixtures.TLS12Only()
	silly.Quirks.RefuseHelloOver = 100
	for _, tc := range []struct {
		profile         fixtures.Profile
		quirk, name     string
		releases, helps string
	}{
		{fixtures.HelloOver1SegmentIntolerant(), "RefuseHelloOver", "", "of Go 1.23 and newer", "GODEBUG=tlskyber=0, Go 1.23 only; GODEBUG=tlsmlkem=0, Go 1.24 to 1.27"},
		{fixtures.HelloOver1500Hang(), "RefuseHelloOver", "legacy.example.com", "of Go 1.25 and newer", "GODEBUG=tlsmlkem=0, Go 1.25 to 1.27"},
		{fixtures.HelloOver1500Hang(), "RefuseHelloOver", "", "", ""},
		{silly, "RefuseHelloOver", "", "of every Go release since 1.12", ""},
		{fixtures.F5BIGIPHello256To511(), "RefuseHelloOf256To511", "legacy.example.com", "of Go 1.13 to 1.21", ""},
		{fixtures.MLDSACertificateIntolerant(), "RefuseCertificateSchemes", "", "of Go 1.27.0 to 1.27.3", ""},
		{fixtures.MLDSAIntolerant(), "RefuseSchemes", "", "of Go 1.27 and newer", ""},
		{fixtures.SecpMLKEMIntolerant(), "RefuseGroups", "", "of Go 1.26 and newer", "GODEBUG=tlssecpmlkem=0, Go 1.26 to 1.27"},
		{fixtures.EMSIntolerant(), "RefuseExtensions", "", "of Go 1.21 and newer", ""},
		{fixtures.EMSIntolerant(), "RefuseGroups", "", "", ""},
	} {
		require.Equal(t, tc.releases, releasesRefused(tc.profile, tc.quirk, tc.name), tc.profile.Name)
		var helps []string
		for _, r := range remediesAmong(helloSettings(), tc.profile, tc.name) {
			helps = append(helps, r.String())
		}
		require.Equal(t, tc.helps, strings.Join(helps, "; "), tc.profile.Name)
	}
}

// Go 1.23 offered the draft of Kyber, which its successors do not.
func TestSettingsAreForClientsThatHaveWhatTheyLeaveOut(t *testing.T) {
	p := fixtures.MLKEMIntolerant()
	of := func(release string) []string {
		v, err := toolchain.ParseVersion(release)
		require.NoError(t, err)
		var settings []string
		for _, r := range helloRemediesFor(p, defaultHello(v, "", "")) {
			settings = append(settings, r.GODEBUG)
		}
		return settings
	}
	require.Equal(t, []string{"tlskyber=0", "tlsmlkem=0"}, of("1.23.12"))
	require.Equal(t, []string{"tlsmlkem=0"}, of("1.27.4"))

	own := defaultHello(toolchain.Releases()[len(toolchain.Releases())-1].Version, "", "")
	own.Groups = []uint16{0x11ec}
	require.Empty(t, helloRemediesFor(p, own), "settings do not act on CurvePreferences")
}
