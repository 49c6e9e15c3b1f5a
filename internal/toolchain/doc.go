// Package toolchain finds, fetches and verifies Go toolchains, and builds and
// caches small programs with them.
//
//	store, err := toolchain.NewStore(toolchain.Options{})
//	if err != nil {
//		return err
//	}
//	version, err := store.Resolve(ctx, "1.22") // 1.22.12
//	if err != nil {
//		return err
//	}
//	tc, err := store.Toolchain(ctx, version) // fetched if need be
//	if err != nil {
//		return err
//	}
//	binary, err := store.Build(ctx, tc, toolchain.Program{
//		Module:     "example.test/hello",
//		Files:      map[string][]byte{"main.go": []byte("package main\n\nfunc main() {}\n")},
//		GoLine:     "1.21",
//		Directives: []string{"tlsrsakex=1"},
//	})
//	if err != nil {
//		return err
//	}
//	fmt.Println(binary.Path, binary.DefaultGODEBUG)
//
// # Versions
//
// Results are told of full versions, because behaviour changes in patch
// releases. A minor such as "1.22" means one row of a dated table ([Releases],
// [TableDate]); "1.22@latest" asks the module proxy; see [Store.Resolve].
// Conditions on versions are a [Range].
//
// # Toolchains
//
// The user's own go command is asked for the user's settings and fetches what
// is not there; the checksum database vouches for what it fetches. Each
// toolchain's go command is run once and must name the version that was asked
// for. What cannot be had is an [*UnavailableError] with the reason and the
// variable that stands in the way. It never counts as a result.
//
// # Builds
//
// A [Program] is written out as a module of its own and compiled by the
// toolchain itself, with an environment that holds nothing of the user's
// GODEBUG, GOFLAGS, GOEXPERIMENT, workspace or settings file. The go command is a Go
// program too: with the old value of a removed setting in its environment the
// one of Go 1.27 dies, so GODEBUG is for the program under test only.
//
// That a program does not build is a result ([*BuildError]): Go 1.27 refuses
// "godebug tlsrsakex=1" in go.mod, and Go 1.22 any godebug line.
//
// The GODEBUG setting that a go line, godebug lines and //go:debug directives
// build into a program is read back from the file and compared with the
// table in the toolchain's own source ([Toolchain.DefaultGODEBUG]). A program
// in which they differ is not used ([*MismatchError]).
//
// # Cache
//
// Programs are kept by a hash of all that decides them, below
// [Options].CacheDir; everything there can be removed at any time. An entry is
// complete or absent: it is moved into place in one step, and its size and
// SHA-256 are checked before it is used for the first time. One that nobody
// used for two weeks is removed. Compiled packages live in the user's own build
// cache (GOCACHE), so the standard library is built once per toolchain.
package toolchain
