package main

import "runtime/debug"

// version returns the version of this program and of the Go that built it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "legacytls (no build information)"
	}
	return "legacytls " + info.Main.Version + " " + info.GoVersion
}
