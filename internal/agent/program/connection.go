package main

import (
	"crypto/tls"
	"encoding/hex"
	"fmt"
	"net"
	"os"
	"runtime/debug"
	"time"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// plan says how a TCP connection is used.
type plan struct {
	tls      func(net.Conn) *tls.Conn // tls.Client or tls.Server with its config
	exchange func(*tls.Conn) error    // what follows the handshake
	export   bool
	deadline time.Time // for handshake and exchange
}

// run makes one TLS connection over raw, which it closes, and tells what came of it.
func run(raw *net.TCPConn, p plan) (result protocol.Result) {
	result.Stage = protocol.StageHandshake
	result.Local, result.Remote = raw.LocalAddr().String(), raw.RemoteAddr().String()
	wire := &recorder{Conn: raw}
	defer func() {
		linger(raw, wire, p.deadline)
		result.Sent, result.Received = wire.recorded()
	}()
	defer rescue(&result)

	conn := p.tls(wire)
	if err := conn.Handshake(); err != nil {
		result.Stage, result.Error = handshakeStage(err), err.Error()
		return result
	}
	wire.stop()
	state := conn.ConnectionState()
	describe(&result, state)
	if p.export {
		export(&result, state)
	}
	result.Stage = protocol.StageExchange
	if err := p.exchange(conn); err != nil {
		result.Error = err.Error()
		return result
	}
	_ = conn.CloseWrite() // close_notify; an exchange that went well is not undone by a peer that is gone
	result.Stage = protocol.StageDone
	return result
}

// rescue makes a panic the error of one connection instead of the end of all.
func rescue(result *protocol.Result) {
	if p := recover(); p != nil {
		result.Error = fmt.Sprintf("agent panic: %v", p)
		fmt.Fprintf(os.Stderr, "%s\n%s", result.Error, debug.Stack())
	}
}

func describe(result *protocol.Result, state tls.ConnectionState) {
	result.Version = state.Version
	result.Suite = state.CipherSuite
	result.Group = group(state)
	result.ALPN = state.NegotiatedProtocol
	result.Resumed = state.DidResume
}

func export(result *protocol.Result, state tls.ConnectionState) {
	material, err := state.ExportKeyingMaterial(protocol.ExportLabel, nil, protocol.ExportLength)
	if err != nil {
		result.ExportError = err.Error()
		return
	}
	result.Export = hex.EncodeToString(material)
}
