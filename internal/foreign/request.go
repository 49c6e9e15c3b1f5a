package foreign

import (
	"crypto/tls"
	"net"
	"strings"
)

// A Request says what connection to make. The zero value of a field leaves the
// matter to the client. What a client has no way to do is an UnsupportedError; the
// comments say who can, where not all of them do.
type Request struct {
	// Addr is the address of the server with its port, on loopback.
	Addr string

	// ServerName is sent as server_name (RFC 6066, section 3), and the certificate
	// is verified for it. Without it there is no such extension, and the
	// certificate is verified for the address.
	ServerName string

	// Version is the one to speak, and no other: 0x0300 to 0x0304. Curl has none above
	// 0x0303.
	Version uint16

	// Suites are the cipher suites to offer, in this order. None means all that
	// the client can offer in Version. GnuTLS takes one or all.
	Suites []uint16

	// RootsPEM are the authorities to trust. Without them nothing is verified.
	RootsPEM []byte

	// CertificatePEM and KeyPEM (PKCS #8) are the client's chain and key.
	CertificatePEM, KeyPEM []byte

	// Groups and SignatureSchemes are to be offered, and no others. Curl cannot
	// choose schemes.
	Groups           []tls.CurveID
	SignatureSchemes []tls.SignatureScheme

	// ALPN are the application protocols to offer. Curl offers its own.
	ALPN []string

	// StatusRequest asks for an OCSP response (RFC 6066, section 8). OpenSSL and
	// GnuTLS; the latter always asks.
	StatusRequest bool

	// NoExtendedMasterSecret leaves out the extension of RFC 7627, NoTicket that
	// of RFC 5077, so that sessions are resumed by their id. Curl never has the
	// latter.
	NoExtendedMasterSecret, NoTicket bool

	// AllowUnsafe lets the client connect to a server without renegotiation_info
	// (RFC 5746), and renegotiate with it. Of the clients, only OpenSSL (with
	// curl) refuses to connect without this; Java and GnuTLS refuse to renegotiate.
	AllowUnsafe bool

	// Resume makes a connection, and then the one of the Result, which offers the
	// session of the first.
	Resume bool

	// Renegotiate makes another handshake on the connection, started by the
	// client, and sends a line after it as well. Curl cannot.
	Renegotiate bool

	// KeyLog is the file to which the client appends its secrets, in the format of
	// NSS. Java cannot.
	KeyLog string

	// LineBytes is how long the line is that is sent and read back, at least. 0
	// makes it a short one. Curl takes up to some 8000.
	LineBytes int
}

// line returns the line to send, a palindrome of digits: no client takes those
// for a command of its own.
func (r Request) line() string {
	half := "1234567890"
	half = strings.Repeat(half, 1+r.LineBytes/(2*len(half)))
	back := []byte(half)
	for i, j := 0, len(back)-1; i < j; i, j = i+1, j-1 {
		back[i], back[j] = back[j], back[i]
	}
	return half + string(back)
}

// host returns the address without its port, port the rest.
func (r Request) host() string { host, _, _ := net.SplitHostPort(r.Addr); return host }
func (r Request) port() string { _, port, _ := net.SplitHostPort(r.Addr); return port }
