package main

import (
	"fmt"
	"io"
	"os"
	"runtime"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

func main() {
	if godebug := os.Getenv(protocol.SetenvVariable); godebug != "" {
		if err := os.Setenv("GODEBUG", godebug); err != nil {
			fmt.Fprintln(os.Stderr, "agent:", err)
			os.Exit(1)
		}
	}
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "agent:", err)
		os.Exit(1)
	}
}

// serve answers the requests from in until its end. What is under way then is abandoned: the
// end of the input is how the test says that it needs nothing more, or that it has died.
func serve(in io.Reader, out io.Writer) error {
	a := newAgent(protocol.NewWriter(out))
	if err := a.out.Write(protocol.Hello{Go: runtime.Version(), PID: os.Getpid()}); err != nil {
		return err
	}
	requests := protocol.NewReader(in)
	for {
		var request protocol.Request
		err := requests.Read(&request)
		if wrong, ok := err.(*protocol.LineError); ok {
			a.reply(protocol.Reply{ID: request.ID, Kind: protocol.KindError, Error: wrong.Reason})
			continue
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if request.Op == protocol.OpListen {
			a.handle(request) // short; and the request that closes the listener may be the next one
			continue
		}
		go a.handle(request)
	}
}
