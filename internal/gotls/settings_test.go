package gotls_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/gotls"
	"github.com/legacytls/legacytls/internal/toolchain"
)

// ignored are the settings of the crypto packages, net/http and the table of
// removed ones that no TLS connection shows, with the reason.
var ignored = map[string]string{
	"asynctimerchan":              "channels of package time",
	"dataindependenttiming":       "time that operations take",
	"failfipscast":                "lets a self-test of the FIPS module fail, for its certification",
	"gotypesalias":                "package go/types",
	"http2debug":                  "logging",
	"http2xconnect":               "a method of HTTP/2",
	"httpcookiemaxnum":            "cookies",
	"httplaxcontentlength":        "a header of HTTP",
	"httpmuxgo121":                "patterns of ServeMux",
	"httpservecontentkeepheaders": "headers of HTTP",
	"httpservecontentmaxranges":   "ranges of HTTP",
	"ppc64aes":                    "choice of an implementation",
	"ppc64gcm":                    "choice of an implementation",
	"ppc64sha2":                   "choice of an implementation",
	"ppc64sha512":                 "choice of an implementation",
	"urlmaxqueryparams":           "package net/url",
	"x509roots":                   "logging",
}

func TestEveryToolchainsTableAgreesWithOurs(t *testing.T) {
	forEachToolchain(t, func(t *testing.T, tc *toolchain.Toolchain) {
		theirs, err := tc.GODEBUGTable()
		require.NoError(t, err)
		var relevant []toolchain.Setting
		for _, row := range theirs {
			_, known := gotls.FindSetting(row.Name)
			if known {
				relevant = append(relevant, row)
			} else if row.Removed != 0 || ofTLS(row.Package) {
				require.Contains(t, ignored, row.Name, "a new setting: it belongs into the table, or among the ignored ones with the reason")
			}
		}
		require.ElementsMatch(t, expectedTable(t, tc.Version), relevant)
	})
}

func ofTLS(pkg string) bool {
	return pkg == "crypto" || strings.HasPrefix(pkg, "crypto/") || pkg == "net/http"
}

// expectedTable is what we expect to find of our settings in the table of a
// toolchain.
func expectedTable(t *testing.T, v toolchain.Version) []toolchain.Setting {
	t.Helper()
	var rows []toolchain.Setting
	for _, s := range gotls.Settings() {
		switch {
		case !since(t, v, "1.21"): // no table
		case s.In(v) && (s.Listed == "" || since(t, v, s.Listed)):
			row := toolchain.Setting{Name: s.Name, Package: s.Package}
			if s.ByGoLine && since(t, v, s.Changed) {
				row.Changed, row.Old = version(t, s.Changed).Minor(), s.Old
			}
			rows = append(rows, row)
		case isRemoved(t, s, v):
			row := toolchain.Setting{Name: s.Name, Removed: version(t, s.Removed).Minor()}
			if since(t, v, "1.27") {
				row.Fatal = []string{s.Old}
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// isRemoved reports whether the toolchain lists the setting as removed. Go
// 1.26 began the list with one row.
func isRemoved(t *testing.T, s gotls.Setting, v toolchain.Version) bool {
	t.Helper()
	if s.Removed == "" || !since(t, v, s.Removed) || !since(t, version(t, s.Removed), "1.21") {
		return false
	}
	return since(t, v, "1.27") || since(t, v, "1.26") && s.Name == "x509sha1"
}

// Releases before 1.21 have no table, and a release can read settings that are
// not in it.
func TestEveryToolchainsSourceReadsOurSettingsAndNoOthers(t *testing.T) {
	forEachToolchain(t, func(t *testing.T, tc *toolchain.Toolchain) {
		var want, got []string
		for _, s := range gotls.Settings() {
			if s.In(tc.Version) {
				want = append(want, s.Name)
			}
		}
		for _, name := range settingsReadBy(t, tc) {
			if _, skip := ignored[name]; !skip {
				got = append(got, name)
			}
		}
		require.ElementsMatch(t, want, got)
	})
}
