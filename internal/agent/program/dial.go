package main

import (
	"crypto/tls"
	"net"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// dial makes the connection that is asked for, or the two of a resumption.
func dial(request *protocol.Dial) (protocol.Reply, error) {
	until := deadline(request.TimeoutMS)
	exchange, err := exchangeFor(request, until)
	if err != nil {
		return protocol.Reply{}, err
	}
	config, err := clientConfig(request.Config, request.Addr)
	if err != nil {
		return protocol.Reply{}, err
	}
	if request.Resume {
		config.ClientSessionCache = tls.NewLRUClientSessionCache(1)
	}
	p := plan{
		tls:      func(c net.Conn) *tls.Conn { return tls.Client(c, config) },
		exchange: exchange,
		export:   request.Export,
		deadline: until,
	}
	result := connect(request.Addr, p)
	if request.Resume && result.Error == "" {
		result = connect(request.Addr, p)
	}
	return protocol.Reply{Kind: protocol.KindResult, Result: &result}, nil
}

func connect(addr string, p plan) protocol.Result {
	dialer := net.Dialer{Deadline: p.deadline}
	raw, err := dialer.Dial("tcp", addr)
	if err != nil {
		return protocol.Result{Stage: protocol.StageConnect, Error: err.Error()}
	}
	_ = raw.SetDeadline(p.deadline)
	return run(raw.(*net.TCPConn), p)
}
