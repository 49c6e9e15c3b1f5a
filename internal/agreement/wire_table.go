package agreement

import (
	"github.com/legacytls/legacytls/internal/dissect"
	"github.com/legacytls/legacytls/internal/wire"
)

// wireTable has for each message what package wire reads in it, and the field of tshark for it.
func wireTable() map[wire.HandshakeType]func(raw []byte, now agreed) ([]reading, error) {
	return map[wire.HandshakeType]func([]byte, agreed) ([]reading, error){
		wire.TypeHelloRequest:        wireEmpty(wire.TypeHelloRequest),
		wire.TypeClientHello:         wireClientHello,
		wire.TypeServerHello:         wireServerHello,
		wire.TypeNewSessionTicket:    wireNewSessionTicket,
		wire.TypeEncryptedExtensions: wireEncryptedExtensions,
		wire.TypeCertificate:         wireCertificate,
		wire.TypeServerKeyExchange:   wireServerKeyExchange,
		wire.TypeCertificateRequest:  wireCertificateRequest,
		wire.TypeServerHelloDone:     wireEmpty(wire.TypeServerHelloDone),
		wire.TypeCertificateVerify:   wireCertificateVerify,
		wire.TypeClientKeyExchange:   wireClientKeyExchange,
		wire.TypeFinished:            wireFinished,
		wire.TypeCertificateStatus:   wireCertificateStatus,
	}
}

func wireEmpty(kind wire.HandshakeType) func([]byte, agreed) ([]reading, error) {
	return func(raw []byte, _ agreed) ([]reading, error) {
		return []reading{numbers("tls.handshake.length", 0)}, wire.ParseEmptyMessage(kind, raw)
	}
}

func wireClientHello(raw []byte, _ agreed) ([]reading, error) {
	h, err := wire.ParseClientHello(raw)
	var groups []uint16
	for _, share := range h.KeyShares {
		groups = append(groups, share.Group)
	}
	all := []reading{
		numbers("tls.handshake.version", h.Version),
		contents("tls.handshake.random", h.Random[:]),
		contents("tls.handshake.session_id", h.SessionID),
		numbers("tls.handshake.ciphersuite", h.CipherSuites...),
		numbers("tls.handshake.comp_method", h.CompressionMethods...),
		contents("tls.handshake.extensions_server_name", []byte(h.ServerName)),
		numbers(supportedVersion, h.SupportedVersions...),
		numbers("tls.handshake.extensions_supported_group", h.Groups...),
		numbers("tls.handshake.extensions_ec_point_format", h.PointFormats...),
		numbers("tls.handshake.sig_hash_alg", inOrder(h)...),
		numbers("tls.handshake.extensions_key_share_group", groups...),
		{"tls.handshake.extensions_alpn_str", h.ALPN, alpn},
	}
	return append(all, extensions(h.Extensions)...), err
}

func wireServerHello(raw []byte, _ agreed) ([]reading, error) {
	h, err := wire.ParseServerHello(raw)
	all := []reading{
		numbers("tls.handshake.version", h.LegacyVersion),
		contents("tls.handshake.random", h.Random[:]),
		contents("tls.handshake.session_id", h.SessionID),
		numbers("tls.handshake.ciphersuite", h.CipherSuite),
		numbers("tls.handshake.comp_method", h.CompressionMethod),
		{"the protocol of ALPN", some(h.ALPN), alpn},
	}
	return append(all, extensions(h.Extensions)...), err
}

func wireNewSessionTicket(raw []byte, now agreed) ([]reading, error) {
	if now.version < wire.VersionTLS13 {
		t, err := wire.ParseNewSessionTicket(raw)
		return []reading{
			numbers("tls.handshake.session_ticket_lifetime_hint", t.Lifetime),
			contents("tls.handshake.session_ticket", t.Ticket),
		}, err
	}
	t, err := wire.ParseNewSessionTicket13(raw)
	all := []reading{
		numbers("tls.handshake.session_ticket_lifetime_hint", t.Lifetime),
		numbers("tls.handshake.session_ticket_age_add", t.AgeAdd),
		contents("tls.handshake.session_ticket_nonce", t.Nonce),
		contents("tls.handshake.session_ticket", t.Ticket),
	}
	return append(all, extensions(t.Extensions)...), err
}

func wireEncryptedExtensions(raw []byte, _ agreed) ([]reading, error) {
	e, err := wire.ParseEncryptedExtensions(raw)
	return append(extensions(e.Extensions), reading{"the protocol of ALPN", some(e.ALPN), alpn}), err
}

func wireCertificate(raw []byte, now agreed) ([]reading, error) {
	if now.version < wire.VersionTLS13 {
		chain, err := wire.ParseCertificate(raw)
		return []reading{contents("tls.handshake.certificate", chain...)}, err
	}
	c, err := wire.ParseCertificate13(raw)
	var all []wire.Extension
	var responses []int
	for _, entry := range c.Entries {
		all = append(all, entry.Extensions...)
		if entry.OCSPResponse != nil {
			responses = append(responses, len(entry.OCSPResponse))
		}
	}
	return append(extensions(all),
		contents("tls.handshake.certificate", c.Chain()...),
		numbers("tls.handshake.ocsp_response_len", responses...)), err
}

func wireServerKeyExchange(raw []byte, now agreed) ([]reading, error) {
	k, err := wire.ParseServerKeyExchange(raw, now.version, dissect.KeyExchangeOf(now.suite))
	all := []reading{contents("tls.handshake.sig", k.Signature)}
	if now.version == wire.VersionTLS12 {
		all = append(all, numbers("tls.handshake.sig_hash_alg", k.Scheme))
	}
	if k.ECDH != nil {
		all = append(all,
			numbers("tls.handshake.server_curve_type", k.ECDH.CurveType),
			numbers("tls.handshake.server_named_curve", k.ECDH.Group),
			contents("tls.handshake.server_point", k.ECDH.Public))
	}
	if k.DH != nil {
		all = append(all,
			contents("tls.handshake.p", k.DH.Prime),
			contents("tls.handshake.g", k.DH.Generator),
			contents("tls.handshake.ys", k.DH.Public))
	}
	return all, err
}

func wireCertificateRequest(raw []byte, now agreed) ([]reading, error) {
	if now.version >= wire.VersionTLS13 {
		r, err := wire.ParseCertificateRequest13(raw)
		return extensions(r.Extensions), err
	}
	r, err := wire.ParseCertificateRequest(raw, now.version)
	var names []int
	for _, name := range r.Authorities {
		names = append(names, len(name))
	}
	return []reading{
		numbers("tls.handshake.cert_type", r.Types...),
		numbers("tls.handshake.sig_hash_alg", r.Schemes...),
		numbers("tls.handshake.dname_len", names...),
	}, err
}

func wireCertificateVerify(raw []byte, now agreed) ([]reading, error) {
	v, err := wire.ParseCertificateVerify(raw, now.version)
	all := []reading{contents("tls.handshake.client_cert_vrfy.sig", v.Signature)}
	if now.version >= wire.VersionTLS12 {
		all = append(all, numbers("tls.handshake.sig_hash_alg", v.Scheme))
	}
	return all, err
}

func wireClientKeyExchange(raw []byte, now agreed) ([]reading, error) {
	of := dissect.KeyExchangeOf(now.suite)
	k, err := wire.ParseClientKeyExchange(raw, now.version, of)
	public := "tls.handshake.client_point"
	if of.Method == wire.ExchangeDH {
		public = "tls.handshake.yc"
	}
	return []reading{contents("tls.handshake.epms", k.EncryptedPremaster), contents(public, k.Public)}, err
}

func wireFinished(raw []byte, _ agreed) ([]reading, error) {
	data, err := wire.ParseFinished(raw)
	return []reading{contents("tls.handshake.verify_data", data)}, err
}

func wireCertificateStatus(raw []byte, _ agreed) ([]reading, error) {
	status, err := wire.ParseCertificateStatus(raw)
	var responses []int
	for _, r := range status.Responses {
		responses = append(responses, len(r))
	}
	return []reading{numbers("tls.handshake.ocsp_response_len", responses...)}, err
}
