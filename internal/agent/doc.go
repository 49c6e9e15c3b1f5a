// Package agent makes TLS connections with the crypto/tls of any Go release from 1.12 on.
//
// crypto/tls cannot be loaded twice into one process, so a small program, the agent, is
// compiled by each release and told what to do. This package holds the program's source
// (Program), starts a compiled agent (Start) and talks to it (Process). Compiling is the
// business of others: internal/toolchain, or a go command as in the tests here.
//
//	source := agent.Program()
//	// write source.Files below a directory with a go.mod of module source.Module,
//	// and there: go build -o agent-1.22.12 source.Package
//
//	p, err := agent.Start(ctx, "agent-1.22.12", []string{"GODEBUG=tlsrsakex=1"})
//	if err != nil {
//		return err // a *StartError: a removed GODEBUG setting ends a program of Go 1.27 here
//	}
//	defer p.Close()
//
//	result, err := p.Dial(ctx, protocol.Dial{
//		Addr:     "127.0.0.1:40443",
//		Config:   protocol.Config{Roots: rootsPEM},
//		Exchange: protocol.ExchangeClose,
//	})
//	if err != nil {
//		return err // the agent could not try: *RequestError, *CrashError, ErrClosed
//	}
//	fmt.Println(result.Stage, result.Error, result.Counters["tlsrsakex"])
//
// # What is a result and what is an error
//
// A connection that fails is a protocol.Result with the Stage at which it ended and the text
// of the error, as that Go release words it. An error of Dial or Listen says that there is no
// result. One agent makes many connections at once; a panic in one of them is the Error of
// its Result ("agent panic: ..."). An agent that dies, or that does not answer in time and is
// killed, ends all requests that are under way with a *CrashError; start another one.
//
// # Time
//
// The agent itself keeps the time of a connection (TimeoutMS), so that the error is the one
// that the Go release gives. The Process waits DefaultGrace longer before it takes the agent
// to hang. Contexts bound the waiting only.
//
// # What lives how long
//
// An agent ends when its standard input does: with Close, or with the death of the process
// that started it. Nothing is left behind either way.
//
// # Package layout
//
// Package protocol is what goes over the pipe; package program is the agent. Both are part of
// what every release compiles: see their package comments for what they may not use.
package agent
