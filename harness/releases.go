package harness

import "github.com/legacytls/legacytls/internal/toolchain"

// A Release says which full version a minor release stands for.
type Release struct {
	Minor  string // for example "1.22"
	Latest string // for example "1.22.12"
	AsOf   string // the date of the table, for example "2026-11-20"
}

// GoReleases returns the dated table of Go releases. It changes only with
// legacytls, so that nobody's tests change overnight.
func GoReleases() []Release {
	var releases []Release
	for _, r := range toolchain.Releases() {
		releases = append(releases, Release{r.Minor, r.Version.String(), toolchain.TableDate})
	}
	return releases
}
