package wire_test

import (
	"fmt"

	"github.com/legacytls/legacytls/internal/wire"
)

func Example() {
	sentByClient := framed(browserHello(), 16384)
	hello, err := wire.DecodeFlow(sentByClient).ClientHello()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d bytes, %d suites for %q\n", hello.Size, len(hello.CipherSuites), hello.ServerName)
	for _, id := range hello.Versions() {
		fmt.Println(wire.VersionName(id))
	}

	sentByServer := []byte("\x15\x03\x01\x00\x02\x02\x28")
	for _, alert := range wire.DecodeFlow(sentByServer).Alerts {
		fmt.Println(alert)
	}

	_, err = wire.DecodeFlow([]byte("GET / HTTP/1.1\r\n")).ClientHello()
	fmt.Println(err)
	// Output:
	// 1474 bytes, 5 suites for "legacy.test"
	// TLS 1.3
	// TLS 1.2
	// fatal handshake_failure (40)
	// no ClientHello: TLS record expected at byte 0, got what looks like plaintext HTTP ("GET / HTTP/1.1"); the sender speaks HTTP without TLS
}
