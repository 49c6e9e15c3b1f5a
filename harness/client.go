package harness

import "crypto/tls"

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

	// Certificate, if set, makes the client present a certificate that the
	// server accepts, when asked for one.
	Certificate bool

	// Export, if set, makes the client call ExportKeyingMaterial.
	Export bool

	// Resume, if set, makes the client connect a second time with the session
	// of the first connection. The outcome is that of the second one.
	Resume bool
}

// A GoServer is what a Go server sets in its tls.Config besides its
// certificate. A zero field is not set, so that the zero GoServer has the
// defaults of its Go release.
type GoServer struct {
	MinVersion   uint16
	MaxVersion   uint16
	CipherSuites []uint16
	Groups       []tls.CurveID
}
