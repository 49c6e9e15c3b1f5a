package toolchain

// TableDate is the day on which the table of [Releases] was written,
// as YYYY-MM-DD. A minor such as "1.26" means the release that was its newest
// on that day, so that nobody's results change overnight.
const TableDate = "2026-11-20"

// A Release is one row of the table: what a minor stands for.
type Release struct {
	Minor   string  // "1.22"
	Version Version // its newest release on TableDate
}

// releases is in ascending order, without gaps.
var releases = [...]string{
	"1.12.17",
	"1.13.15",
	"1.14.15",
	"1.15.15",
	"1.16.15",
	"1.17.13",
	"1.18.10",
	"1.19.13",
	"1.20.14",
	"1.21.13",
	"1.22.12",
	"1.23.12",
	"1.24.13",
	"1.25.14",
	"1.26.11",
	"1.27.4",
}

// Releases returns the newest release of every minor that is supported, in
// ascending order, as of [TableDate]. The caller may change the slice.
func Releases() []Release {
	table := make([]Release, 0, len(releases))
	for _, text := range releases {
		version, err := ParseVersion(text)
		if err != nil {
			panic("toolchain: table of releases: " + err.Error())
		}
		table = append(table, Release{Minor: version.Lang(), Version: version})
	}
	return table
}
