// Command buildimages builds the OpenSSL images of package docker that are not there yet: of
// the generations named, or of all.
//
//	go run ./buildimages [GENERATION...]
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/legacytls/legacytls/docker"
)

func main() {
	flag.Usage = func() {
		fmt.Fprintf(os.Stderr, "usage: buildimages [GENERATION...]\n\nGenerations are %s; all of them if none is named.\n",
			strings.Join(docker.Generations(), ", "))
	}
	flag.Parse()
	generations := flag.Args()
	if len(generations) == 0 {
		generations = docker.Generations()
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if failed := buildAll(ctx, generations); failed > 0 {
		fmt.Fprintf(os.Stderr, "buildimages: %d of %d failed\n", failed, len(generations))
		os.Exit(1)
	}
}

// buildAll builds all that can be built, and returns how many could not.
func buildAll(ctx context.Context, generations []string) (failed int) {
	for _, g := range generations {
		if err := docker.Build(ctx, g, os.Stderr); err != nil {
			fmt.Fprintf(os.Stderr, "buildimages: %s: %v\n", g, err)
			failed++
		}
		if ctx.Err() != nil {
			return len(generations) // the rest is not tried
		}
	}
	return failed
}
