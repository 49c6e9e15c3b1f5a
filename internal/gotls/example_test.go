package gotls_test

import (
	"fmt"

	"github.com/legacytls/legacytls/internal/gotls"
	"github.com/legacytls/legacytls/internal/toolchain"
)

func Example() {
	s, _ := gotls.FindSetting("tlsrsakex")
	for _, text := range []string{"1.21.13", "1.26.11", "1.27.4"} {
		release, err := toolchain.ParseVersion(text)
		if err != nil {
			fmt.Println(err)
			return
		}
		own, _ := gotls.DefaultsOf(release, "", "")
		old, _ := gotls.DefaultsOf(release, "1.21", "")
		fmt.Println(text, own.HelloBytes("example.test"), old.HelloBytes("example.test"),
			s.Effect(gotls.Environment, s.Old, release), "/", s.Effect(gotls.GoMod, s.Old, release))
	}
	// Output:
	// 1.21.13 264 264 ignored / load fails
	// 1.26.11 1504 294 obeyed / obeyed
	// 1.27.4 1510 288 dies / load fails
}
