//go:build unix

package toolchain

import (
	"os/exec"
	"syscall"
)

// ownGroup makes cmd the leader of a process group and its cancellation kill
// the whole group: go build starts compilers, which would go on without it.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
