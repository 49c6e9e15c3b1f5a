// Package peers has backends that play as much of a server as a scenario needs,
// where no profile can say what that server is: they say the one thing that a
// release began to refuse. None of them completes a handshake that another
// backend does not complete for it.
//
// They answer with bytes of their own, and go no further. [CookieRequest] sends a
// message that a server of a profile has no reason to send; [WrongSuite] selects a suite
// that does not fit its certificate, which profiles rule out for being a mistake in all
// other cases; [KeyExchange] has a public key that no private key has.
package peers
