package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/gotls"
	"github.com/legacytls/legacytls/internal/toolchain"
)

func listSettings(ctx context.Context, of *listFlags) (l listing, err error) {
	l.heading = []string{"setting", "package", "added", "default", "old value", "go lines with the old value", "removed",
		"old value in the environment", "in a //go:debug line", "in go.mod", "by os.Setenv", "decides"}
	if *of.release == "" {
		l.note = "settings of Go 1.12 and up, from the table of legacytls; what comes of an old value is said of the release that removed the setting"
		for _, s := range gotls.Settings() {
			l.add(settingRow(s, s.Removed)...)
		}
		return l, nil
	}
	release, err := of.resolve(ctx)
	if err != nil {
		return l, err
	}
	if _, known := gotls.DefaultsOf(mustParse(release), "", ""); !known {
		return l, fmt.Errorf("the table of legacytls, of %s, does not know go%s", toolchain.TableDate, release)
	}
	l.note = fmt.Sprintf("settings as go%s takes them, from the table of legacytls", release)
	for _, s := range gotls.Settings() {
		if existed(s, release) {
			l.add(settingRow(s, release)...)
		}
	}
	return l, nil
}

// resolve returns the full version of the release.
func (of *listFlags) resolve(ctx context.Context) (release string, err error) {
	err = of.workshop.withRunner(0, func(r *harness.Runner) error {
		m, err := resolve(ctx, r, harness.Matrix{Go: []string{*of.release}})
		if err != nil {
			return err
		}
		if len(m.Go) != 1 {
			return usagef("-go %s: want one release", *of.release)
		}
		release = m.Go[0]
		return nil
	})
	return release, err
}

// settingRow is the row of s; the release, if there is one, decides what comes
// of the old value.
func settingRow(s gotls.Setting, release string) []string {
	row := []string{s.Name, s.Package, strings.Join(s.Added, ", "), s.Default, s.Old, goLinesOf(s), s.Removed}
	for _, way := range []gotls.Way{gotls.Environment, gotls.Directive, gotls.GoMod, gotls.Setenv} {
		effect := ""
		if release != "" && s.Old != "" {
			effect = string(s.Effect(way, s.Old, mustParse(release)))
		}
		row = append(row, effect)
	}
	return append(row, s.Does)
}

func goLinesOf(s gotls.Setting) string {
	if !s.ByGoLine {
		return "none"
	}
	return "below " + s.Changed
}

// existed reports whether the release, or one before it, has the setting.
func existed(s gotls.Setting, release string) bool {
	v := mustParse(release)
	return s.In(v) || s.Removed != "" && v.Compare(mustParse(s.Removed)) >= 0
}

// mustParse parses a version that is resolved, or stands in a table.
func mustParse(version string) toolchain.Version {
	v, err := toolchain.ParseVersion(version)
	if err != nil {
		panic("legacytls: " + err.Error())
	}
	return v
}
