package harness

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/legacytls/legacytls/internal/agent/protocol"
	"github.com/legacytls/legacytls/internal/wire"
)

// dialInProcess connects a client of this process to t and exchanges a line.
// The outcome is the client's.
func dialInProcess(ctx context.Context, c Client, t Target, timeout time.Duration) Outcome {
	return inProcess{
		config: c.config(t), addr: t.Addr, timeout: timeout, export: c.Export,
		connected: func(string) {}, exchange: exchangeLine,
	}.connect(ctx)
}

// An inProcess is a connection that a client of this process is to make.
type inProcess struct {
	config    *tls.Config
	addr      string
	timeout   time.Duration
	export    bool                 // ask for exported keying material
	connected func(local string)   // called with the client's own address before it sends anything
	exchange  func(net.Conn) error // what to do after the handshake
}

func (p inProcess) connect(ctx context.Context) Outcome {
	ctx, cancel := context.WithTimeout(ctx, p.timeout)
	defer cancel()
	o := Outcome{Role: ClientSide, Target: p.addr}
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", p.addr)
	if err != nil {
		o.Stage, o.Error = StageConnect, err.Error()
		return o
	}
	defer conn.Close()
	o.local = conn.LocalAddr().String()
	p.connected(o.local)
	deadline, _ := ctx.Deadline()
	conn.SetDeadline(deadline)
	tapped := newTap(conn, false)
	client := tls.Client(tapped, p.config)
	o.Stage = StageDone
	if err := client.Handshake(); err != nil {
		o.Stage, o.Error = stageOfHandshakeError(err), err.Error()
	} else if err := p.exchange(client); err != nil {
		o.Stage, o.Error = StageExchange, err.Error()
	} else {
		o.describe(client.ConnectionState(), p.export)
		client.Close()
	}
	o.addFlows(tapped)
	return o
}

// config returns the tls.Config that c stands for.
func (c Client) config(t Target) *tls.Config {
	config := &tls.Config{
		MinVersion:         c.MinVersion,
		MaxVersion:         c.MaxVersion,
		CipherSuites:       c.CipherSuites,
		CurvePreferences:   c.Groups,
		NextProtos:         c.ALPN,
		ServerName:         c.ServerName,
		InsecureSkipVerify: c.InsecureSkipVerify,
		Renegotiation:      c.Renegotiation,
	}
	if len(t.RootsPEM) > 0 {
		config.RootCAs = x509.NewCertPool()
		config.RootCAs.AppendCertsFromPEM(t.RootsPEM)
	}
	if config.ServerName == "" {
		config.ServerName, _ = t.serverName()
	}
	return config
}

func stageOfHandshakeError(err error) Stage {
	var verification *tls.CertificateVerificationError
	if errors.As(err, &verification) {
		return StageVerify
	}
	return StageHandshake
}

// exchangeLine sends a line and expects it back.
func exchangeLine(conn net.Conn) error {
	const line = "legacytls\n"
	if _, err := io.WriteString(conn, line); err != nil {
		return err
	}
	got, err := bufio.NewReader(conn).ReadString('\n')
	if err == nil && got != line {
		err = fmt.Errorf("sent the line %q, got %q back", line, got)
	}
	return err
}

// describe adds what a complete connection agreed on.
func (o *Outcome) describe(cs tls.ConnectionState, export bool) {
	o.Version, o.Suite, o.Group = cs.Version, cs.CipherSuite, uint16(groupOf(cs))
	o.ALPN, o.Resumed = cs.NegotiatedProtocol, cs.DidResume
	if !export {
		return
	}
	o.Export.Asked = true
	value, err := cs.ExportKeyingMaterial(protocol.ExportLabel, nil, protocol.ExportLength)
	if err != nil {
		o.Export.Error = err.Error()
	}
	o.Export.Value = hex.EncodeToString(value)
}

// addFlows adds what the bytes of the connection show.
func (o *Outcome) addFlows(t *tap) {
	in, out := t.handshake()
	client, server := wire.DecodeFlow(out), wire.DecodeFlow(in)
	o.Hello, _ = client.ClientHello()
	o.Answer, _ = server.ServerHello()
	o.Scheme, o.ClientScheme = server.SignatureScheme(), client.ClientSignatureScheme()
	o.addAlert(client, server)
}
