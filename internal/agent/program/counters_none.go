//go:build !go1.21
// +build !go1.21

package main

// counters is empty: GODEBUG settings are counted since Go 1.21.
type counters struct{}

func newCounters() *counters { return nil }

func (c *counters) read() map[string]uint64 { return nil }
