package harness

import (
	"crypto/tls"
	"time"

	"github.com/legacytls/legacytls/certs"
)

// A Client is what a Go client sets in its tls.Config. A zero field is not
// set, so that the zero Client has the defaults of its Go release.
type Client struct {
	MinVersion         uint16        // lowest protocol version
	MaxVersion         uint16        // highest protocol version
	CipherSuites       []uint16      // not nil, but empty, is an empty list
	Groups             []tls.CurveID // CurvePreferences
	ALPN               []string      // NextProtos
	ServerName         string        // name to ask for and to verify; the zero value means the host of the address
	InsecureSkipVerify bool          // accept any certificate

	// Renegotiation is what the client does when the server begins another
	// handshake (tls.Config.Renegotiation). The zero value refuses.
	Renegotiation tls.RenegotiationSupport

	// Certificate, if not empty, is the certificate that the client shows when
	// asked for one.
	Certificate ClientCertificate

	// Export, if set, makes the client call ExportKeyingMaterial.
	Export bool

	// Resume, if set, makes the client connect a second time with the session
	// of the first connection. The outcome is that of the second one.
	Resume bool

	// Timeout, if not zero, is the time for the connection in whole milliseconds.
	// Otherwise it is that of the [Runner].
	Timeout time.Duration

	// HTTP, if not nil, makes the client an http.Client that gets "/". Its
	// transport has this Client as TLSClientConfig.
	HTTP *HTTPClient
}

func (c Client) timeout(otherwise time.Duration) time.Duration {
	if c.Timeout != 0 {
		return c.Timeout
	}
	return otherwise
}

// An HTTPClient is what a Go client sets in its http.Transport besides
// TLSClientConfig.
type HTTPClient struct {
	// ForceAttemptHTTP2 is the field of that name, which came with Go 1.13;
	// in Go 1.12 it is not there to be set.
	ForceAttemptHTTP2 bool

	// TLSHandshakeTimeout is the field of that name, in whole milliseconds. Zero
	// means none.
	TLSHandshakeTimeout time.Duration
}

// A GoServer is what a Go server sets in its tls.Config. A zero field is not
// set, so that the zero GoServer has the defaults of its Go release, and a
// certificate for localhost with an RSA key of 2048 bits.
type GoServer struct {
	MinVersion   uint16             // lowest protocol version
	MaxVersion   uint16             // highest protocol version
	CipherSuites []uint16           // not nil, but empty, is an empty list
	Groups       []tls.CurveID      // CurvePreferences
	ALPN         []string           // NextProtos
	ClientAuth   tls.ClientAuthType // whether a client certificate is asked for and verified

	// Certificates are what the server chooses from; nil means the one for
	// localhost.
	Certificates []certs.Spec

	// NoCertificate, if set, makes GetCertificate return none, as a server does
	// that knows no certificate for the name that is asked for.
	NoCertificate bool

	// HTTP, if set, makes the server an http.Server instead of one that echoes
	// lines.
	HTTP bool
}
