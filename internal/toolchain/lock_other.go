//go:build !(darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd)

package toolchain

import "os"

// lockedDir makes a directory that nobody else knows, as there are no locks: what is built
// in it is linked anew each time.
func lockedDir(dir string) (string, func(), error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return "", nil, err
	}
	touchDir(dir)
	removeSettled(dir)
	own, err := os.MkdirTemp(dir, "build-")
	return own, func() {}, err
}
