//go:build !unix

package agent

import "os/exec"

// ownGroup does nothing: process groups are a thing of Unix.
func ownGroup(*exec.Cmd) {}

// killGroup ends the process.
func killGroup(cmd *exec.Cmd) { _ = cmd.Process.Kill() }
