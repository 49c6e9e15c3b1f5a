//go:build !unix

package toolchain

import "os/exec"

// ownGroup leaves cmd as it is: where there are no process groups, only the
// go command itself is killed, and its compilers end with the package they are at.
func ownGroup(*exec.Cmd) {}
