package harness

import (
	"context"
	"io"

	"github.com/legacytls/legacytls/internal/sserver"
)

// An OpenSSLHost is a place where an openssl command is: this machine ([OpenSSL]), or a
// container. It must be safe for concurrent use.
//
// What runs there is always the same small Perl program, [OpenSSLSupervisor]. It starts
// openssl, hands on what openssl says, and ends with all that it started at the end of its
// standard input. So a host has three things to do: run that program, connect its standard
// input and output, and give one port of its own.
type OpenSSLHost interface {
	// Name is what the backend is called in messages and reports, such as
	// "docker:1.1.1-weak".
	Name() string

	// Identity is another one if the openssl may be another one: what it can do is asked
	// once for each. An error says why there is none.
	Identity(ctx context.Context) (string, error)

	// Launch starts the supervisor. The context bounds the start only.
	Launch(ctx context.Context) (*OpenSSLProcess, error)
}

// OpenSSLSupervisor returns the program that an [OpenSSLHost] is to run, as
//
//	perl -e PROGRAM PATH-OF-OPENSSL
//
// It needs Perl 5 with Fcntl and POSIX, which perl-base of Debian has, and a directory for
// its files: TMPDIR or /tmp.
func OpenSSLSupervisor() string { return sserver.Program }

// An OpenSSLProcess is a running [OpenSSLSupervisor].
type OpenSSLProcess struct {
	Stdin  io.Writer // of the supervisor
	Stdout io.Reader // of the supervisor

	Listen string // where the server there is to listen, as host:port
	Addr   string // where this process reaches that

	// Log returns what the supervisor or its host has said so far beside Stdout.
	Log func() string

	// Close ends the standard input of the supervisor, waits until all of it is gone, and
	// returns what went wrong.
	Close func() error
}
