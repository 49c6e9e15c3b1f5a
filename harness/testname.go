package harness

// testName returns the build as the name of a subtest, such as
// "go1.26.11,goline=1.21,GODEBUG=tlsrsakex=1".
func (b Build) testName() string {
	name := "go" + b.Go
	for _, part := range [...]struct{ label, value string }{
		{"goline", b.GoLine},
		{"GODEBUG", b.GODEBUG},
		{"directive", b.Directive},
		{"gomod", b.GoMod},
		{"setenv", b.Setenv},
		{"uses", b.Uses},
	} {
		if part.value != "" {
			name += "," + part.label + "=" + part.value
		}
	}
	return name
}
