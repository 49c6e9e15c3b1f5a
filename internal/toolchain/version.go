package toolchain

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// A Version is a parsed Go version: a language version such as 1.22, a
// release such as 1.22.12 or 1.23rc1, or the version of a go command that
// somebody built, such as 1.24.1-custom. Versions are comparable values; the
// zero Version means "none".
//
// The syntax is that of https://go.dev/doc/toolchain#version.
type Version struct {
	major, minor int
	patch        int    // absent when the text had none
	kind         string // "", "alpha", "beta", "rc"
	pre          int    // number after kind
	suffix       string // what follows the version of a custom build
}

// absent is the patch of a version that does not say any: 1.22, 1.22rc1.
const absent = -1

// firstPatchZero is the minor release that began to call its first release
// 1.N.0. Before it, 1.N meant the language and the first release alike.
const firstPatchZero = 21

// ParseVersion parses "1.22", "1.22.3", "1.23rc1", each also with "go" in
// front, and the forms of go commands that are no plain releases:
// "go1.22.3-custom", "go1.22.3 X:nocoverageredesign",
// "devel go1.24-0123abcd Thu Jan 2 ...". A development version without a
// number ("devel +0123abcd") is an error: it has no place in the order.
func ParseVersion(s string) (Version, error) {
	text, suffix := cutSuffix(s)
	v, rest, ok := cutNumbers(text)
	if ok && rest != "" {
		v, ok = withPrerelease(v, rest)
	}
	if !ok {
		return Version{}, fmt.Errorf("%q is not a Go version: expected one like 1.22, 1.22.3 or 1.23rc1", s)
	}
	v.suffix = suffix
	return v, nil
}

// cutSuffix takes off "devel", "go" and what a custom build adds.
func cutSuffix(s string) (version, suffix string) {
	s = strings.TrimSpace(s)
	s = strings.TrimPrefix(s, "devel ")
	s = strings.TrimPrefix(s, "go")
	if i := strings.IndexAny(s, "- +"); i >= 0 {
		return s[:i], strings.TrimSpace(s[i:])
	}
	return s, ""
}

// cutNumbers reads 1.N or 1.N.P and returns the text that follows.
func cutNumbers(s string) (v Version, rest string, ok bool) {
	v.patch = absent
	if v.major, s, ok = cutInt(s); !ok || v.major == 0 {
		return Version{}, "", false
	}
	if v.minor, s, ok = cutDotInt(s); !ok {
		return Version{}, "", false
	}
	if strings.HasPrefix(s, ".") {
		if v.patch, s, ok = cutDotInt(s); !ok || s != "" {
			return Version{}, "", false
		}
	}
	return v, s, true
}

// withPrerelease adds "rc1" or "beta2"; other words are no Go versions.
func withPrerelease(v Version, s string) (Version, bool) {
	for _, kind := range []string{"alpha", "beta", "rc"} {
		if !strings.HasPrefix(s, kind) {
			continue
		}
		n, rest, ok := cutInt(s[len(kind):])
		v.kind, v.pre = kind, n
		return v, ok && rest == ""
	}
	return Version{}, false
}

func cutDotInt(s string) (n int, rest string, ok bool) {
	if !strings.HasPrefix(s, ".") {
		return 0, "", false
	}
	return cutInt(s[1:])
}

func cutInt(s string) (n int, rest string, ok bool) {
	digits := s[:len(s)-len(strings.TrimLeft(s, "0123456789"))]
	if len(digits) > 1 && digits[0] == '0' {
		return 0, "", false
	}
	n, err := strconv.Atoi(digits)
	return n, s[len(digits):], err == nil
}

// Compare returns -1, 0 or +1 as v comes before, equals or comes after w in
// the order of go/version: 1.22 < 1.22rc1 < 1.22.0 < 1.22.1 < 1.23rc1, and
// 1.20rc1 < 1.20 == 1.20.0. What a custom build adds to its version does not
// count.
func (v Version) Compare(w Version) int {
	for _, c := range []int{
		cmp.Compare(v.major, w.major),
		cmp.Compare(v.minor, w.minor),
		cmp.Compare(v.orderPatch(), w.orderPatch()),
		cmp.Compare(v.kind, w.kind), // "" < alpha < beta < rc
		cmp.Compare(v.pre, w.pre),
	} {
		if c != 0 {
			return c
		}
	}
	return 0
}

func (v Version) orderPatch() int {
	if v.patch == absent && v.kind == "" && v.major == 1 && v.minor < firstPatchZero {
		return 0
	}
	return v.patch
}

// String returns the version as Go writes it, without "go": "1.22.12",
// "1.23rc1", "1.22.3-custom". ParseVersion reads it back.
func (v Version) String() string {
	if v.IsZero() {
		return "unknown"
	}
	s := v.Lang()
	if v.patch != absent {
		s += "." + strconv.Itoa(v.patch)
	}
	if v.kind != "" {
		s += v.kind + strconv.Itoa(v.pre)
	}
	if v.suffix != "" && v.suffix[0] != '-' && v.suffix[0] != '+' {
		s += " "
	}
	return s + v.suffix
}

// Lang returns the language version: "1.22" for 1.22.12. It is what a go
// line says at least.
func (v Version) Lang() string {
	return strconv.Itoa(v.major) + "." + strconv.Itoa(v.minor)
}

// Minor returns the N of Go 1.N, the unit in which GODEBUG tables count.
func (v Version) Minor() int { return v.minor }

// IsZero reports whether v is no version at all.
func (v Version) IsZero() bool { return v == Version{} }

// IsLang reports whether v was written as a language version, without patch
// and release candidate. From Go 1.21 on no release is called that way; before,
// 1.20 is also the name of the first release of Go 1.20.
func (v Version) IsLang() bool {
	return !v.IsZero() && v.patch == absent && v.kind == "" && v.suffix == ""
}

// Custom reports whether v is the version of a go command that is not a
// release of the Go project: a development version or one with a suffix.
func (v Version) Custom() bool { return v.suffix != "" }

// name is what the go command calls the toolchain of this version: go1.22.3,
// and go1.20 for the release 1.20.0.
func (v Version) name() string {
	if v.patch == 0 && v.major == 1 && v.minor < firstPatchZero {
		return "go" + v.Lang() + v.suffix
	}
	return "go" + v.String()
}

// atLeast reports whether v is of Go 1.minor or of a later series.
func (v Version) atLeast(minor int) bool { return v.major > 1 || v.minor >= minor }
