package main

import (
	"crypto/x509"
	"strings"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// handshakeStage tells the refusal of the peer's certificate from the other ways in which a
// handshake fails. Since Go 1.20 crypto/tls wraps the error of crypto/x509, before it passed
// on a client's as it was, and turned a server's into text.
func handshakeStage(err error) protocol.Stage {
	for e := err; e != nil; e = unwrap(e) {
		if isVerifyError(e) {
			return protocol.StageVerify
		}
	}
	return protocol.StageHandshake
}

// unwrap is errors.Unwrap, which came with Go 1.13.
func unwrap(err error) error {
	wrapper, ok := err.(interface{ Unwrap() error })
	if !ok {
		return nil
	}
	return wrapper.Unwrap()
}

func isVerifyError(err error) bool {
	switch err.(type) {
	case x509.CertificateInvalidError, x509.HostnameError, x509.UnknownAuthorityError,
		x509.SystemRootsError, x509.ConstraintViolationError, x509.UnhandledCriticalExtension,
		x509.InsecureAlgorithmError:
		return true
	}
	for _, prefix := range verifyPrefixes() {
		if strings.HasPrefix(err.Error(), prefix) {
			return true
		}
	}
	return false
}

func verifyPrefixes() []string {
	return []string{
		"x509: ",
		"tls: failed to verify certificate", // 1.20 and later, both roles
		"tls: failed to verify client's certificate",     // server, seen in 1.12.17
		"tls: failed to verify client certificate",       // server, seen in 1.17.13
		"tls: failed to parse certificate from server: ", // client, all releases
		"tls: failed to parse client certificate: ",      // server, all releases
	}
}
