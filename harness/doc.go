// Package harness starts simulated legacy TLS servers in tests, connects Go
// clients of any release to them, and says why a handshake failed.
//
// A test of one's own client needs three lines:
//
//	func TestPartnerLogin(t *testing.T) {
//		srv := harness.Start(t, fixtures.RSAKeyExchangeOnly())
//
//		client := partner.NewClient(srv.URL, partner.WithRoots(srv.Roots))
//		err := client.Ping(context.Background())
//
//		harness.RequireConnects(t, srv, err)
//	}
//
// # Servers
//
// [Start] plays a [fixtures.Profile] on loopback for the length of a test,
// [Serve] without one. The server answers HTTP, or what [WithHandler],
// [WithLines] and [WithConn] say. It remembers each connection
// ([Server.Connections]) with the decoded ClientHello.
//
// A server never depends on the build of the program that runs it: everything
// that a default of crypto/tls could decide is set. A [Backend] that cannot
// play a profile refuses with an [*UnsupportedError]; it never serves
// something close.
//
// Two backends are in this process: [Legacy], an engine of our own for SSL 3.0 to TLS 1.2,
// and [CryptoTLS]. Who doubts them asks for the real thing: [OpenSSL] plays a profile with
// the s_server of an openssl command, [Runner.GoRelease] with an old Go. Package
// github.com/legacytls/legacytls/docker, a module of its own, has OpenSSL of several
// generations in containers, through the interface [OpenSSLHost]. A test whose backend is not
// there is skipped with the reason.
//
// # Expectations
//
// [RequireConnects] and [RequireRefused] judge the error of one's own client.
// A failure is explained from both ends: what the client offered, what the
// server accepts, and what would make it work. A change of the tls.Config that
// is printed was tried at that moment; a setting for other builds was measured
// and is measured again by the tests of package scenarios ([Remedies]).
//
// [RequireNeeded] is the test of a workaround, such as GODEBUG=tlsrsakex=1: it fails on the
// day when that is not needed any more, or helps no more.
//
// # What went over the wire
//
// A server keeps what both sides of each connection sent, and the secrets to open it with.
// [Server.Transcript] and [Connection.Transcript] show it as the steps of the handshake,
// decrypted; a test that failed prints it. [WithCapture] writes it for Wireshark, [WithKeyLog]
// the secrets alone, and [WithKeyDerivation] how the keys came about. Nothing is taken apart
// before somebody looks.
//
// # Builds, scenarios, runs
//
// A [Build] is one way to make and run a Go program: toolchain, go line and
// GODEBUG. A [Runner] compiles a small agent program for each build, on real
// toolchains that it finds or fetches, and connects it; every stage at which
// an attempt can end is an [Outcome]. A [Scenario] holds a claim with the
// [Rule] list that says what each build does, and [Runner.Run] compares. What a default
// client of a build sends is known without a toolchain too ([RecordedHelloOf]). Where a
// GODEBUG setting can stand, and which of several counts, is in docs/godebug.md.
//
// # One's own code under another Go
//
// [Across] runs the body of a test under other builds: other toolchains, go lines and GODEBUG
// settings, each in a process of its own. What comes of it is a subtest. A build that does not
// start, or does not compile, can be what is expected.
//
// [RunScenarios] runs a table of one's own as a test, with a subtest for each scenario and each
// build; a cell that is not as expected says why. The clients of a scenario connect to a
// profile, or to a server of the caller's own, for example one of net/http in the same test
// ([Scenario.Target]); or the builds are the servers ([Scenario.GoServer]). An [Expectation] or a
// [Reason] can be a type of the caller's own.
//
// # Environment
//
// LEGACYTLS_REQUIRE names what tests must not skip for want of, separated by
// commas: toolchains, openssl, docker, gnutls, java, curl, sslscan, nmap, tshark. LEGACYTLS_OPENSSL
// names openssl commands, as PATH names directories ([OpenSSLs]). LEGACYTLS_CELL is how [Across]
// tells a process which subtest it is for. Compiled agents, and the test binaries of Across, are
// kept in the directory legacytls of the user's cache directory for 14 days after their last use,
// and the go command keeps toolchains and compiled packages in its own caches. An s_server has its
// files in a directory below TMPDIR that goes with it. Nothing else is written.
package harness
