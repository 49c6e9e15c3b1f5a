// Package gotls says what the TLS packages of each Go release do by default,
// from Go 1.12 to 1.27, and which GODEBUG settings change it.
//
//	release, err := toolchain.ParseVersion("1.26.11")
//	if err != nil {
//		return err
//	}
//	d, ok := gotls.DefaultsOf(release, "1.21", "")
//	if !ok {
//		return fmt.Errorf("nothing is known of go %s", release)
//	}
//	fmt.Println(d.HelloBytes("example.test"), d.Suites)
//
//	s, _ := gotls.FindSetting("tlsrsakex")
//	fmt.Println(s.Effect(gotls.Environment, s.Old, release)) // obeyed; by a program of Go 1.27: dies
//
// All of it is data, the table of settings and the table of changes, with
// lookups. There is no I/O. The tests compare the tables with the source of
// each toolchain at hand and with the ClientHellos that its programs send.
//
// What is returned belongs to the caller. Everything is safe for concurrent
// use.
package gotls
