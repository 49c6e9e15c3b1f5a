package harness

// A Matrix says under which builds scenarios, or the body of a test ([Across]), are run:
// each release with each of its [Matrix.Variants].
type Matrix struct {
	// Go are the releases, as [Runner.Resolve] takes them.
	Go []string

	// GoLine, if not empty, are the go lines; "" among them is the one that there is
	// without: the toolchain's own for the programs of scenarios, that of the module under
	// test for [Across].
	GoLine []string

	// GODEBUG, if not empty, are the values of that variable in the environment of the
	// program; "" among them is none.
	GODEBUG []string

	// Settings, if not empty, are other ways to make and run a program. Each is combined
	// with each of GoLine and GODEBUG.
	Settings []Settings

	// Boundaries, if set, adds to each scenario its own [Scenario.Boundaries].
	Boundaries bool
}

// Variants returns the settings that the matrix asks for: each of Settings, with each of
// GoLine and each of GODEBUG. There are none if it asks for none; then a scenario has its own.
func (m Matrix) Variants() []Settings {
	if len(m.GoLine) == 0 && len(m.GODEBUG) == 0 {
		return m.Settings
	}
	var all []Settings
	for _, s := range orOne(m.Settings) {
		for _, line := range orOne(m.GoLine) {
			for _, godebug := range orOne(m.GODEBUG) {
				all = append(all, s.with(line, godebug))
			}
		}
	}
	return all
}

// Builds returns the builds of a matrix whose Go holds full versions, without
// those that cannot be: a go line above the release.
func (m Matrix) Builds() []Build {
	var builds []Build
	for _, release := range m.Go {
		builds = append(builds, buildsOf(release, m.Variants())...)
	}
	return builds
}

// with returns s with a go line and a GODEBUG, if they are not empty.
func (s Settings) with(line, godebug string) Settings {
	if line != "" {
		s.GoLine = line
	}
	if godebug != "" {
		s.GODEBUG = godebug
	}
	return s
}

// orOne returns list, or one zero value if it is empty.
func orOne[T any](list []T) []T {
	if len(list) == 0 {
		return make([]T, 1)
	}
	return list
}
