package main

import (
	"os"

	"github.com/legacytls/legacytls/docker"
	"github.com/legacytls/legacytls/harness"
)

// A backend is a row of the table that -backend, its completion and list backends read.
// The table has what there is to ask for; whether it is available here, asking shows.
type backend struct {
	name   string
	with   string          // what it plays profiles with
	player harness.Backend // nil for the releases of Go

	// openssl says which OpenSSL it is, or where, beside the version that it reports when it
	// is asked. It is "" for what is no OpenSSL.
	openssl string
}

// goBackend stands in the table for the releases of Go.
const goBackend = "goX.Y"

func backends() []backend {
	all := []backend{
		{name: harness.Legacy().Name(), player: harness.Legacy(), with: "our own engine for SSL 3.0 to TLS 1.2, in process: the default below TLS 1.3"},
		{name: harness.CryptoTLS().Name(), player: harness.CryptoTLS(), with: "the crypto/tls that legacytls is built with, in process: the default with TLS 1.3"},
		{name: goBackend, with: "the crypto/tls of that Go release in a process of its own, for example go1.20: what only an old Go can be"},
	}
	for _, b := range harness.OpenSSLs() {
		all = append(all, localBackend(b))
	}
	for _, generation := range docker.Generations() {
		all = append(all, dockerBackend(generation))
	}
	return all
}

// localBackend is one of the openssl commands of this machine, whose name is openssl or
// openssl: and its path.
func localBackend(b harness.Backend) backend {
	which := "the openssl of that path"
	if b.Name() == "openssl" {
		which = "the openssl in PATH"
		if os.Getenv(harness.OpenSSLVariable) != "" {
			which = "the first openssl that " + harness.OpenSSLVariable + " names"
		}
	}
	return backend{name: b.Name(), player: b, with: "the s_server of " + which, openssl: which}
}

func dockerBackend(generation string) backend {
	b := docker.OpenSSL(generation)
	return backend{name: b.Name(), player: b, with: "the s_server of OpenSSL " + generation + ", in a container", openssl: "in a container"}
}

func namesOf(all []backend) []string {
	var names []string
	for _, b := range all {
		names = append(names, b.name)
	}
	return names
}
