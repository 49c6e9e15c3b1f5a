package sserver

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// ableOpenSSL is what an openssl of today can do: TLS 1.0 and later, without 3DES.
func ableOpenSSL() *Abilities {
	below := map[uint16]bool{tls.TLS_RSA_WITH_AES_128_CBC_SHA: true, tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA: true}
	return &Abilities{
		Version: "OpenSSL 3.0.19 27 Jan 2026",
		options: map[string]bool{"-no_renegotiation": true, "-no_ca_names": true, "-no_ems": true, "-client_renegotiation": true},
		suites: map[uint16]map[uint16]bool{
			tls.VersionTLS10: below, tls.VersionTLS11: below,
			tls.VersionTLS12: {tls.TLS_RSA_WITH_AES_128_CBC_SHA: true, tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA: true, tls.TLS_RSA_WITH_AES_128_GCM_SHA256: true},
			tls.VersionTLS13: {tls.TLS_AES_128_GCM_SHA256: true},
		},
		groups:   map[tls.CurveID]string{tls.CurveP256: "P-256", tls.X25519: "X25519"},
		versions: map[uint16]bool{tls.VersionTLS10: true, tls.VersionTLS11: true, tls.VersionTLS12: true, tls.VersionTLS13: true},
	}
}

// without returns what an openssl can do that has not got some options of s_server.
func without(options ...string) *Abilities {
	a := ableOpenSSL()
	for _, o := range options {
		delete(a.options, o)
	}
	return a
}

// playable is a profile that ableOpenSSL lacks nothing of.
func playable() fixtures.Profile {
	return fixtures.Profile{
		Name: "playable", Title: "A server that OpenSSL plays", MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS12,
		Suites: []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, tls.TLS_RSA_WITH_AES_128_CBC_SHA, tls.TLS_RSA_WITH_AES_128_GCM_SHA256},
		Groups: []tls.CurveID{tls.CurveP256, tls.X25519},
	}
}

func changed(changes ...func(*fixtures.Profile)) fixtures.Profile {
	p := playable()
	for _, change := range changes {
		change(&p)
	}
	return p
}

func dhGroup(t testing.TB, name string) fixtures.DHGroup {
	t.Helper()
	g, err := fixtures.FindDHGroup(name)
	require.NoError(t, err)
	return g
}

func TestEachLackIsTold(t *testing.T) {
	t.Parallel()
	type P = fixtures.Profile
	asking := func(p *P) { p.ClientAuth = tls.RequireAnyClientCert }
	tests := []struct {
		name        string
		able        *Abilities // nil for ableOpenSSL
		change, not func(*P)   // one that is lacking, and the nearest that is not
		lacks       string
	}{
		{"a suite",
			nil, func(p *P) { p.Suites = append(p.Suites, tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA) }, func(p *P) { p.Suites = p.Suites[:1] },
			"OpenSSL 3.0.19 27 Jan 2026 is built without DES-CBC3-SHA (TLS_RSA_WITH_3DES_EDE_CBC_SHA, 0x000A)"},
		{"a suite in the versions of the profile",
			nil, func(p *P) { p.MaxVersion = tls.VersionTLS11 }, func(p *P) { p.MinVersion = tls.VersionTLS12 },
			"OpenSSL 3.0.19 27 Jan 2026 is built without AES128-GCM-SHA256 (TLS_RSA_WITH_AES_128_GCM_SHA256, 0x009C)"},
		{"a suite of later versions",
			nil, func(p *P) { p.Suites = append(p.Suites, tls.TLS_AES_128_GCM_SHA256) },
			func(p *P) {
				p.Suites, p.MaxVersion = append(p.Suites, tls.TLS_AES_128_GCM_SHA256), tls.VersionTLS13
			},
			"OpenSSL 3.0.19 27 Jan 2026 is built without TLS_AES_128_GCM_SHA256 (TLS_AES_128_GCM_SHA256, 0x1301)"},
		{"a suite of earlier versions",
			nil, func(p *P) { p.MinVersion, p.MaxVersion = tls.VersionTLS13, tls.VersionTLS13 },
			func(p *P) {
				p.MinVersion, p.MaxVersion, p.Suites = tls.VersionTLS13, tls.VersionTLS13, []uint16{tls.TLS_AES_128_GCM_SHA256}
			},
			"OpenSSL 3.0.19 27 Jan 2026 is built without ECDHE-RSA-AES128-SHA (TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, 0xC013)"},
		{"a suite that nobody knows",
			nil, func(p *P) { p.Suites = []uint16{0xfafb} }, func(p *P) {},
			"OpenSSL 3.0.19 27 Jan 2026 is built without 0xFAFB (0xFAFB, 0xFAFB)"},
		{"the oldest version",
			nil, func(p *P) { p.MinVersion = wire.VersionSSL30 }, func(p *P) { p.MinVersion = tls.VersionTLS10 },
			"OpenSSL 3.0.19 27 Jan 2026 does not speak SSL 3.0"},
		{"the newest version",
			&Abilities{Version: "OpenSSL 3", suites: ableOpenSSL().suites, groups: ableOpenSSL().groups, options: ableOpenSSL().options, versions: map[uint16]bool{tls.VersionTLS10: true, tls.VersionTLS11: true}},
			func(p *P) {}, func(p *P) { p.MaxVersion, p.Suites = tls.VersionTLS11, p.Suites[:2] },
			"OpenSSL 3 does not speak TLS 1.2"},
		{"a named group",
			nil, func(p *P) { p.Groups = append(p.Groups, tls.CurveP521) }, func(p *P) { p.Groups = p.Groups[:1] },
			"OpenSSL 3.0.19 27 Jan 2026 has no named group secp521r1"},
		{"a small Diffie-Hellman group",
			nil, func(p *P) { p.DHGroup = dhGroup(t, "dh512") }, func(p *P) { p.DHGroup = dhGroup(t, "Oakley group 2") },
			"OpenSSL takes no Diffie-Hellman group below 1024 bits, the profile has one of 512"},
		{"a signature scheme",
			nil, func(p *P) { p.SignatureSchemes = []tls.SignatureScheme{tls.PKCS1WithSHA256, 0x0101} },
			func(p *P) { p.SignatureSchemes = []tls.SignatureScheme{tls.PKCS1WithSHA256, tls.PKCS1WithSHA1} },
			"OpenSSL has no signature scheme rsa_pkcs1_md5"},
		{"a signature scheme of clients",
			nil, func(p *P) { asking(p); p.ClientSchemes = []tls.SignatureScheme{tls.PKCS1WithSHA256, 0x0103} },
			func(p *P) { asking(p); p.ClientSchemes = []tls.SignatureScheme{tls.PKCS1WithSHA256, tls.ECDSAWithSHA1} },
			"OpenSSL has no signature scheme ecdsa_md5"},
		{"the client's order of suites with the server's order of groups",
			nil, func(p *P) { p.ClientOrder = true }, func(p *P) { p.ClientOrder, p.Groups = true, p.Groups[:1] },
			"OpenSSL takes the client's order of groups together with its order of suites"},
		{"late client authentication",
			nil, func(p *P) { p.ClientAuth, p.LateClientAuth = tls.RequireAnyClientCert, true }, asking,
			"s_server begins no second handshake, the profile has LateClientAuth"},
		{"to refuse renegotiation",
			without("-no_renegotiation"), func(p *P) {}, func(p *P) { p.Renegotiation = fixtures.SecureRenegotiation },
			"OpenSSL 3.0.19 27 Jan 2026 renegotiates with every client, the profile refuses"},
		{"names of authorities",
			nil, func(p *P) { asking(p); p.ClientCANames = []string{"CA"} }, func(p *P) { asking(p); p.ClientCANames = []string{} },
			"s_server names the authorities that it checks client certificates with, the profile has ClientCANames"},
		{"no names of authorities",
			without("-no_ca_names"), func(p *P) { asking(p); p.ClientCANames = []string{} }, asking,
			"OpenSSL 3.0.19 27 Jan 2026 always names the authorities that it checks client certificates with"},
		{"names of authorities that nobody asks for",
			nil, func(p *P) { asking(p); p.ClientCANames = []string{"CA"} }, func(p *P) { p.ClientCANames = []string{"CA"} },
			"s_server names the authorities that it checks client certificates with, the profile has ClientCANames"},
		{"a way to refuse",
			nil, func(p *P) { p.Refusal.Kind = fixtures.RefuseReset }, func(p *P) { p.Refusal = fixtures.Refusal{} },
			"OpenSSL chooses its own alert, the profile refuses by resetting the TCP connection"},
		{"an alert",
			nil, func(p *P) { p.Refusal.Alert = 71 }, func(p *P) {},
			"OpenSSL chooses its own alert, the profile refuses by " + fixtures.Refusal{Alert: 71}.String()},
		{"to leave out extended master secret",
			without("-no_ems"), func(p *P) { p.Quirks.NoExtendedMasterSecret = true }, func(p *P) {},
			"OpenSSL 3.0.19 27 Jan 2026 always answers extended master secret"},
		{"a quirk in TLS",
			nil, func(p *P) {
				p.Quirks.NoExtendedMasterSecret, p.Quirks.EchoSessionID, p.Quirks.DoubleExtensions = true, true, true
			},
			func(p *P) { p.Quirks.NoExtendedMasterSecret, p.Quirks.RefuseHelloOver = true, 100 }, // the latter before TLS
			"OpenSSL has no quirk EchoSessionID, DoubleExtensions"},
		{"another quirk beside extended master secret",
			without("-no_ems"), func(p *P) { p.Quirks.NoExtendedMasterSecret, p.Quirks.EchoSessionID = true, true }, func(p *P) {},
			"OpenSSL has no quirk NoExtendedMasterSecret, EchoSessionID"},
		{"empty records after TLS 1.0",
			nil, func(p *P) { p.Quirks.EmptyRecords = 1 }, func(p *P) { p.Quirks.EmptyRecords, p.MaxVersion, p.Suites = 1, tls.VersionTLS10, p.Suites[:2] },
			"OpenSSL has no quirk EmptyRecords"},
		{"more than one empty record",
			nil, func(p *P) { p.Quirks.EmptyRecords, p.MaxVersion, p.Suites = 2, tls.VersionTLS10, p.Suites[:2] },
			func(p *P) { p.Quirks.EmptyRecords, p.MaxVersion, p.Suites = 1, tls.VersionTLS10, p.Suites[:2] },
			"OpenSSL has no quirk EmptyRecords"},
	}
	for _, tc := range tests {
		able := tc.able
		if able == nil {
			able = ableOpenSSL()
		}
		require.Equal(t, tc.lacks, able.Lacks(changed(tc.change)), tc.name)
		require.Empty(t, able.Lacks(changed(tc.not)), tc.name)
	}
	require.Empty(t, ableOpenSSL().Lacks(playable()))
}

func TestTheFirstSuiteThatIsLackingIsNamed(t *testing.T) {
	t.Parallel()
	s, lacks := ableOpenSSL().LacksSuite(changed(func(p *fixtures.Profile) {
		p.Suites = []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA, tls.TLS_RSA_WITH_RC4_128_SHA, tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA}
	}))
	require.True(t, lacks)
	require.Equal(t, "RC4-SHA", s.OpenSSL)
	require.Equal(t, "RC4", s.Cipher[:3])
	_, lacks = ableOpenSSL().LacksSuite(playable())
	require.False(t, lacks)
	s, lacks = ableOpenSSL().LacksSuite(changed(func(p *fixtures.Profile) { p.Suites = []uint16{0xfafb} }))
	require.True(t, lacks)
	require.Equal(t, fixtures.Suite{ID: 0xfafb, Name: "0xFAFB", OpenSSL: "0xFAFB"}, s)
}

func TestSeveralLacksAreToldOneAtATime(t *testing.T) {
	t.Parallel()
	p := changed(func(p *fixtures.Profile) {
		p.Suites, p.MinVersion, p.Refusal.Kind = []uint16{tls.TLS_RSA_WITH_RC4_128_SHA}, wire.VersionSSL30, fixtures.RefuseClose
	})
	require.Contains(t, ableOpenSSL().Lacks(p), "RC4-SHA", "a suite comes first: another openssl may have it")
}
