// Package sserver plays profiles with openssl s_server, wherever an openssl command is:
// on this machine, in a container.
//
// A supervisor, a small Perl program that stands before openssl ([Program]), runs openssl
// commands, starts one s_server, and ends with everything that it started when its standard
// input ends, also if this process was killed. Its standard input and output carry frames
// (supervisor.pl has them): what the server is to send to its client, what the client sent,
// and what s_server says of the handshake.
//
//	s := sserver.Supervise(stdin, stdout)
//	able, err := sserver.Ask(ctx, s, listen, addr) // what this openssl can do
//	if lacks := able.Lacks(profile); lacks != "" { ... }
//	command, err := able.Command(setup)            // arguments and files
//	err = s.Start(command)
//	err = sserver.AwaitReady(ctx, s, addr)
//
// s_server serves one connection at a time. What it writes belongs to the connection that
// was begun last ([Supervisor.Begin]) until that has been ended ([Connection.Over]), which
// waits until everything has come that s_server wrote. How s_server sees a handshake is
// read from its options -brief and -msg: a [Trace].
package sserver
