package sserver

import (
	"context"
	"crypto/ecdh"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/wire"
)

const (
	pollTime  = 10 * time.Millisecond // between two looks whether a server is there
	probeTime = 5 * time.Second       // for its answer to one ClientHello
	maxAnswer = 64 << 10
)

// AwaitReady waits until the server answers a ClientHello at addr, with whatever it thinks
// of it: that a port accepts connections says little about the server behind it.
func AwaitReady(ctx context.Context, s *Supervisor, addr string) error {
	poll := time.NewTicker(pollTime)
	defer poll.Stop()
	asking, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { // somebody else may be at that address, and never answer
		select {
		case <-s.gone:
			cancel()
		case <-asking.Done():
		}
	}()
	for {
		select {
		case <-poll.C:
		case <-ctx.Done():
			return fmt.Errorf("openssl s_server does not answer: %w", ctx.Err())
		}
		flow, err := ask(asking, s, addr, helloOf(tls.VersionTLS12, []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}))
		if ended := s.Ended(); ended != nil {
			return ended
		}
		if err == nil && len(flow.Records) > 0 && s.hasHeard() {
			return nil
		}
	}
}

// AwaitTurn waits until s_server at addr takes a new connection, which it does when it is
// through with those before.
func AwaitTurn(ctx context.Context, addr string) error {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	conn.(*net.TCPConn).CloseWrite()
	if _, err := io.Copy(io.Discard, conn); err != nil {
		return fmt.Errorf("openssl s_server is not through with a connection: %w", err)
	}
	return nil
}

// ask sends a ClientHello and returns what the server answers. When it returns, the server
// is through with the connection.
func ask(ctx context.Context, s *Supervisor, addr string, hello *wire.ClientHello) (*wire.Flow, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	conn.SetDeadline(time.Now().Add(probeTime))
	record := wire.MarshalRecord(wire.Handshake, min(hello.Version, tls.VersionTLS10), hello.Marshal())
	if _, err := conn.Write(record); err != nil {
		return nil, err
	}
	conn.(*net.TCPConn).CloseWrite()
	answer, err := io.ReadAll(io.LimitReader(conn, maxAnswer))
	if len(answer) > 0 { // however it ended
		err = nil
	}
	return wire.DecodeFlow(answer), errors.Join(err, s.Settle(ctx))
}

// helloOf is the hello of a client of one version.
func helloOf(version uint16, suites []uint16) *wire.ClientHello {
	hello := &wire.ClientHello{
		Version:            min(version, tls.VersionTLS12),
		CipherSuites:       suites,
		CompressionMethods: []uint8{0},
	}
	_, _ = rand.Read(hello.Random[:])
	if version < tls.VersionTLS10 {
		return hello
	}
	hello.Extensions = []wire.Extension{
		wire.SupportedGroups(uint16(tls.X25519), uint16(tls.CurveP256)),
		wire.PointFormats(0),
		wire.SignatureAlgorithms(uint16(tls.PSSWithSHA256), uint16(tls.PKCS1WithSHA256), uint16(tls.PKCS1WithSHA1)),
	}
	if version == tls.VersionTLS13 {
		key, err := ecdh.P256().GenerateKey(rand.Reader)
		if err != nil {
			panic(err) // without randomness nothing goes
		}
		hello.Extensions = append(hello.Extensions,
			wire.SupportedVersions(tls.VersionTLS13), wire.KeyShareOf(uint16(tls.CurveP256), key.PublicKey().Bytes()))
	}
	return hello
}

// tryVersions starts a server of all versions and suites, and offers it one version after
// the other. That a version is an option of openssl does not say that it speaks it.
func (a *Abilities) tryVersions(ctx context.Context, s *Supervisor, listen, addr string) error {
	authority, err := certs.Shared()
	if err != nil {
		return err
	}
	certificate, err := authority.Issue(certs.Spec{})
	if err != nil {
		return err
	}
	files, err := certificateFiles(certificate)
	if err != nil {
		return err
	}
	args := append(a.common(listen), "-min_protocol", "None", "-cipher", everything)
	if err := s.Start(Command{Args: args, Files: files}); err != nil {
		return err
	}
	if err := AwaitReady(ctx, s, addr); err != nil {
		return err
	}
	for _, p := range protocols() {
		var suites []uint16
		for id := range a.suites[p.version] {
			suites = append(suites, id)
		}
		if len(suites) == 0 {
			continue
		}
		flow, err := ask(ctx, s, addr, helloOf(p.version, suites))
		if err != nil {
			return fmt.Errorf("trying %s: %w", p.name, err)
		}
		answer, err := flow.ServerHello()
		a.versions[p.version] = err == nil && answer.Version == p.version
	}
	return nil
}
