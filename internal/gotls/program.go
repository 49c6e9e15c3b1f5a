package gotls

import (
	"strings"

	"github.com/legacytls/legacytls/internal/toolchain"
)

// The releases that the table of changes is about: since first, before end.
const (
	first = "1.12"
	end   = "1.28"
)

// A program is what decides the defaults.
type program struct {
	release toolchain.Version
	goLine  toolchain.Version
	godebug map[string]string // from the environment
}

// covered reports whether the table is about the release.
func (p *program) covered() bool {
	return reached(p.release, first) && !reached(p.release, end)
}

// setGoLine reports false if the release does not build with the line.
func (p *program) setGoLine(line string) bool {
	if line == "" {
		return true
	}
	v, err := toolchain.ParseVersion(line)
	if err != nil || v.Custom() {
		return false
	}
	p.goLine = v
	return !reached(p.release, directivesSince) || v.Compare(p.release) <= 0
}

// setGODEBUG reports false if the program does not start with it, or does what
// the table does not tell.
func (p *program) setGODEBUG(godebug string) bool {
	p.godebug = make(map[string]string)
	for _, pair := range strings.Split(godebug, ",") {
		name, value, ok := strings.Cut(pair, "=")
		s, known := find(name)
		if !ok || !known {
			continue
		}
		if s.Effect(Environment, value, p.release) == Dies {
			return false
		}
		if _, set := p.godebug[name]; !set || s.Repeated(p.release) == LastCounts {
			p.godebug[name] = value
		}
	}
	fips, set := p.godebug["fips140"]
	return !set || fips == "off" || !reached(p.release, "1.24")
}

// undoes reports whether a setting keeps the change from the program.
func (p *program) undoes(c change) bool {
	for _, name := range c.unless {
		s, _ := find(name)
		if s.In(p.release) && p.wantsOld(s) {
			return true
		}
	}
	return false
}

// wantsOld reports whether the program has the behaviour from before
// s.Changed: it has to be asked for from that release on, and until then the
// new one has to be.
func (p *program) wantsOld(s Setting) bool {
	value, set := p.godebug[s.Name]
	switch {
	case !reached(p.release, s.Changed):
		return value != s.Default
	case set:
		return value == s.Old
	default:
		return s.ByGoLine && p.goLineBelow(s.Changed)
	}
}

// goLineBelow compares minors, as the go command does, to which the line of a
// release candidate ("1.22rc1") means nothing (cmd/go/internal/load/godebug.go).
func (p *program) goLineBelow(release string) bool {
	candidate := !p.goLine.IsLang() && !strings.HasPrefix(p.goLine.String(), p.goLine.Lang()+".")
	return !candidate && p.goLine.Minor() < parse(release).Minor()
}
