// Package recorded has the ClientHellos that programs of Go releases really sent,
// for those who have no toolchain at hand.
//
//	h, ok := recorded.Of(release, "", "tlsrsakex=1")
//	if !ok {
//		return fmt.Errorf("no recording of go%s", release)
//	}
//	fmt.Println(h, h.Date, len(h.Record)) // go1.22.12, GODEBUG=tlsrsakex=1 2026-11-29 263
//
// Each was sent over loopback by a client whose tls.Config had nothing set but
// ServerName, example.com, and InsecureSkipVerify, on a processor with AES in
// hardware: without, the suites with ChaCha20 come first. What is random was
// recorded as it was: random, session id and key shares.
//
// There are recordings of the newest release of each minor, as of
// toolchain.TableDate, and of a patch release before another one of its minor
// changed the hello. Each of these releases has one of its default, and one for
// each GODEBUG setting of gotls.Settings and each go line from 1.21 on that makes
// another hello of it. A setting or line that is not there changes nothing.
//
// # The file
//
// hellos.txt has a recording on each line, of five fields with a space between
// them: the release; the go line of its go.mod and GODEBUG in its environment, "-"
// where there is none; the day of the recording; and the bytes of the record in
// hexadecimal, with its header. Lines that begin with # are comments.
//
// The file is written by
//
//	LEGACYTLS_SWEEP=all go test ./harness -run RecordedHellos -update
//
// which keeps a line as long as a program of the build sends the same but for what
// is random. Without -update the test compares. The tests of this package compare
// each recording with what gotls says of the build, and with what tshark reads in it.
package recorded
