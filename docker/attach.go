package docker

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"

	dc "github.com/ory/dockertest/v3/docker"
)

// maxLog is how much of the end of a container's standard error is kept.
const maxLog = 64 << 10

// The streams of a container, from before it starts.
type streams struct {
	stdin  *io.PipeWriter
	stdout *io.PipeReader
	stderr *tail

	output *io.PipeWriter // the other end of stdout
	conn   net.Conn       // carries them
	wait   func() error   // for the end of stdout and stderr
}

// attach connects to the streams of a container. The context of e bounds that, not what
// follows; end ends it.
func (e *engine) attach(id string) (*streams, error) {
	// A client of its own, whose connection is then known: dockertest waits for an answer
	// for ever, and all that ends this is the end of the connection.
	a, err := e.within(context.Background())
	if err != nil {
		return nil, err
	}
	dialer := &remembering{next: a.client.Dialer, tls: a.client.TLSConfig}
	a.client.Dialer, a.client.TLSConfig = dialer, nil

	in, stdin := io.Pipe()
	stdout, out := io.Pipe()
	stderr := &tail{max: maxLog}
	attached := make(chan struct{})
	waiter, err := a.client.AttachToContainerNonBlocking(dc.AttachToContainerOptions{
		Container: id, Stream: true, Success: attached,
		Stdin: true, Stdout: true, Stderr: true,
		InputStream: in, OutputStream: out, ErrorStream: stderr,
	})
	if err != nil {
		return nil, e.explain("attaching to a container", err)
	}
	s := &streams{stdin, stdout, stderr, out, dialer.conn, waiter.Wait}
	select {
	case <-attached:
	case <-e.ctx.Done():
		s.conn.Close()
		<-attached
	}
	attached <- struct{}{}
	err = e.ctx.Err()
	if err == nil {
		err = dialer.refusal()
	}
	if err != nil {
		s.end()
		return nil, e.explain("attaching to a container", err)
	}
	return s, nil
}

// end ends all that reads and writes the streams.
func (s *streams) end() {
	s.conn.Close()
	s.stdin.Close()
	s.stdout.Close()
}

// A remembering dialer remembers the connection that it made, with TLS if that is set.
type remembering struct {
	next dc.Dialer
	tls  *tls.Config
	conn *begun
}

func (r *remembering) Dial(network, address string) (net.Conn, error) {
	conn, err := r.next.Dial(network, address)
	if err == nil && r.tls != nil {
		conn, err = withTLS(conn, r.tls, address)
	}
	if err != nil {
		return nil, err
	}
	r.conn = &begun{Conn: conn}
	return r.conn, nil
}

// refusal returns the error of an engine that has not answered with a stream, which
// dockertest takes for one.
func (r *remembering) refusal() error {
	said := r.conn.said()
	answer, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(said)), nil)
	if err != nil {
		return fmt.Errorf("the answer is not HTTP: %q", said)
	}
	if answer.StatusCode == http.StatusSwitchingProtocols || answer.StatusCode/100 == 2 {
		return nil
	}
	return apiError(answer)
}

// A begun connection keeps the begin of what came over it, an answer of HTTP.
type begun struct {
	net.Conn

	mu    sync.Mutex
	bytes []byte
}

const maxBegin = 4 << 10

func (b *begun) Read(p []byte) (int, error) {
	n, err := b.Conn.Read(p)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.bytes = append(b.bytes, p[:min(n, maxBegin-len(b.bytes))]...)
	return n, err
}

func (b *begun) said() []byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.bytes
}

// CloseWrite ends the standard input of the container.
func (b *begun) CloseWrite() error {
	return b.Conn.(interface{ CloseWrite() error }).CloseWrite()
}

func withTLS(conn net.Conn, config *tls.Config, address string) (net.Conn, error) {
	config = config.Clone()
	if config.ServerName == "" {
		config.ServerName, _, _ = net.SplitHostPort(address)
	}
	ctx, cancel := context.WithTimeout(context.Background(), pingTime)
	defer cancel()
	encrypted := tls.Client(conn, config)
	if err := encrypted.HandshakeContext(ctx); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return encrypted, nil
}
