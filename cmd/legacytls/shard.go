package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/scenarios"
)

// The variables with which Bazel, and others after it, tell a test its shard
// (https://bazel.build/reference/test-encyclopedia, "Initial conditions"). The
// index counts from 0 there, and from 1 in -shard.
const (
	totalShardsVar     = "TEST_TOTAL_SHARDS"
	shardIndexVar      = "TEST_SHARD_INDEX"
	shardStatusFileVar = "TEST_SHARD_STATUS_FILE"
)

// A shard is one of total parts of the scenarios, counted from 1. The zero
// shard is all of them.
type shard struct{ index, total int }

// shard adds -shard. The returned function is called after parsing.
func (f *flags) shard() func() (shard, error) {
	value := f.set.String("shard", "", "run `i/n`, the i-th of n parts of the scenarios, counted from 1 (default: by the variables TEST_TOTAL_SHARDS and TEST_SHARD_INDEX, counted from 0, if they are set)")
	return func() (shard, error) {
		if *value != "" {
			return parseShard(*value)
		}
		return shardFromEnvironment()
	}
}

func parseShard(s string) (shard, error) {
	first, second, _ := strings.Cut(s, "/")
	index, indexErr := strconv.Atoi(first)
	total, totalErr := strconv.Atoi(second)
	if indexErr != nil || totalErr != nil || index < 1 || index > total {
		return shard{}, usagef("-shard %q: want i/n with i from 1 to n, for example 2/3", s)
	}
	return shard{index, total}, nil
}

// shardFromEnvironment reads the variables, and tells who set them that they
// were read.
func shardFromEnvironment() (shard, error) {
	totalText, indexText := os.Getenv(totalShardsVar), os.Getenv(shardIndexVar)
	if totalText == "" && indexText == "" {
		return shard{}, nil
	}
	total, totalErr := strconv.Atoi(totalText)
	index, indexErr := strconv.Atoi(indexText)
	if totalErr != nil || indexErr != nil || index < 0 || index >= total {
		return shard{}, usagef("%s=%q and %s=%q in the environment: want an index from 0 to below the total; unset both to run everything",
			shardIndexVar, indexText, totalShardsVar, totalText)
	}
	if file := os.Getenv(shardStatusFileVar); file != "" {
		if err := touch(file); err != nil {
			return shard{}, fmt.Errorf("%s: %w", shardStatusFileVar, err)
		}
	}
	return shard{index + 1, total}, nil
}

func touch(name string) error {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	return file.Close()
}

func (s shard) String() string {
	if s == (shard{}) {
		return ""
	}
	return fmt.Sprintf("%d/%d", s.index, s.total)
}

// of returns the tables with the scenarios of the shard. They are dealt like
// cards: neighbours, which often take equally long, go to different shards.
func (s shard) of(tables []scenarios.Table) []scenarios.Table {
	if s == (shard{}) {
		return tables
	}
	position := 0
	return filterTables(tables, func(scenarios.Table, harness.Scenario) bool {
		position++
		return position%s.total == s.index%s.total
	})
}
