package rewrite13

// What the tests of package rewrite13_test see of the inside.

// Names returns the quirks of the table.
func Names() []string {
	var names []string
	for _, q := range quirks() {
		names = append(names, q.name)
	}
	return names
}
