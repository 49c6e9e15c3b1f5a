package toolchain_test

import (
	"context"
	"fmt"

	"github.com/legacytls/legacytls/internal/toolchain"
)

func Example() {
	ctx := context.Background()
	store, err := toolchain.NewStore(toolchain.Options{})
	if err != nil {
		panic(err)
	}
	version, err := store.Resolve(ctx, "1.22") // 1.22.12
	if err != nil {
		panic(err)
	}
	tc, err := store.Toolchain(ctx, version) // fetched if need be
	if err != nil {
		panic(err)
	}
	binary, err := store.Build(ctx, tc, toolchain.Program{
		Module:     "example.test/hello",
		Files:      map[string][]byte{"main.go": []byte("package main\n\nfunc main() {}\n")},
		GoLine:     "1.21",
		Directives: []string{"tlsrsakex=1"},
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(binary.Path, binary.DefaultGODEBUG)
}
