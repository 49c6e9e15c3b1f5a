package scenarios

import "github.com/legacytls/legacytls/harness"

// unknownAuthority is how crypto/x509 says that it found no chain. Why it did
// not like a candidate stands behind it in brackets.
const unknownAuthority = "x509: certificate signed by unknown authority"

// doesNotParse is what a client says of a certificate in which crypto/x509
// finds something that it does not read. InsecureSkipVerify does not help.
func doesNotParse(text string) harness.Expectation {
	return harness.FailsVerification(harness.ErrorText("tls: failed to parse certificate from server: " + text))
}

// insecureAlgorithm is what becomes of a chain with a signature that
// crypto/x509 does not check because of its hash function.
func insecureAlgorithm(algorithm string) harness.Expectation {
	return harness.FailsVerification(
		harness.ErrorText(unknownAuthority),
		harness.ErrorText("x509: cannot verify signature: insecure algorithm "+algorithm))
}
