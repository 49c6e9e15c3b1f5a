// A program that says what its GODEBUG settings make of it, one word of its command
// line after the other.
package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime/debug"
	"runtime/metrics"
	"strings"
)

func main() {
	for _, word := range os.Args[1:] {
		verb, value := word, ""
		if i := strings.Index(word, ":"); i >= 0 {
			verb, value = word[:i], word[i+1:]
		}
		switch verb {
		case "offers":
			fmt.Println(offers())
		case "setenv":
			os.Setenv("GODEBUG", value)
		case "unsetenv":
			os.Unsetenv("GODEBUG")
		case "start":
			start(value)
		case "counters":
			counters()
		case "buildinfo":
			fmt.Println(builtIn())
		}
	}
}

// offers says whether the default ClientHello has a suite of RSA key exchange.
func offers() string {
	client, server := net.Pipe()
	defer client.Close()
	go tls.Client(client, &tls.Config{ServerName: "example.test"}).Handshake()
	answer := "no RSA key exchange"
	tls.Server(server, &tls.Config{GetConfigForClient: func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		for _, id := range hello.CipherSuites {
			if id == tls.TLS_RSA_WITH_AES_128_CBC_SHA {
				answer = "RSA key exchange"
			}
		}
		return nil, errors.New("that was all")
	}}).Handshake()
	return answer
}

// start runs another program, which says what it offers.
func start(path string) {
	out, err := exec.Command(path, "offers").CombinedOutput()
	fmt.Print(string(out))
	if err != nil {
		fmt.Println(err)
	}
}

// counters are the names of what is counted of GODEBUG.
func counters() {
	for _, d := range metrics.All() {
		if strings.HasPrefix(d.Name, "/godebug/") {
			fmt.Println(d.Name)
		}
	}
}

func builtIn() string {
	info, _ := debug.ReadBuildInfo()
	for _, s := range info.Settings {
		if s.Key == "DefaultGODEBUG" {
			return s.Value
		}
	}
	return ""
}
