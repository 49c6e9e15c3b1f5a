package sserver

import (
	"crypto/tls"
	"encoding/asn1"
	"encoding/pem"
	"fmt"
	"math/big"
	"strings"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// Setup is what an s_server is to be.
type Setup struct {
	Profile        fixtures.Profile
	Certificate    *certs.Certificate
	ClientRootsPEM []byte // authorities for client certificates
	OCSPResponse   []byte // to staple, nil for none
	Listen         string // host:port
	LogKeys        bool   // say the secrets of each connection ([Supervisor.LogKeys])
}

// names of the files in the directory that s_server runs in
const (
	leafFile, chainFile, keyFile = "leaf.pem", "chain.pem", "key.pem"
	dhFile, rootsFile, ocspFile  = "dh.pem", "clients.pem", "ocsp.der"
)

// common are the arguments of every server.
func (a *Abilities) common(listen string) []string {
	args := []string{
		"s_server", "-accept", listen, "-brief", "-msg", "-msgfile", "/dev/stderr",
		"-cert", leafFile, "-key", keyFile,
	}
	if a.options["-ignore_unexpected_eof"] {
		// Since 3.0, who ends without close_notify is told decode_error otherwise. It is by
		// such an end that a handler of ours ends a connection, and close_notify follows.
		args = append(args, "-ignore_unexpected_eof")
	}
	return args
}

// Command returns how s_server is started as s says, whose profile a does not lack anything
// of.
func (a *Abilities) Command(s Setup) (Command, error) {
	files, err := certificateFiles(s.Certificate)
	if err != nil {
		return Command{}, err
	}
	c := Command{Args: a.common(s.Listen), Files: files}
	if len(s.Certificate.Chain) > 1 {
		c.Args = append(c.Args, "-cert_chain", chainFile)
	}
	c.suites(s.Profile)
	c.keyExchange(a, s.Profile)
	c.sessions(s.Profile)
	c.clientCertificates(s)
	c.extensions(a, s)
	if s.LogKeys {
		c.add("-keylogfile", "/dev/stderr")
	}
	return c, nil
}

func (c *Command) add(args ...string) { c.Args = append(c.Args, args...) }

func (c *Command) suites(p fixtures.Profile) {
	c.add("-min_protocol", protocolName(p.MinVersion), "-max_protocol", protocolName(p.MaxVersion))
	var below, in13 []string
	for _, id := range p.Suites {
		if s, _ := fixtures.SuiteByID(id); s.TLS13() {
			in13 = append(in13, s.Name)
		} else {
			below = append(below, s.OpenSSL)
		}
	}
	if below == nil {
		below = []string{"DEFAULT"} // a list of none is an error, and TLS 1.3 does not look at it
	}
	c.add("-cipher", strings.Join(append(below, "@SECLEVEL=0"), ":"))
	if in13 != nil {
		c.add("-ciphersuites", strings.Join(in13, ":"))
	}
	if !p.ClientOrder {
		c.add("-serverpref")
	}
}

func (c *Command) keyExchange(a *Abilities, p fixtures.Profile) {
	if len(p.Groups) > 0 {
		var names []string
		for _, g := range p.Groups {
			names = append(names, a.groups[g])
		}
		c.add("-groups", strings.Join(names, ":"))
	}
	if len(p.DHGroup.Prime) > 0 {
		c.add("-dhparam", dhFile)
		c.Files[dhFile] = dhPEM(p.DHGroup)
	} else {
		c.add("-no_dhe")
	}
	if p.SignatureSchemes != nil {
		c.add("-sigalgs", schemeNames(p.SignatureSchemes))
	}
}

// dhPEM is the group as PKCS #3 has it.
func dhPEM(g fixtures.DHGroup) []byte {
	der, err := asn1.Marshal(struct{ P, G *big.Int }{new(big.Int).SetBytes(g.Prime), new(big.Int).SetBytes(g.Generator)})
	if err != nil {
		panic(err) // two numbers can be encoded
	}
	return pem.EncodeToMemory(&pem.Block{Type: "DH PARAMETERS", Bytes: der})
}

func schemeNames(schemes []tls.SignatureScheme) string {
	names := make([]string, len(schemes))
	for i, s := range schemes {
		names[i] = schemeName(s)
	}
	return strings.Join(names, ":")
}

// schemeName is what OpenSSL calls a scheme: as RFC 8446 does, but those that only TLS 1.2
// has by their parts.
func schemeName(s tls.SignatureScheme) string {
	hash, known := map[tls.SignatureScheme]string{hashMD5: "MD5", hashSHA1: "SHA1", hashSHA224: "SHA224"}[s>>8]
	key, fits := map[tls.SignatureScheme]string{1: "RSA", 2: "DSA", 3: "ECDSA"}[s&0xff]
	if known && fits {
		return key + "+" + hash
	}
	return wire.SignatureSchemeName(uint16(s))
}

// Hashes of signature schemes of TLS 1.2 (RFC 5246, section 7.4.1.4.1).
const (
	hashMD5    = 1
	hashSHA1   = 2
	hashSHA224 = 3
)

func (c *Command) sessions(p fixtures.Profile) {
	if p.NoSessionTickets {
		c.add("-no_ticket")
		if p.MaxVersion >= tls.VersionTLS13 {
			c.add("-num_tickets", "0")
		}
	}
	if !p.SessionIDs {
		c.add("-no_cache")
	}
}

func (c *Command) clientCertificates(s Setup) {
	const depth = "16" // of a chain
	p := s.Profile
	switch p.ClientAuth {
	case tls.NoClientCert:
		return
	case tls.RequestClientCert, tls.VerifyClientCertIfGiven:
		c.add("-verify", depth)
	case tls.RequireAnyClientCert, tls.RequireAndVerifyClientCert:
		c.add("-Verify", depth)
	}
	if p.ClientAuth == tls.VerifyClientCertIfGiven || p.ClientAuth == tls.RequireAndVerifyClientCert {
		c.add("-verify_return_error")
	}
	// Without an authority of its own, the chain that is sent would be completed from those
	// for clients.
	c.add("-CAfile", rootsFile, "-chainCAfile", leafFile)
	c.Files[rootsFile] = s.ClientRootsPEM
	if p.ClientCANames != nil {
		c.add("-no_ca_names")
	}
	// Those of the server would be asked for otherwise, if it has some of its own.
	c.add("-client_sigalgs", schemeNames(p.SchemesForClients()))
}

func (c *Command) extensions(a *Abilities, s Setup) {
	p := s.Profile
	if p.Quirks.EmptyRecords == 0 {
		c.add("-bugs") // among others: no empty records before those of TLS 1.0
	}
	if p.Quirks.NoExtendedMasterSecret {
		c.add("-no_ems")
	}
	if len(p.ALPN) > 0 {
		c.add("-alpn", strings.Join(p.ALPN, ","))
	}
	if s.OCSPResponse != nil {
		c.add("-status_file", ocspFile)
		c.Files[ocspFile] = s.OCSPResponse
	}
	switch p.Renegotiation {
	case fixtures.RefuseRenegotiation:
		c.add("-no_renegotiation")
	case fixtures.SecureRenegotiation, fixtures.LegacyRenegotiation:
		if a.options["-client_renegotiation"] { // otherwise it is not refused
			c.add("-client_renegotiation")
		}
	}
	if p.Renegotiation == fixtures.LegacyRenegotiation {
		c.add("-legacy_renegotiation")
	}
}

// certificateFiles are the files of the certificate: the leaf, what is sent behind it, and
// the key.
func certificateFiles(c *certs.Certificate) (map[string][]byte, error) {
	key, err := c.KeyPEM()
	if err != nil {
		return nil, fmt.Errorf("the key for openssl: %w", err)
	}
	files := map[string][]byte{keyFile: key, leafFile: certificatePEM(c.Chain[:1])}
	if len(c.Chain) > 1 {
		files[chainFile] = certificatePEM(c.Chain[1:])
	}
	return files, nil
}

func certificatePEM(ders [][]byte) []byte {
	var all []byte
	for _, der := range ders {
		all = append(all, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	return all
}
