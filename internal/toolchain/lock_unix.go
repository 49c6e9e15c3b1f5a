//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package toolchain

import (
	"os"
	"path/filepath"
	"syscall"
)

// lockedDir makes a directory, and waits until nobody else has it.
func lockedDir(dir string) (string, func(), error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return "", nil, err
	}
	touchDir(dir)
	lock, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return "", nil, err
	}
	for {
		err = syscall.Flock(int(lock.Fd()), syscall.LOCK_EX)
		if err != syscall.EINTR {
			break
		}
	}
	if err != nil {
		lock.Close()
		return "", nil, &os.PathError{Op: "lock", Path: lock.Name(), Err: err}
	}
	return dir, func() { lock.Close() }, nil
}
