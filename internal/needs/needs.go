// Package needs lets tests say what they need from the machine. A test whose
// need is not met skips with the reason, or fails if the environment variable
// LEGACYTLS_REQUIRE names the need: it holds names separated by commas, such as
// "toolchains,openssl,docker".
package needs

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// The needs that tests of this project have.
const (
	Toolchains = "toolchains" // other Go toolchains, in the module cache or by network
	OpenSSL    = "openssl"    // the openssl command
	Docker     = "docker"     // a Docker engine with the images of module docker
	GnuTLS     = "gnutls"     // the gnutls-cli command
	Java       = "java"       // the java and javac commands
	Curl       = "curl"       // the curl command
	SSLScan    = "sslscan"    // the sslscan command
	Nmap       = "nmap"       // the nmap command, with its scripts
	TShark     = "tshark"     // the tshark command
)

// Missing skips tb because the need is not met, for the reason given, or fails
// it if LEGACYTLS_REQUIRE names the need.
func Missing(tb testing.TB, need, reason string) {
	tb.Helper()
	for _, required := range strings.Split(os.Getenv("LEGACYTLS_REQUIRE"), ",") {
		if strings.TrimSpace(required) == need {
			tb.Fatalf("%s is required by LEGACYTLS_REQUIRE: %s", need, reason)
		}
	}
	tb.Skipf("%s (LEGACYTLS_REQUIRE=%s makes this a failure)", reason, need)
}

// Command returns the path of a command, which is the need itself.
func Command(tb testing.TB, name string) string {
	tb.Helper()
	return CommandOf(tb, name, name)
}

// CommandOf returns the path of a command that belongs to a need of another name.
func CommandOf(tb testing.TB, need, name string) string {
	tb.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		Missing(tb, need, "no "+name+" command in PATH")
	}
	return path
}
