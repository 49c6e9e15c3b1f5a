// Package peers has backends that play as much of a server as a scenario needs,
// where no profile can say what that server is: they say the one thing that a
// release began to refuse. None of them completes a handshake that another
// backend does not complete for it.
//
// Some answer with bytes of their own, and go no further. [RawServer],
// [SessionIDEcho] and [RetryRequest] send messages that a server has no reason to
// send; [WrongSuite] selects a suite that does not fit its certificate, and
// [KeyExchange] has a public key that no group has, or on a group that nobody
// offered, which profiles rule out for being a mistake in all other cases.
//
// [OneRead] and [Firewall] stand before a server of a profile and look at the
// ClientHello.
//
// [KeyChangeInOneRecord], [EmptyTicket] and [UserCanceled] need a handshake of TLS
// 1.3, which the legacy engine does not have: crypto/tls serves, and a connection
// below it opens its records with the secrets of its key log, changes one thing, and
// seals them again.
package peers
