// Package peers has backends that play as much of a server as a scenario needs,
// where crypto/tls cannot be that server: to refuse a client, or to say the one
// thing that a release began to refuse. None of them completes a handshake that
// crypto/tls does not complete for it.
//
// They are stopgaps. The legacy engine is a server, and will take the place of
// most of them.
package peers
