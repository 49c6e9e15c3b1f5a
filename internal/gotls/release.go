package gotls

import "github.com/legacytls/legacytls/internal/toolchain"

// reached reports whether release is since or later; never for "".
func reached(release toolchain.Version, since string) bool {
	return since != "" && release.Compare(parse(since)) >= 0
}

// parse reads a release of the tables of this package, which tests have read.
func parse(release string) toolchain.Version {
	v, err := toolchain.ParseVersion(release)
	if err != nil {
		panic("gotls: table: " + err.Error())
	}
	return v
}
