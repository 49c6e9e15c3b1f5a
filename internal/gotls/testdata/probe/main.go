// Program probe prints by which value of each setting it behaves, one line
// each: "tlsrsakex=0". Its argument, if any, becomes GODEBUG first. It compiles
// with Go 1.12 and later.
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) > 1 {
		os.Setenv("GODEBUG", os.Args[1])
	}
	hello := newHello()
	for _, p := range []struct {
		setting string
		one     bool // it behaves as with the value 1
	}{
		{"rsa1024min", refusesSmallRSA()},
		{"tls10default", hello.has(supportedVersions, 0x0302)},
		{"tls10server", acceptsTLS10()},
		{"tls13", hello.has(supportedVersions, 0x0304)},
		{"tls3des", hello.offers(0xC012)},
		{"tlskyber", hello.has(supportedGroups, 0x6399)},
		{"tlsmlkem", hello.has(supportedGroups, 0x11EC)},
		{"tlsrsakex", hello.offers(0x009C)},
		{"tlssecpmlkem", hello.has(supportedGroups, 0x11EB)},
		{"tlssha1", hello.has(signatureAlgorithms, 0x0201)},
		{"x509ignoreCN", !acceptsCommonName()},
		{"x509keypairleaf", fillsLeaf()},
		{"x509negativeserial", readsNegativeSerial()},
		{"x509sha1", acceptsSHA1()},
	} {
		value := 0
		if p.one {
			value = 1
		}
		fmt.Printf("%s=%d\n", p.setting, value)
	}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
