//go:build !unix

package main

// ignoreBrokenPipes has no signal to ignore.
func ignoreBrokenPipes() {}
