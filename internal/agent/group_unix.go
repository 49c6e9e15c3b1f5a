//go:build unix

package agent

import (
	"os/exec"
	"syscall"
)

// ownGroup puts the process into a process group of its own, so that an interrupt from the
// terminal reaches the test alone, which then ends the agent in good order.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}

// killGroup ends the process and whatever it has started. It must not be called once the
// process is being waited for: its number may belong to somebody else by then.
func killGroup(cmd *exec.Cmd) {
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	_ = cmd.Process.Kill()
}
