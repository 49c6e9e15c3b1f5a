package harness

import (
	"bytes"
	"fmt"
	"time"

	"github.com/legacytls/legacytls/internal/dissect"
	"github.com/legacytls/legacytls/internal/wire"
)

// describeMessage adds what a handshake message says.
func describeMessage(step *Step, s dissect.Step) {
	m := s.Message
	step.Name = m.Type.String()
	describe := messageDescribers()[m.Type]
	if describe == nil {
		step.add("content", inHex(m.Body))
		return
	}
	step.note(describe(step, s))
}

// messageDescribers adds the fields of a message to a step. An error is about what could not
// be read.
func messageDescribers() map[wire.HandshakeType]func(*Step, dissect.Step) error {
	return map[wire.HandshakeType]func(*Step, dissect.Step) error{
		wire.TypeHelloRequest:          describeEmpty,
		wire.TypeClientHello:           describeClientHello,
		wire.TypeServerHello:           describeServerHello,
		wire.TypeNewSessionTicket:      describeTicket,
		wire.TypeEndOfEarlyData:        describeEmpty,
		wire.TypeEncryptedExtensions:   describeEncryptedExtensions,
		wire.TypeCertificate:           describeCertificate,
		wire.TypeServerKeyExchange:     describeServerKeyExchange,
		wire.TypeCertificateRequest:    describeCertificateRequest,
		wire.TypeServerHelloDone:       describeEmpty,
		wire.TypeCertificateVerify:     describeCertificateVerify,
		wire.TypeClientKeyExchange:     describeClientKeyExchange,
		wire.TypeFinished:              describeFinished,
		wire.TypeCertificateURL:        describeCertificateURL,
		wire.TypeCertificateStatus:     describeCertificateStatus,
		wire.TypeSupplementalData:      describeSupplementalData,
		wire.TypeKeyUpdate:             describeKeyUpdate,
		wire.TypeCompressedCertificate: describeCompressedCertificate,
		wire.TypeNextProtocol:          describeNextProtocol,
	}
}

func describeEmpty(_ *Step, s dissect.Step) error {
	return wire.ParseEmptyMessage(s.Message.Type, s.Message.Raw)
}

func describeTicket(step *Step, s dissect.Step) error {
	if s.Negotiated < wire.VersionTLS13 {
		t, err := wire.ParseNewSessionTicket(s.Message.Raw)
		step.add("lifetime", seconds(t.Lifetime))
		step.add("ticket", bytesOf(len(t.Ticket)))
		return err
	}
	t, err := wire.ParseNewSessionTicket13(s.Message.Raw)
	step.add("lifetime", seconds(t.Lifetime))
	step.add("ticket", bytesOf(len(t.Ticket)))
	step.addExtensions(t.Extensions, wire.TypeNewSessionTicket)
	return err
}

func seconds(n uint32) string { return (time.Duration(n) * time.Second).String() }

func describeEncryptedExtensions(step *Step, s dissect.Step) error {
	e, err := wire.ParseEncryptedExtensions(s.Message.Raw)
	step.addExtensions(e.Extensions, wire.TypeEncryptedExtensions)
	return err
}

func describeServerKeyExchange(step *Step, s dissect.Step) error {
	k, err := wire.ParseServerKeyExchange(s.Message.Raw, s.Negotiated, dissect.KeyExchangeOf(s.Suite))
	switch {
	case k.ECDH != nil && k.ECDH.CurveType == wire.CurveNamed:
		step.add("group", wire.GroupName(k.ECDH.Group))
		step.add("public value", bytesOf(len(k.ECDH.Public)))
	case k.ECDH != nil:
		step.add("group", fmt.Sprintf("a curve of %d bits, given by its parameters", k.ECDH.FieldBits))
		step.add("public value", bytesOf(len(k.ECDH.Public)))
	case k.DH != nil:
		step.add("prime", fmt.Sprintf("%d bits", k.DH.Bits()))
		step.add("generator", inHex(k.DH.Generator))
		step.add("public value", bytesOf(len(k.DH.Public)))
	case k.RSA != nil:
		step.add("key", fmt.Sprintf("RSA, %d bits, for this connection", k.RSA.Bits()))
	}
	if k.Scheme != 0 {
		step.add("signature scheme", wire.SignatureSchemeName(k.Scheme))
	}
	if len(k.Signature) > 0 {
		step.add("signature", bytesOf(len(k.Signature)))
	}
	return err
}

func describeClientKeyExchange(step *Step, s dissect.Step) error {
	k, err := wire.ParseClientKeyExchange(s.Message.Raw, s.Negotiated, dissect.KeyExchangeOf(s.Suite))
	if k.EncryptedPremaster != nil {
		step.add("encrypted premaster secret", bytesOf(len(k.EncryptedPremaster)))
	}
	if k.Public != nil {
		step.add("public value", bytesOf(len(k.Public)))
	}
	return err
}

func describeCertificateVerify(step *Step, s dissect.Step) error {
	v, err := wire.ParseCertificateVerify(s.Message.Raw, s.Negotiated)
	if v.Scheme != 0 {
		step.add("signature scheme", wire.SignatureSchemeName(v.Scheme))
	}
	step.add("signature", bytesOf(len(v.Signature)))
	return err
}

// describeFinished says whether both sides saw the same handshake.
func describeFinished(step *Step, s dissect.Step) error {
	data, err := wire.ParseFinished(s.Message.Raw)
	step.add("verify data", inHex(data))
	switch {
	case s.VerifyData == nil:
	case bytes.Equal(data, s.VerifyData):
		step.add("checked", "as the secrets and the messages make it")
	default:
		step.add("checked", "the secrets and the messages make it "+inHex(s.VerifyData))
	}
	return err
}

func describeCertificateStatus(step *Step, s dissect.Step) error {
	status, err := wire.ParseCertificateStatus(s.Message.Raw)
	for _, r := range status.Responses {
		step.add("OCSP response", bytesOf(len(r)))
	}
	return err
}

func describeKeyUpdate(step *Step, s dissect.Step) error {
	requested, err := wire.ParseKeyUpdate(s.Message.Raw)
	if requested {
		step.add("asks", "for the other side's keys to be updated too")
	}
	return err
}

func describeCompressedCertificate(step *Step, s dissect.Step) error {
	m, err := wire.ParseCompressedCertificate(s.Message.Raw)
	step.add("compression", wire.CertificateCompressionName(m.Algorithm))
	step.add("uncompressed", bytesOf(m.UncompressedLength))
	return err
}

func describeCertificateURL(step *Step, s dissect.Step) error {
	m, err := wire.ParseCertificateURL(s.Message.Raw)
	for _, u := range m.URLs {
		step.add("URL", u.URL)
	}
	return err
}

func describeSupplementalData(step *Step, s dissect.Step) error {
	entries, err := wire.ParseSupplementalData(s.Message.Raw)
	for _, e := range entries {
		step.add(fmt.Sprintf("type %d", e.Type), bytesOf(len(e.Data)))
	}
	return err
}

func describeNextProtocol(step *Step, s dissect.Step) error {
	m, err := wire.ParseNextProtocol(s.Message.Raw)
	step.add("protocol", m.Protocol)
	step.add("padding", bytesOf(m.Padding))
	return err
}
