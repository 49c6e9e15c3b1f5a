package toolchain

// A Program is the source of one main package and the settings with which it
// is built, as a module of its own that requires nothing outside the standard
// library.
type Program struct {
	// Module is the path of the generated module, for its go.mod.
	Module string

	// Package is the import path of the main package: Module, or a path below
	// it. "" means Module. Paths that begin with "./" are relative to Module.
	Package string

	// Files are the sources by slash-separated path below the module's root.
	// go.mod is generated and must not be among them.
	Files map[string][]byte

	// Tag is a build tag that is set, "" for none.
	Tag string

	// GoLine is the version in the go line of go.mod; "" means the
	// toolchain's own [Version.Lang]. A line that is newer than the toolchain
	// is a [BuildError].
	GoLine string

	// Directives are "key=value" settings for //go:debug lines in the main
	// package. Toolchains before Go 1.21 take them for comments.
	Directives []string

	// GoMod are "key=value" settings for godebug lines in go.mod. Toolchains
	// before Go 1.23 do not load a go.mod with such a line.
	GoMod []string
}

// A Binary is a program that was built and checked.
type Binary struct {
	// Path is the executable file. It lives in the cache: do not change it.
	Path string

	// DefaultGODEBUG is the GODEBUG setting that is built into the program, as
	// read back from the file. Toolchains before Go 1.21 build none in.
	DefaultGODEBUG string

	// GoLine is the go line that gave a test binary its defaults.
	GoLine string

	// Cached reports whether the program was there already.
	Cached bool

	size int64 // of the file when it was checked, in bytes
}
