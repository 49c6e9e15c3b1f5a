package main

import "github.com/legacytls/legacytls/internal/agent/protocol"

// A secretReporter reports the secrets of connections, a line with each call of Write.
type secretReporter func(protocol.Result)

func (r secretReporter) Write(line []byte) (int, error) {
	r(protocol.Result{Stage: protocol.StageSecret, KeyLog: string(line)})
	return len(line), nil
}
