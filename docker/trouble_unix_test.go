//go:build unix

package docker_test

import (
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// Root may use any socket, so a child of another user asks.
func TestTheReasonIsThatTheUserMayNotUseTheEngine(t *testing.T) {
	path := engineSocket(t)
	listener, err := net.Listen("unix", path)
	require.NoError(t, err)
	defer listener.Close()
	require.NoError(t, os.Chmod(filepath.Dir(path), 0o755))
	require.NoError(t, os.Chmod(path, 0o000))
	cmd := child(t, "identity")
	if os.Getuid() == 0 {
		cmd.Path = "/proc/self/exe" // its directory may be root's alone
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	out, err := cmd.Output()
	require.NoError(t, err, string(out))
	require.Contains(t, string(out), "this user may not use the Docker engine at unix://"+path+": it takes the group of that socket")
	require.Contains(t, string(out), "permission denied")
}
