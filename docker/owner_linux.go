package docker

import (
	"fmt"
	"os"
	"strings"
)

// thisHost returns the boot of this machine and the namespace that process IDs are of: a
// container with the engine's socket numbers its processes for itself.
func thisHost() string {
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	namespace, err := os.Readlink("/proc/self/ns/pid")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(boot)) + "/" + namespace
}

// startOf returns when a process started, in clock ticks since the boot, and whether there
// is such a process.
func startOf(pid int) (string, bool) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return "", false
	}
	// The second field is the name in parentheses, which may have spaces of its own.
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	const started = 19 // the 22nd of all, the state being the third
	if len(fields) <= started || fields[0] == "Z" || fields[0] == "X" {
		return "", false
	}
	return fields[started], true
}
