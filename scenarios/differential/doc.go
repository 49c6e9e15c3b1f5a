// Package differential compares the backends: each profile of the catalogue is played by
// every backend that can, the same clients connect to each, and what comes of them must be
// the same. What differs is a fault of ours, or a difference between TLS libraries, which
// [Known] has with its reason.
//
//	d := differential.Differential{Runner: runner, Builds: builds, OpenSSL: "openssl"}
//	for _, p := range differential.Servers() {
//		c, err := d.Compare(ctx, p, backends)
//		...
//	}
//
// servers.go has what is played, clients.go who connects, known.go what is known to differ,
// compare.go the comparison. The backends of the root module are compared by its own tests,
// those in containers by the tests of module docker, which write docs/backends.md.
package differential
