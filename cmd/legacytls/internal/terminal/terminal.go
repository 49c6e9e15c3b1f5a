// Package terminal decides what may be written to a terminal, and shows
// progress on one.
package terminal

import (
	"io"
	"os"
)

// Is reports whether w is a terminal that understands escape sequences.
func Is(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// ValidColor reports whether mode is one that [Color] knows.
func ValidColor(mode string) bool { return mode == "auto" || mode == "always" || mode == "never" }

// Color reports whether to write colours to w. The mode "auto" follows NO_COLOR
// (https://no-color.org) and FORCE_COLOR, and otherwise asks whether w is a
// terminal.
func Color(mode string, w io.Writer) bool {
	switch {
	case mode != "auto":
		return mode == "always"
	case os.Getenv("NO_COLOR") != "":
		return false
	case os.Getenv("FORCE_COLOR") != "" && os.Getenv("FORCE_COLOR") != "0":
		return true
	}
	return Is(w)
}
