package wire

// A KeyExchange is the way in which a connection up to TLS 1.2 comes to its keys. The cipher
// suite decides it; the messages have different forms and do not say which is theirs.
type KeyExchange struct {
	// Method is what the two sides send each other.
	Method ExchangeMethod
	// PSK says that there is a pre-shared key as well, or alone: a hint at it stands before
	// what the server sends, its name before what the client sends (RFC 4279; RFC 5489).
	PSK bool
	// Signed says that the server signs what it sends: neither in the anonymous key
	// exchanges, nor in those with a pre-shared key.
	Signed bool
}

// An ExchangeMethod says what the two sides of a key exchange send each other.
type ExchangeMethod uint8

// The methods.
const (
	// ExchangeNone sends nothing: a pre-shared key alone (RFC 4279 section 2).
	ExchangeNone ExchangeMethod = iota
	// ExchangeRSA is a secret that the client encrypts (RFC 5246 section 7.4.7.1): with the
	// key of the certificate, or in the export suites, where the server sends a
	// ServerKeyExchange, with the key in it (RFC 2246 section 7.4.3). With a pre-shared key the
	// server's message has the hint alone (RFC 4279 section 4).
	ExchangeRSA
	// ExchangeDH is Diffie-Hellman with numbers (RFC 5246 section 7.4.3).
	ExchangeDH
	// ExchangeECDH is Diffie-Hellman on elliptic curves (RFC 8422 section 5.4).
	ExchangeECDH
	// ExchangeSRP is the secure remote password (RFC 5054 section 2.5).
	ExchangeSRP
)
