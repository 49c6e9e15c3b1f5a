package main

import (
	"crypto/tls"
	"net"
	"time"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// dial makes the connection that is asked for, or the two of a resumption.
func dial(request *protocol.Dial) (protocol.Reply, error) {
	until := deadline(request.TimeoutMS)
	config, err := clientConfig(request.Config, request.Addr)
	if result, ok := unloadable(err); ok {
		return protocol.Reply{Kind: protocol.KindResult, Result: &result}, nil
	}
	if err != nil {
		return protocol.Reply{}, err
	}
	if request.Exchange == protocol.ExchangeHTTP {
		result := connect(request.Addr, until, func(raw *net.TCPConn) protocol.Result {
			return get(raw, config, request, until)
		})
		return protocol.Reply{Kind: protocol.KindResult, Result: &result}, nil
	}
	exchange, err := exchangeFor(request, until)
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
	use := func(raw *net.TCPConn) protocol.Result { return run(raw, p) }
	result := connect(request.Addr, until, use)
	if request.Resume && result.Error == "" {
		result = connect(request.Addr, until, use)
	}
	return protocol.Reply{Kind: protocol.KindResult, Result: &result}, nil
}

// connect opens a TCP connection and hands it on.
func connect(addr string, until time.Time, use func(*net.TCPConn) protocol.Result) protocol.Result {
	dialer := net.Dialer{Deadline: until}
	raw, err := dialer.Dial("tcp", addr)
	if err != nil {
		return protocol.Result{Stage: protocol.StageConnect, Error: err.Error()}
	}
	_ = raw.SetDeadline(until)
	return use(raw.(*net.TCPConn))
}
