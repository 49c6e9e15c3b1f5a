package main

import (
	"crypto/x509"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

func TestErrorsAboutThePeersCertificateAreOfTheStageVerify(t *testing.T) {
	for _, err := range []error{
		x509.UnknownAuthorityError{},
		x509.HostnameError{Certificate: &x509.Certificate{}, Host: "other.test"},
		x509.CertificateInvalidError{Reason: x509.Expired},
		x509.SystemRootsError{},
		x509.ConstraintViolationError{},
		x509.UnhandledCriticalExtension{},
		x509.InsecureAlgorithmError(x509.SHA1WithRSA),
		fmt.Errorf("outer: %w", fmt.Errorf("inner: %w", x509.UnknownAuthorityError{})),
		errors.New("x509: negative serial number"),
		errors.New("tls: failed to verify certificate: x509: ..."),
		errors.New("tls: failed to verify client's certificate: ..."),         // 1.12.17 crypto/tls/handshake_server.go
		errors.New("tls: failed to verify client certificate: ..."),           // 1.17.13
		errors.New("tls: failed to parse client certificate: ..."),            // 1.12.17 to 1.27.4
		errors.New("tls: failed to parse certificate from server: x509: ..."), // 1.12.17 to 1.27.4, handshake_client.go
	} {
		require.Equal(t, protocol.StageVerify, handshakeStage(err), "%T %v", err, err)
	}
}

func TestOtherErrorsAreOfTheStageHandshake(t *testing.T) {
	for _, text := range []string{
		"EOF",
		"remote error: tls: bad certificate", // the peer's opinion about ours
		"remote error: tls: unknown certificate authority",
		"tls: server selected unsupported protocol version 301",
		"tls: invalid signature by the server certificate: crypto/rsa: 1023-bit keys are insecure",
		"tls: failed to parse configured certificate chain #0: x", // our own certificate, 1.12.17
		"tls: client didn't provide a certificate",
	} {
		require.Equal(t, protocol.StageHandshake, handshakeStage(errors.New(text)), text)
	}
}
