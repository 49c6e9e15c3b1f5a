package errortexts

import (
	"crypto/tls"
	"fmt"
	"strconv"
	"strings"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/gotls"
	"github.com/legacytls/legacytls/internal/toolchain"
)

// When returns the releases that show the text, for a person: "Go 1.22 and newer".
func (e Exhibit) When() string { return releases(e.First, e.Last) }

// When returns the releases in which the remedy helps, and what comes of its setting in
// those after them, for a person: "Go 1.22 to 1.26; a program of Go 1.27 does not start
// with it".
func (r Remedy) When() string {
	text := releases(r.First, r.Last)
	for _, end := range r.endings() {
		text += "; " + end
	}
	return text
}

// Sentence returns what to do, where, and when it helps. A colon at its end leads to
// [Remedy.Code].
func (r Remedy) Sentence() string {
	place := ""
	switch {
	case r.Code() == nil && r.First == "" && r.Last == "":
		return r.Does
	case r.Code() == nil:
		return r.Does + " Helps with " + r.When() + "."
	case r.Client != nil:
		place = "In tls.Config, " + r.When() + ":"
	case r.Settings.GODEBUG != "":
		place = "In the environment of the program, " + r.When() + ":"
	case r.Settings.GoLine != "":
		place = "In the program's go.mod, " + r.When() + ". It brings the other defaults of its time back as well:"
	}
	return strings.TrimSpace(r.Does + " " + place)
}

// Note says when the exhibit shows the text, how the program is run, and what it shows if
// that is not the text of the page.
func (e Exhibit) Note() string {
	text := e.When()
	if e.Settings != (harness.Settings{}) {
		text += ", with " + e.Settings.String()
	}
	if e.As != "" {
		text += ", shows " + e.As
	}
	return text
}

func releases(first, last string) string {
	switch {
	case first == "" && last == "":
		return "every release"
	case last == "":
		return "Go " + first + " and newer"
	case first == "":
		return "up to Go " + last
	case first == last:
		return "Go " + first
	}
	return "Go " + first + " to " + last
}

// endings say what becomes of the setting after Last. The old value of a setting that is
// gone was ignored at first; Go 1.27 made it an error.
func (r Remedy) endings() []string {
	if r.Last == "" {
		return nil
	}
	if r.Settings.GoLine != "" {
		return []string{"without effect since"}
	}
	name, value, _ := strings.Cut(strings.Split(r.Settings.GODEBUG, ",")[0], "=")
	s, known := gotls.FindSetting(name)
	if !known || s.Removed == "" {
		return nil
	}
	var all []string
	previous := gotls.Obeyed
	for _, release := range toolchain.Releases() {
		effect := s.Effect(gotls.Environment, value, release.Version)
		if !reached(release.Version, s.Removed) || effect == previous {
			continue
		}
		previous = effect
		switch effect {
		case gotls.Ignored:
			all = append(all, "ignored since Go "+release.Minor)
		case gotls.Dies:
			all = append(all, "a program of Go "+release.Minor+" does not start with it")
		}
	}
	return all
}

func reached(v toolchain.Version, release string) bool {
	at, err := toolchain.ParseVersion(release)
	return err == nil && v.Compare(at) >= 0
}

// Code returns what to write, a line at a time: what to set in tls.Config, in the
// environment, in go.mod. It is nil for what is done elsewhere.
func (r Remedy) Code() []string {
	var lines []string
	if r.Client != nil {
		lines = configLines(*r.Client)
	}
	if r.Settings.GODEBUG != "" {
		lines = append(lines, "GODEBUG="+r.Settings.GODEBUG)
	}
	if r.Settings.GoLine != "" {
		lines = append(lines, "go "+r.Settings.GoLine)
	}
	return lines
}

func configLines(c harness.Client) []string {
	var lines []string
	if c.MinVersion != 0 {
		lines = append(lines, "MinVersion: "+versionConstant(c.MinVersion)+",")
	}
	if c.MaxVersion != 0 {
		lines = append(lines, "MaxVersion: "+versionConstant(c.MaxVersion)+",")
	}
	if c.CipherSuites != nil {
		lines = append(lines, "CipherSuites: []uint16{")
		for _, id := range c.CipherSuites {
			lines = append(lines, "    tls."+tls.CipherSuiteName(id)+",")
		}
		lines = append(lines, "},")
	}
	if c.Groups != nil {
		names := make([]string, len(c.Groups))
		for i, g := range c.Groups {
			names[i] = groupConstant(g)
		}
		lines = append(lines, "CurvePreferences: []tls.CurveID{"+strings.Join(names, ", ")+"},")
	}
	if c.Certificate != "" {
		lines = append(lines, "Certificates: []tls.Certificate{certificate},")
	}
	if c.Renegotiation != tls.RenegotiateNever {
		lines = append(lines, "Renegotiation: tls.RenegotiateOnceAsClient,")
	}
	return lines
}

func versionConstant(v uint16) string {
	return map[uint16]string{
		tls.VersionTLS10: "tls.VersionTLS10", tls.VersionTLS11: "tls.VersionTLS11",
		tls.VersionTLS12: "tls.VersionTLS12", tls.VersionTLS13: "tls.VersionTLS13",
	}[v]
}

func groupConstant(g tls.CurveID) string {
	return map[tls.CurveID]string{
		tls.X25519: "tls.X25519", tls.CurveP256: "tls.CurveP256",
		tls.CurveP384: "tls.CurveP384", tls.CurveP521: "tls.CurveP521",
	}[g]
}

// Commands returns the commands that show the exhibit without the server that it is
// about: what each release meets, and, of a server of the catalogue, why and what helps.
func (e Exhibit) Commands() []string {
	table, name, _ := strings.Cut(e.Scenario, "/")
	var flags string
	if e.Settings.GODEBUG != "" {
		flags = " -godebug " + e.Settings.GODEBUG
	}
	if e.Settings.GoLine != "" {
		flags += " -goline " + e.Settings.GoLine
	}
	commands := []string{fmt.Sprintf("legacytls run -go %s%s '%s$'", e.neighbours(), flags, e.Scenario)}
	if table == "catalogue" {
		commands = append(commands, fmt.Sprintf("legacytls try -go %s%s %s", e.neighbours(), flags, name))
	}
	return commands
}

// neighbours are the release that shows the text and the one before it, for -go.
func (e Exhibit) neighbours() string {
	first := e.First
	if first == "" {
		table := toolchain.Releases()
		return table[len(table)-1].Minor
	}
	if before := releaseBefore(first); before != "" {
		return before + "," + first
	}
	return first
}

// releaseBefore returns the minor release before, "" if the table begins with it. Of a
// patch release it is the patch release before, if that is one of the same minor.
func releaseBefore(release string) string {
	v, err := toolchain.ParseVersion(release)
	if err != nil {
		return ""
	}
	if patch, err := strconv.Atoi(strings.TrimPrefix(release, v.Lang()+".")); err == nil && patch > 0 {
		return fmt.Sprintf("%s.%d", v.Lang(), patch-1)
	}
	previous := ""
	for _, r := range toolchain.Releases() {
		if r.Minor == v.Lang() {
			return previous
		}
		previous = r.Minor
	}
	return ""
}
