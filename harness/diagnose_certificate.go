package harness

import "strings"

// certificateDiagnosis is for a server that requires a client certificate.
func certificateDiagnosis() diagnosis {
	return diagnosis{
		cause:      "the server requires a client certificate, and the client sent none that it accepts",
		candidates: []change{{certificate: true}},
		better:     "set tls.Config.Certificates to a certificate that the server's authority issued",
	}
}

// lateDiagnosis is for a server that asks for a client certificate after the
// request, in a second handshake.
func lateDiagnosis(o Outcome) diagnosis {
	d := certificateDiagnosis()
	d.candidates = []change{{certificate: true, renegotiate: true}}
	if strings.Contains(o.Error, "no renegotiation") {
		d.cause = "the server asks for a client certificate in a second handshake, after the request, and the client declines that one: " +
			"tls.Config.Renegotiation is RenegotiateNever by default"
		d.better = "let the server ask for the certificate in the first handshake"
	}
	return d
}
