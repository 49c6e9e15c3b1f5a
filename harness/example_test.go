package harness_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// Functions that take a *testing.T are shown in the body of a test.

func ExampleStart() {
	_ = func(t *testing.T) {
		srv := harness.Start(t, fixtures.RSAKeyExchangeOnly())

		client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: srv.Roots}}}
		response, err := client.Get(srv.URL)

		harness.RequireConnects(t, srv, err)
		response.Body.Close()
	}
}

func ExampleRequireConnects() {
	_ = func(t *testing.T) {
		srv := harness.Start(t, fixtures.AES128SHAOnly())

		conn, err := tls.Dial("tcp", srv.Addr, &tls.Config{
			RootCAs:      srv.Roots,
			CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA},
		})

		harness.RequireConnects(t, srv, err)
		conn.Close()
	}
}

// A breakage that is known: the test fails on the day when it is gone.
func ExampleRequireRefused() {
	_ = func(t *testing.T) {
		srv := harness.Start(t, fixtures.DESCBC3SHAOnly())

		_, err := tls.Dial("tcp", srv.Addr, &tls.Config{RootCAs: srv.Roots})

		harness.RequireRefused(t, srv, err, harness.RemoteAlert(harness.HandshakeFailure))
	}
}

// A workaround: the test fails on the day when it is not needed any more, or helps no more.
func ExampleRequireNeeded() {
	_ = func(t *testing.T) {
		harness.RequireNeeded(t, "tlsrsakex=1", func(testing.TB) error {
			conn, err := tls.Dial("tcp", "partner.example.com:443", nil)
			if err == nil {
				conn.Close()
			}
			return err
		})
	}
}

func ExampleServe() {
	srv, err := harness.Serve(context.Background(), fixtures.AES128SHAOnly(), harness.WithLines(strings.ToUpper))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()

	conn, err := tls.Dial("tcp", srv.Addr, &tls.Config{
		RootCAs:      srv.Roots,
		CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA},
	})
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintln(conn, "are you there?")
	answer, err := bufio.NewReader(conn).ReadString('\n')
	fmt.Print(answer)
	fmt.Println(err)
	fmt.Println(srv.Connections()[0].Describe(srv.Profile))
	// Output:
	// ARE YOU THERE?
	// <nil>
	// connection 1: TLS 1.2 AES128-SHA
}

func ExampleServer_Transcript() {
	srv, err := harness.Serve(context.Background(), fixtures.AES128SHAOnly())
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	_, err = tls.Dial("tcp", srv.Addr, &tls.Config{
		RootCAs:      srv.Roots,
		CipherSuites: []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256},
		MaxVersion:   tls.VersionTLS12,
	})
	fmt.Println(err)

	transcript := srv.Transcript() // with %v or Println it is drawn
	for _, step := range transcript.Steps[:2] {
		fmt.Println(step.From, step.Name)
	}
	fmt.Println(transcript.Error)
	// Output:
	// remote error: tls: handshake failure
	// client ClientHello
	// server alert
	// the client offers 1 cipher suite, none of them AES128-SHA
}

// What Wireshark opens, decrypted.
func ExampleWithCapture() {
	_ = func(t *testing.T) {
		file, err := os.Create("partner.pcapng")
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		capture, err := harness.NewCapture(file)
		if err != nil {
			t.Fatal(err)
		}
		srv := harness.Start(t, fixtures.RSAKeyExchangeOnly(), harness.WithCapture(capture))
		_ = srv // and a client
	}
}

func ExampleWithKeyLog() {
	var secrets bytes.Buffer
	srv, err := harness.Serve(context.Background(), fixtures.AES128SHAOnly(), harness.WithKeyLog(&secrets))
	if err != nil {
		log.Fatal(err)
	}
	conn, err := tls.Dial("tcp", srv.Addr, &tls.Config{RootCAs: srv.Roots, CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}})
	if err != nil {
		log.Fatal(err)
	}
	conn.Close()
	srv.Close() // from here on nothing is written

	label, _, _ := strings.Cut(secrets.String(), " ")
	fmt.Println(label)
	// Output:
	// CLIENT_RANDOM
}

// The real thing, where it is installed.
func ExampleWithBackend() {
	_ = func(t *testing.T) {
		srv := harness.Start(t, fixtures.AES256SHA256Only(), harness.WithBackend(harness.OpenSSL("")))
		_ = srv // and a client
	}
}

// The caller's own client under other releases, in processes of their own.
func ExampleAcross() {
	_ = func(t *testing.T) {
		harness.Across(t, harness.Matrix{
			Go:      []string{"1.25", "1.26", "1.27"},
			GODEBUG: []string{"", "tlsrsakex=1"},
		}, func(t *testing.T, b harness.Build) {
			srv := harness.Start(t, fixtures.AES128SHAOnly())

			conn, err := tls.Dial("tcp", srv.Addr, &tls.Config{RootCAs: srv.Roots})

			if b.GODEBUG == "" {
				harness.RequireRefused(t, srv, err, harness.RemoteAlert(harness.HandshakeFailure))
				return
			}
			harness.RequireConnects(t, srv, err)
			conn.Close()
		}, harness.Rule{
			When: harness.Go(">=1.27").GODEBUG("tlsrsakex=1"),
			Want: harness.DoesNotStart("removed GODEBUG"),
		})
	}
}
