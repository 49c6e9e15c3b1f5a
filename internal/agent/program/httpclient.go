//go:build legacytls_http
// +build legacytls_http

package main

import (
	"crypto/tls"
	"io"
	"io/ioutil" //lint:ignore SA1019 Go 1.12 has nothing else
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync"
	"time"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// maxPage bounds what an HTTP server may answer.
const maxPage = 1 << 20

// get makes one HTTP request over raw, which it closes, and tells what came of it.
func get(raw *net.TCPConn, config *tls.Config, request *protocol.Dial, until time.Time) (result protocol.Result) {
	wire := &recorder{Conn: raw}
	seen := &handshakeTrace{wire: wire}
	defer func() {
		linger(raw, wire, until)
		result.Sent, result.Received = wire.recorded()
	}()
	defer rescue(&result)

	transport := &http.Transport{
		TLSClientConfig:     config,
		TLSHandshakeTimeout: time.Duration(request.TLSHandshakeTimeoutMS) * time.Millisecond,
		Dial:                func(network, addr string) (net.Conn, error) { return wire, nil }, //lint:ignore SA1019 as TLSClientConfig does, it switches HTTP/2 off
	}
	forceAttemptHTTP2(transport, request.ForceAttemptHTTP2)
	err := fetch(transport, "https://"+raw.RemoteAddr().String()+"/", seen.trace(), until)
	result = seen.result()
	result.Local, result.Remote = raw.LocalAddr().String(), raw.RemoteAddr().String()
	switch {
	case err == nil:
		result.Stage = protocol.StageDone
	case result.Version == 0:
		result.Stage, result.Error = handshakeStage(cause(err)), err.Error()
	default:
		result.Stage, result.Error = protocol.StageExchange, err.Error()
	}
	return result
}

// fetch gets a page and reads it to its end.
func fetch(transport *http.Transport, page string, trace *httptrace.ClientTrace, until time.Time) error {
	request, err := http.NewRequest(http.MethodGet, page, nil)
	if err != nil {
		return err
	}
	request = request.WithContext(httptrace.WithClientTrace(request.Context(), trace))
	client := &http.Client{Transport: transport, Timeout: time.Until(until)}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer transport.CloseIdleConnections()
	defer response.Body.Close()
	_, err = io.Copy(ioutil.Discard, io.LimitReader(response.Body, maxPage))
	return err
}

// cause takes the URL off an error. In Go 1.12 url.Error has no method Unwrap.
func cause(err error) error {
	if wrapped, ok := err.(*url.Error); ok {
		return wrapped.Err
	}
	return err
}

// handshakeTrace keeps what a transport tells about its handshake. The transport may do so
// after the request has failed.
type handshakeTrace struct {
	wire *recorder

	mu  sync.Mutex
	got protocol.Result
}

func (h *handshakeTrace) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{TLSHandshakeDone: func(state tls.ConnectionState, err error) {
		if err != nil {
			return
		}
		h.wire.stop()
		h.mu.Lock()
		defer h.mu.Unlock()
		describe(&h.got, state)
	}}
}

func (h *handshakeTrace) result() protocol.Result {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.got
}
