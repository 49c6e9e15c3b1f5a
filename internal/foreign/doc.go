// Package foreign has TLS clients that this project did not write, for tests of
// servers that it did: openssl s_client, gnutls-cli, curl and Java's SSLSocket,
// run as subprocesses against loopback. All security policies of these programs
// are turned off, so that they speak all that they can. It also has scanners:
// sslscan and nmap's ssl-enum-ciphers.
//
// A [Client] says what it can do: it is asked, with a ClientHello that offers
// everything, and never assumed. A [Request] narrows the offer, a [Result] has
// what the client itself says about the connection:
//
//	client := foreign.OpenSSL(t)
//	if reason := client.Lacks(version, suite); reason != "" {
//		return // another client may do it
//	}
//	got, err := client.Connect(ctx, foreign.Request{Addr: addr, Version: version, Suites: []uint16{suite}})
//	require.NoError(t, err)
//	require.Empty(t, got.Problem, got.Output)
//	require.True(t, got.Echoed, got.Output)
//	require.Equal(t, suite, got.Suite)
//
// The server must send back each line that it gets. The lines are palindromes, so
// that openssl s_server -rev is such a server. Curl is not for such a server: it
// sends its line as the path of a GET, and the line is to be in the answer.
//
// Refused handshakes are results and not errors. Connect returns an error when
// the client has no way to do what the Request says ([UnsupportedError]), or when
// it came to no end in time.
//
// A client keeps files in the temporary directory of the test that made it, and
// Java a process: make it once, for all subtests. Clients may be used by several
// goroutines.
package foreign
