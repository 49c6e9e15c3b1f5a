//go:build go1.21
// +build go1.21

package main

import (
	"runtime/metrics"
	"strings"
)

const (
	counterPrefix = "/godebug/non-default-behavior/"
	counterSuffix = ":events"
)

// counters reads how often GODEBUG settings changed what this process did.
type counters struct {
	names []string
}

// newCounters finds the counters that this Go release has.
func newCounters() *counters {
	c := new(counters)
	for _, d := range metrics.All() {
		if strings.HasPrefix(d.Name, counterPrefix) && strings.HasSuffix(d.Name, counterSuffix) {
			c.names = append(c.names, d.Name)
		}
	}
	return c
}

// read returns the counters that are not zero, by setting; nil when all are.
func (c *counters) read() map[string]uint64 {
	samples := make([]metrics.Sample, len(c.names))
	for i, name := range c.names {
		samples[i].Name = name
	}
	metrics.Read(samples)
	var counts map[string]uint64
	for _, sample := range samples {
		if sample.Value.Kind() != metrics.KindUint64 || sample.Value.Uint64() == 0 {
			continue
		}
		if counts == nil {
			counts = make(map[string]uint64)
		}
		setting := strings.TrimSuffix(strings.TrimPrefix(sample.Name, counterPrefix), counterSuffix)
		counts[setting] = sample.Value.Uint64()
	}
	return counts
}
