package harness

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"time"

	"github.com/legacytls/legacytls/internal/sserver"
)

// OpenSSLVariable is the environment variable that names openssl commands, as PATH names
// directories.
const OpenSSLVariable = "LEGACYTLS_OPENSSL"

// OpenSSL returns the backend that plays profiles with the s_server of an openssl command of
// this machine, in a process of its own that ends with this one, also if this one is killed.
// The path is that of the command, "" for the first that [OpenSSLs] has.
//
// It needs a Unix system with Perl. [OpenSSLOn] says how such a backend plays profiles.
func OpenSSL(path string) Backend {
	if path == "" {
		return OpenSSLs()[0]
	}
	return OpenSSLOn(localOpenSSL{"openssl:" + path, path})
}

// OpenSSLs returns a backend for each openssl command of this machine: those that the
// variable LEGACYTLS_OPENSSL names, or else the one in PATH. The first is called openssl,
// others openssl: and their path. Whether there is such a command shows when the backend is
// used, or asked what it supports.
func OpenSSLs() []Backend {
	paths := filepath.SplitList(os.Getenv(OpenSSLVariable))
	if len(paths) == 0 {
		paths = []string{"openssl"}
	}
	backends := []Backend{OpenSSLOn(localOpenSSL{"openssl", paths[0]})}
	for _, path := range paths[1:] {
		backends = append(backends, OpenSSL(path))
	}
	return backends
}

// A localOpenSSL is an openssl of this machine.
type localOpenSSL struct{ name, path string }

func (l localOpenSSL) Name() string { return l.name }

// Identity follows the file: another one is another openssl.
func (l localOpenSSL) Identity(context.Context) (string, error) {
	path, err := l.find()
	if err != nil {
		return "", err
	}
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s, %d bytes of %s", path, info.Size(), info.ModTime()), nil
}

func (l localOpenSSL) find() (string, error) {
	if runtime.GOOS == "windows" {
		return "", errors.New("s_server needs its supervisor, which needs a Unix system")
	}
	path, err := exec.LookPath(l.path)
	switch {
	case errors.Is(err, exec.ErrNotFound) && l.path == "openssl":
		return "", errors.New("there is no openssl in PATH, and " + OpenSSLVariable + " names none")
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("there is no openssl %s", l.path)
	case err != nil:
		return "", fmt.Errorf("openssl %s: %w", l.path, err)
	}
	return filepath.Abs(path)
}

func (l localOpenSSL) Launch(context.Context) (*OpenSSLProcess, error) {
	path, err := l.find()
	if err != nil {
		return nil, err
	}
	perl, err := exec.LookPath("perl")
	if err != nil {
		return nil, errors.New("s_server needs its supervisor, and there is no perl in PATH to run it")
	}
	addr, err := freeAddress()
	if err != nil {
		return nil, err
	}
	p := &localProcess{command: exec.Command(perl, "-e", sserver.Program, path)}
	p.command.Stderr = &p.log
	p.command.WaitDelay = time.Second
	stdin, err := p.command.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, out, err := os.Pipe() // which Wait does not close while it is read
	if err != nil {
		return nil, err
	}
	p.command.Stdout = out
	err = p.command.Start()
	out.Close()
	if err != nil {
		stdout.Close()
		return nil, err
	}
	return &OpenSSLProcess{
		Stdin: stdin, Stdout: stdout, Listen: addr, Addr: addr, Log: p.log.String,
		Close: func() error {
			defer stdout.Close()
			stdin.Close()
			return p.wait()
		},
	}, nil
}

// A localProcess is a supervisor on this machine.
type localProcess struct {
	command *exec.Cmd
	log     lockedBuffer
}

// wait waits for the end of the supervisor, which the end of its standard input is. While it
// runs a command it does not look at that.
func (p *localProcess) wait() error {
	const patience = time.Second
	term := time.AfterFunc(patience, func() { p.command.Process.Signal(syscall.SIGTERM) })
	defer term.Stop()
	kill := time.AfterFunc(10*patience, func() { p.command.Process.Kill() })
	defer kill.Stop()
	return p.command.Wait()
}

// freeAddress returns an address of loopback that nobody listens on.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}

// A lockedBuffer keeps the last of what is written to it, and may be read meanwhile.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

const maxLog = 64 << 10

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.b.Len()+len(p) > maxLog {
		l.b.Next(len(p))
	}
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
