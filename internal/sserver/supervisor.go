package sserver

import (
	"bufio"
	"bytes"
	"context"
	_ "embed" // for Program
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
)

// Program is the supervisor, for perl -e. Its argument is the path of openssl.
//
//go:embed supervisor.pl
var Program string

// unread is how many bytes for the server's client may be under way to the server.
const unread = 256 << 10

// A Supervisor is a running supervisor. Its methods are safe for concurrent use, but for
// those of which is said who calls them.
type Supervisor struct {
	stdin   io.Writer
	writing sync.Mutex // of one frame at a time

	output   chan []byte   // of a command
	consumed chan struct{} // the server has read all
	barrier  chan struct{} // all has come that the server has written
	over     chan struct{} // closed when the supervisor has ended
	gone     chan struct{} // closed when the server has, or the supervisor

	mu        sync.Mutex
	changed   *sync.Cond  // when credit has grown, or the supervisor or the connection ended
	credit    int         // bytes that may be sent to the server
	current   *Connection // that is being served, nil if none is
	startup   Trace       // what the server said without a connection
	abandoned int         // commands whose output nobody waits for
	keys      io.Writer   // for the secrets of connections, nil if nobody wants them
	exit      string      // how the server ended, "" if it did not
	err       error       // why the supervisor ended
}

// Supervise returns the supervisor behind these pipes. It ends with its standard input,
// which the caller closes.
func Supervise(stdin io.Writer, stdout io.Reader) *Supervisor {
	s := &Supervisor{
		stdin: stdin, credit: unread,
		output: make(chan []byte, 1), consumed: make(chan struct{}, 1), barrier: make(chan struct{}, 1), over: make(chan struct{}), gone: make(chan struct{}),
	}
	s.changed = sync.NewCond(&s.mu)
	go s.read(bufio.NewReaderSize(stdout, 64<<10))
	return s
}

// read takes what the supervisor says, until it ends.
func (s *Supervisor) read(stdout io.Reader) {
	for {
		f, err := readFrame(stdout)
		if err == nil {
			err = s.take(f)
		}
		if err == nil {
			continue
		}
		s.mu.Lock()
		s.err = err
		s.lose()
		if s.current != nil {
			s.current.end()
		}
		s.mu.Unlock()
		close(s.over)
		s.changed.Broadcast()
		return
	}
}

func (s *Supervisor) take(f frame) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch f.kind {
	case 'r':
		if s.abandoned > 0 {
			s.abandoned--
			return nil
		}
		s.output <- f.body
	case 'c':
		signal(s.consumed)
	case 'b':
		signal(s.barrier)
	case 'A':
		if len(f.body) != 4 {
			return fmt.Errorf("a credit of %d bytes from the supervisor of openssl", len(f.body))
		}
		s.credit += int(binary.BigEndian.Uint32(f.body))
		s.changed.Broadcast()
	case 'O':
		if s.current != nil {
			return s.current.received(f.body)
		}
	case 'E':
		s.trace().add(f.body)
	case 'X':
		s.exit = string(f.body)
		s.lose()
		if s.current != nil {
			s.current.end()
		}
		s.changed.Broadcast()
	default:
		return fmt.Errorf("an unknown frame %q from the supervisor of openssl", f.kind)
	}
	return nil
}

// lose closes gone, under the lock.
func (s *Supervisor) lose() {
	select {
	case <-s.gone:
	default:
		close(s.gone)
	}
}

// signal tells one who waits, or will.
func signal(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// trace is where what the server says belongs.
func (s *Supervisor) trace() *Trace {
	if s.current != nil {
		return &s.current.trace
	}
	return &s.startup
}

// send sends a frame. An error is that of a supervisor that has ended.
func (s *Supervisor) send(kind byte, body []byte) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	_, err := s.stdin.Write(frame{kind, body}.marshal())
	return err
}

// LogKeys writes the secrets that the server says to w, a line at a time. It is to be called
// before Start.
func (s *Supervisor) LogKeys(w io.Writer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keys = w
	s.startup.keys = s.logKey
}

// logKey takes a line of the key log, under the lock.
func (s *Supervisor) logKey(line string) {
	if s.keys != nil {
		fmt.Fprintln(s.keys, strings.TrimSpace(line))
	}
}

// Run runs openssl with arguments to its end, and returns what it printed on both its
// outputs. One command runs at a time, which is up to the caller. An exit code that is
// not 0 is an *ExitError.
func (s *Supervisor) Run(ctx context.Context, args ...string) (string, error) {
	if err := s.send('R', []byte(strings.Join(args, "\x00"))); err != nil {
		return "", s.ended(err)
	}
	select {
	case result := <-s.output:
		code, output, _ := bytes.Cut(result, []byte{0})
		if string(code) != "0" {
			return string(output), &ExitError{args, string(code), string(output)}
		}
		return string(output), nil
	case <-s.over:
		return "", s.ended(nil)
	case <-ctx.Done():
		s.abandon()
		return "", fmt.Errorf("openssl %s does not end: %w", args[0], ctx.Err())
	}
}

// abandon sees to it that nobody takes the output of a command that is not waited for.
func (s *Supervisor) abandon() {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.output:
	default:
		s.abandoned++
	}
}

// An ExitError is an openssl command that failed.
type ExitError struct {
	Args   []string
	Code   string
	Output string
}

func (e *ExitError) Error() string {
	return fmt.Sprintf("openssl %s: exit code %s: %s", strings.Join(e.Args, " "), e.Code, strings.TrimSpace(e.Output))
}

// A Command is what s_server is started with: arguments, and files in its directory.
type Command struct {
	Args  []string
	Files map[string][]byte
}

// Start starts s_server. That it serves shows when somebody connects. A supervisor
// starts one.
func (s *Supervisor) Start(c Command) error {
	for name, content := range c.Files {
		if err := s.send('F', append([]byte(name+"\x00"), content...)); err != nil {
			return s.ended(err)
		}
	}
	if err := s.send('S', []byte(strings.Join(c.Args, "\x00"))); err != nil {
		return s.ended(err)
	}
	return nil
}

// hasHeard says whether the server has said that it got a message outside of a [Connection]:
// what answers at its address may be somebody else, who was faster to take the port.
func (s *Supervisor) hasHeard() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.startup.Messages) > 0
}

// Settle waits until everything has come that the server wrote outside of a [Connection].
func (s *Supervisor) Settle(ctx context.Context) error {
	if err := s.send('B', nil); err != nil {
		return s.ended(err)
	}
	return s.awaitBarrier(ctx)
}

func (s *Supervisor) awaitBarrier(ctx context.Context) error {
	select {
	case <-s.barrier:
		return nil
	case <-s.over:
		return s.ended(nil)
	case <-ctx.Done():
		return errors.New("the supervisor of openssl does not answer")
	}
}

// Ended says how the server, or the supervisor, has ended, nil if they have not.
func (s *Supervisor) Ended() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.exit != "":
		said := strings.Join(s.startup.Lines(), "; ")
		if s.current != nil {
			said = strings.Join(s.current.trace.Lines(), "; ")
		}
		return fmt.Errorf("openssl s_server has ended with %s: %s", s.exit, said)
	case s.err != nil:
		return s.endedLocked(nil)
	}
	return nil
}

func (s *Supervisor) ended(err error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.endedLocked(err)
}

func (s *Supervisor) endedLocked(err error) error {
	if s.err != nil && !errors.Is(s.err, io.EOF) {
		err = s.err
	}
	if err == nil {
		return errors.New("the supervisor of openssl has ended")
	}
	return fmt.Errorf("the supervisor of openssl has ended: %w", err)
}
