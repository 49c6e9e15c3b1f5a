//go:build unix

package sserver

import (
	"bytes"
	"crypto/tls"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/wire"
)

// commandOf returns the command of a server.
func commandOf(t testing.TB, a *Abilities, s Setup) Command {
	t.Helper()
	if s.Certificate == nil {
		_, s.Certificate = issue(t, s.Profile.Certificate)
	}
	c, err := a.Command(s)
	require.NoError(t, err)
	return c
}

func TestArgumentsFollowTheProfile(t *testing.T) {
	t.Parallel()
	type P = fixtures.Profile
	const common = "s_server -accept 127.0.0.1:4433 -brief -msg -msgfile /dev/stderr -cert leaf.pem -key key.pem"
	const today = "rsa_pss_rsae_sha256:ecdsa_secp256r1_sha256:ed25519:rsa_pss_rsae_sha384:rsa_pss_rsae_sha512:" +
		"rsa_pkcs1_sha256:rsa_pkcs1_sha384:rsa_pkcs1_sha512:ecdsa_secp384r1_sha384:ecdsa_secp521r1_sha512:RSA+SHA1:ECDSA+SHA1"
	base := P{MinVersion: tls.VersionTLS12, MaxVersion: tls.VersionTLS12, Suites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}}
	tests := []struct {
		name   string
		change func(*Setup)
		able   *Abilities
		lost   string // of the arguments without the change
		more   string // arguments that the change brings
	}{
		{"nothing", func(s *Setup) {}, nil, "", ""},
		{"versions", func(s *Setup) { s.Profile.MinVersion, s.Profile.MaxVersion = wire.VersionSSL30, tls.VersionTLS11 }, nil,
			"-min_protocol TLSv1.2 -max_protocol TLSv1.2", "-min_protocol SSLv3 -max_protocol TLSv1.1"},
		{"suites", func(s *Setup) {
			s.Profile.Suites = []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, tls.TLS_AES_128_GCM_SHA256, tls.TLS_RSA_WITH_AES_128_CBC_SHA, tls.TLS_CHACHA20_POLY1305_SHA256}
		}, nil, "-cipher AES128-SHA:@SECLEVEL=0",
			"-cipher ECDHE-RSA-AES128-SHA:AES128-SHA:@SECLEVEL=0 -ciphersuites TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256"},
		{"suites of TLS 1.3 alone", func(s *Setup) { s.Profile.Suites = []uint16{tls.TLS_AES_128_GCM_SHA256} }, nil,
			"-cipher AES128-SHA:@SECLEVEL=0", "-cipher DEFAULT:@SECLEVEL=0 -ciphersuites TLS_AES_128_GCM_SHA256"},
		{"the client's order", func(s *Setup) { s.Profile.ClientOrder = true }, nil, "-serverpref", ""},
		{"groups", func(s *Setup) { s.Profile.Groups = []tls.CurveID{tls.X25519, tls.CurveP256} }, nil, "", "-groups X25519:P-256"},
		{"a Diffie-Hellman group", func(s *Setup) { s.Profile.DHGroup = dhGroup(t, "ffdhe2048") }, nil, "-no_dhe", "-dhparam dh.pem"},
		{"signature schemes", func(s *Setup) {
			s.Profile.SignatureSchemes = []tls.SignatureScheme{tls.PKCS1WithSHA1, tls.PSSWithSHA256}
		}, nil, "", "-sigalgs RSA+SHA1:rsa_pss_rsae_sha256"},
		{"no tickets", func(s *Setup) { s.Profile.NoSessionTickets = true }, nil, "", "-no_ticket"},
		{"no tickets with TLS 1.3", func(s *Setup) { s.Profile.NoSessionTickets, s.Profile.MaxVersion = true, tls.VersionTLS13 }, nil,
			"-max_protocol TLSv1.2", "-max_protocol TLSv1.3 -no_ticket -num_tickets 0"},
		{"session ids", func(s *Setup) { s.Profile.SessionIDs = true }, nil, "-no_cache", ""},
		{"a request for a client certificate", func(s *Setup) { s.Profile.ClientAuth = tls.RequestClientCert }, nil,
			"", "-verify 16 -CAfile clients.pem -chainCAfile leaf.pem -client_sigalgs " + today},
		{"a client certificate", func(s *Setup) { s.Profile.ClientAuth = tls.RequireAnyClientCert }, nil,
			"", "-Verify 16 -CAfile clients.pem -chainCAfile leaf.pem -client_sigalgs " + today},
		{"a good client certificate, or none", func(s *Setup) { s.Profile.ClientAuth = tls.VerifyClientCertIfGiven }, nil,
			"", "-verify 16 -verify_return_error -CAfile clients.pem -chainCAfile leaf.pem -client_sigalgs " + today},
		{"a good client certificate", func(s *Setup) { s.Profile.ClientAuth = tls.RequireAndVerifyClientCert }, nil,
			"", "-Verify 16 -verify_return_error -CAfile clients.pem -chainCAfile leaf.pem -client_sigalgs " + today},
		{"no names of authorities", func(s *Setup) { s.Profile.ClientAuth, s.Profile.ClientCANames = tls.RequestClientCert, []string{} }, nil,
			"", "-verify 16 -CAfile clients.pem -chainCAfile leaf.pem -no_ca_names -client_sigalgs " + today},
		{"schemes of clients", func(s *Setup) {
			s.Profile.ClientAuth, s.Profile.ClientSchemes = tls.RequestClientCert, []tls.SignatureScheme{tls.PKCS1WithSHA256}
		}, nil, "", "-verify 16 -CAfile clients.pem -chainCAfile leaf.pem -client_sigalgs rsa_pkcs1_sha256"},
		{"what is about client certificates without one", func(s *Setup) {
			s.Profile.ClientCANames, s.Profile.ClientSchemes, s.ClientRootsPEM = []string{}, []tls.SignatureScheme{tls.PKCS1WithSHA256}, []byte("x")
		}, nil, "", ""},
		{"an empty record", func(s *Setup) { s.Profile.Quirks.EmptyRecords = 1 }, nil, "-bugs", ""},
		{"no extended master secret", func(s *Setup) { s.Profile.Quirks.NoExtendedMasterSecret = true }, nil, "", "-no_ems"},
		{"application protocols", func(s *Setup) { s.Profile.ALPN = []string{"h2", "http/1.1"} }, nil, "", "-alpn h2,http/1.1"},
		{"an OCSP response", func(s *Setup) { s.OCSPResponse = []byte("ocsp") }, nil, "", "-status_file ocsp.der"},
		{"secure renegotiation", func(s *Setup) { s.Profile.Renegotiation = fixtures.SecureRenegotiation }, nil, "-no_renegotiation", "-client_renegotiation"},
		{"secure renegotiation before OpenSSL 3", func(s *Setup) { s.Profile.Renegotiation = fixtures.SecureRenegotiation },
			without("-client_renegotiation"), "-no_renegotiation", ""},
		{"renegotiation", func(s *Setup) { s.Profile.Renegotiation = fixtures.LegacyRenegotiation }, nil,
			"-no_renegotiation", "-client_renegotiation -legacy_renegotiation"},
		{"renegotiation before OpenSSL 3", func(s *Setup) { s.Profile.Renegotiation = fixtures.LegacyRenegotiation },
			without("-client_renegotiation"), "-no_renegotiation", "-legacy_renegotiation"},
		{"a chain", func(s *Setup) { _, s.Certificate = issue(t, certs.Spec{Issuers: []certs.CA{{}}}) }, nil, "", "-cert_chain chain.pem"},
	}
	plain := " -min_protocol TLSv1.2 -max_protocol TLSv1.2 -cipher AES128-SHA:@SECLEVEL=0 -serverpref -no_dhe -no_cache -bugs -no_renegotiation"
	require.Equal(t, common+plain, strings.Join(commandOf(t, ableOpenSSL(), Setup{Profile: base, Listen: "127.0.0.1:4433"}).Args, " "))
	for _, tc := range tests {
		able := tc.able
		if able == nil {
			able = ableOpenSSL()
		}
		s := Setup{Profile: base, Listen: "127.0.0.1:4433"}
		tc.change(&s)
		require.ElementsMatch(t, apart(common+plain, tc.lost, tc.more), commandOf(t, able, s).Args, tc.name)
	}
}

// apart returns the arguments without those that are lost, and with more of them.
func apart(all, lost, more string) []string {
	left := strings.Fields(all)
	for _, l := range strings.Fields(lost) {
		for i := range left {
			if left[i] == l {
				left = append(left[:i], left[i+1:]...)
				break
			}
		}
	}
	return append(left, strings.Fields(more)...)
}

// -sigalgs ecdsa_sha1 is an error, -sigalgs ECDSA+SHA1 is none.
func TestSchemesOfTLS12AloneAreNamedByTheirParts(t *testing.T) {
	t.Parallel()
	for scheme, name := range map[tls.SignatureScheme]string{
		0x0101: "RSA+MD5", 0x0201: "RSA+SHA1", 0x0202: "DSA+SHA1", 0x0203: "ECDSA+SHA1", 0x0301: "RSA+SHA224", 0x0303: "ECDSA+SHA224",
		tls.PKCS1WithSHA256: "rsa_pkcs1_sha256", tls.ECDSAWithP256AndSHA256: "ecdsa_secp256r1_sha256", tls.PSSWithSHA512: "rsa_pss_rsae_sha512",
		tls.Ed25519: "ed25519", 0x0200: "0x0200", 0x0204: "0x0204",
	} {
		require.Equal(t, name, schemeName(scheme))
	}
}

func TestOptionsStandBeforeTheirValues(t *testing.T) {
	t.Parallel()
	s := Setup{Listen: "127.0.0.1:4433", OCSPResponse: []byte("ocsp"), Profile: changed(func(p *fixtures.Profile) {
		p.ClientAuth, p.ALPN, p.DHGroup = tls.RequireAndVerifyClientCert, []string{"h2"}, dhGroup(t, "ffdhe2048")
		p.NoSessionTickets, p.MaxVersion = true, tls.VersionTLS13
	})}
	args := " " + strings.Join(commandOf(t, ableOpenSSL(), s).Args, " ") + " "
	for _, pair := range []string{
		"-accept 127.0.0.1:4433", "-msgfile /dev/stderr", "-cert leaf.pem", "-key key.pem", "-min_protocol TLSv1", "-max_protocol TLSv1.3",
		"-groups P-256:X25519", "-dhparam dh.pem", "-num_tickets 0", "-Verify 16", "-CAfile clients.pem", "-chainCAfile leaf.pem", "-alpn h2", "-status_file ocsp.der",
	} {
		require.Contains(t, args, " "+pair+" ")
	}
}

func TestOnlyTheFilesThatAreNamedAreWritten(t *testing.T) {
	t.Parallel()
	s := Setup{ClientRootsPEM: []byte("roots"), OCSPResponse: []byte("ocsp"), Profile: changed(func(p *fixtures.Profile) {
		p.ClientAuth, p.DHGroup = tls.RequireAnyClientCert, dhGroup(t, "ffdhe2048")
	})}
	_, s.Certificate = issue(t, certs.Spec{Issuers: []certs.CA{{}, {}}})
	c := commandOf(t, ableOpenSSL(), s)
	require.Len(t, c.Files, 6)
	require.Equal(t, "roots", string(c.Files["clients.pem"]))
	require.Equal(t, "ocsp", string(c.Files["ocsp.der"]))
	require.Equal(t, s.Certificate.Chain[:1], certificatesIn(t, c.Files["leaf.pem"]))
	require.Equal(t, s.Certificate.Chain[1:], certificatesIn(t, c.Files["chain.pem"]))
	key, err := s.Certificate.KeyPEM()
	require.NoError(t, err)
	require.Equal(t, key, c.Files["key.pem"])
	for name := range c.Files {
		require.Contains(t, c.Args, name)
	}
	require.Len(t, commandOf(t, ableOpenSSL(), Setup{Profile: playable(), ClientRootsPEM: []byte("roots")}).Files, 2)
}

func certificatesIn(t *testing.T, text []byte) (all [][]byte) {
	t.Helper()
	for {
		var block *pem.Block
		if block, text = pem.Decode(text); block == nil {
			require.Empty(t, text)
			return all
		}
		require.Equal(t, "CERTIFICATE", block.Type)
		all = append(all, block.Bytes)
	}
}

func TestAKeyThatCannotBeWrittenIsAnError(t *testing.T) {
	t.Parallel()
	_, certificate := issue(t, certs.Spec{})
	broken := *certificate
	broken.Key = nil
	_, err := ableOpenSSL().Command(Setup{Profile: playable(), Certificate: &broken})
	require.ErrorContains(t, err, "the key for openssl: ")
}

func TestOpenSSLReadsTheFiles(t *testing.T) {
	t.Parallel()
	needs.Command(t, needs.OpenSSL)
	s := Setup{Profile: changed(func(p *fixtures.Profile) { p.DHGroup = dhGroup(t, "ffdhe2048") })}
	authority, certificate := issue(t, certs.Spec{Issuers: []certs.CA{{}}, CommonName: "the leaf"})
	s.Certificate = certificate
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	for name, content := range commandOf(t, ableOpenSSL(), s).Files {
		require.NoError(t, os.WriteFile(path(name), content, 0o600))
	}
	require.NoError(t, os.WriteFile(path("roots.pem"), authority.PEM(), 0o600))

	output, err := run(t, nil, "dhparam", "-in", path(dhFile), "-check", "-text", "-noout")
	require.NoError(t, err, output)
	require.Contains(t, output, "DH parameters appear to be ok.")
	require.Contains(t, output, "(2048 bit)")

	output, err = run(t, nil, "x509", "-in", path(leafFile), "-noout", "-subject")
	require.NoError(t, err, output)
	require.Contains(t, output, "the leaf")
	ofLeaf, err := run(t, nil, "x509", "-in", path(leafFile), "-noout", "-pubkey")
	require.NoError(t, err, ofLeaf)
	ofKey, err := run(t, nil, "pkey", "-in", path(keyFile), "-pubout")
	require.NoError(t, err, ofKey)
	require.Equal(t, ofLeaf, ofKey)
	output, err = run(t, nil, "verify", "-CAfile", path("roots.pem"), "-untrusted", path(chainFile), path(leafFile))
	require.NoError(t, err, output)
}

func TestEveryDiffieHellmanGroupIsWrittenAsItIs(t *testing.T) {
	t.Parallel()
	needs.Command(t, needs.OpenSSL)
	for _, g := range fixtures.DHGroups() {
		output, err := run(t, dhPEM(g), "asn1parse")
		require.NoError(t, err, "%s: %s", g.Name, output)
		var numbers []string
		for _, line := range strings.Split(output, "\n") {
			if _, n, ok := strings.Cut(line, "INTEGER"); ok {
				numbers = append(numbers, strings.TrimLeft(n, " :"))
			}
		}
		require.Equal(t, []string{hexOf(g.Prime), hexOf(g.Generator)}, numbers, g.Name)
	}
}

func hexOf(number []byte) string {
	const digits = "0123456789ABCDEF"
	var text []byte
	for _, b := range bytes.TrimLeft(number, "\x00") {
		text = append(text, digits[b>>4], digits[b&15])
	}
	return string(text)
}

// real has what the real openssl can do, which is asked once for all tests.
var real struct {
	once sync.Once
	able *Abilities
	err  error
}

func realAbilities(t *testing.T) *Abilities {
	t.Helper()
	needs.Command(t, needs.OpenSSL)
	real.once.Do(func() {
		p := runProgram(t, needs.Command(t, needs.OpenSSL))
		real.able, real.err = askOf(t, p)
	})
	require.NoError(t, real.err)
	require.NotNil(t, real.able, "another test has failed to ask")
	return real.able
}

// startReal starts the real s_server as the profile says, and returns how it ended when it did
// not come to serve.
func startReal(t *testing.T, p fixtures.Profile) error {
	t.Helper()
	able := realAbilities(t)
	authority, certificate := issue(t, p.Certificate)
	running := runProgram(t, needs.Command(t, needs.OpenSSL))
	s := Setup{Profile: p, Certificate: certificate, ClientRootsPEM: authority.PEM(), Listen: freeAddress(t)}
	if p.StapleOCSP {
		var err error
		s.OCSPResponse, err = authority.OCSPResponse(certificate)
		require.NoError(t, err)
	}
	require.NoError(t, running.Start(commandOf(t, able, s)))
	return AwaitReady(patient(t), running.Supervisor, s.Listen)
}

func TestEveryProfileThatOpenSSLLacksNothingOfStarts(t *testing.T) {
	t.Parallel()
	able := realAbilities(t)
	var played []fixtures.Profile
	for _, p := range fixtures.Catalogue() {
		if able.Lacks(p) == "" {
			played = append(played, p)
		}
	}
	require.Greater(t, len(played), 10, "of the catalogue")
	for _, p := range sweep.Some(t, 10, played) {
		p := p
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			require.NoError(t, startReal(t, p))
		})
	}
}

// The options that the catalogue has no profile for.
func TestEveryArgumentIsOneOfOpenSSL(t *testing.T) {
	t.Parallel()
	able := realAbilities(t)
	p := changed(func(p *fixtures.Profile) {
		p.MinVersion, p.MaxVersion = tls.VersionTLS12, tls.VersionTLS13
		p.Suites = []uint16{tls.TLS_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, 0x9e}
		p.Groups, p.DHGroup = p.Groups[:1], dhGroup(t, "ffdhe2048")
		p.SignatureSchemes = []tls.SignatureScheme{tls.PKCS1WithSHA256, tls.PKCS1WithSHA1, tls.PSSWithSHA256}
		p.ClientAuth, p.ClientCANames, p.ClientSchemes = tls.RequireAndVerifyClientCert, []string{}, []tls.SignatureScheme{tls.PKCS1WithSHA256}
		p.ALPN, p.NoSessionTickets, p.StapleOCSP, p.ClientOrder = []string{"h2", "http/1.1"}, true, true, true
		p.Quirks.NoExtendedMasterSecret = able.options["-no_ems"]
		if !able.options["-no_ca_names"] {
			p.ClientCANames = nil
		}
		p.Certificate.Issuers = []certs.CA{{}}
	})
	for _, r := range []fixtures.Renegotiation{fixtures.RefuseRenegotiation, fixtures.SecureRenegotiation, fixtures.LegacyRenegotiation} {
		p.Renegotiation = r
		p.ClientAuth++ // others, too
		if p.ClientAuth > tls.RequireAndVerifyClientCert {
			p.ClientAuth = tls.RequestClientCert
		}
		require.Empty(t, able.Lacks(p))
		require.NoError(t, startReal(t, p))
	}
}

// What lacks.go says of OpenSSL at every security level.
func TestASmallDiffieHellmanGroupKeepsOpenSSLFromStarting(t *testing.T) {
	t.Parallel()
	of := func(group string) fixtures.Profile {
		return fixtures.Profile{
			MinVersion: tls.VersionTLS12, MaxVersion: tls.VersionTLS12,
			Suites: []uint16{0x0033}, DHGroup: dhGroup(t, group), // TLS_DHE_RSA_WITH_AES_128_CBC_SHA
		}
	}
	err := startReal(t, of("dh512"))
	require.ErrorContains(t, err, "openssl s_server has ended with exit status 1")
	require.ErrorContains(t, err, "dh key too small")
	require.NoError(t, startReal(t, of("Oakley group 2")))
	require.Equal(t, 1024, dhGroup(t, "Oakley group 2").Bits())
}
