package harness

import "strings"

// testName returns the build as the name of a subtest, for example
// "go1.22.12,GODEBUG=tlsrsakex=1". What package testing would write in another way, or
// take for a level of names, is an underscore, so that -run finds a name as it is printed.
func (b Build) testName() string {
	name := "go" + b.Go
	for _, setting := range []struct{ label, value string }{
		{"goline", b.GoLine},
		{"GODEBUG", b.GODEBUG},
		{"directive", b.Directive},
		{"gomod", b.GoMod},
		{"setenv", b.Setenv},
		{"uses", b.Uses},
	} {
		if setting.value != "" {
			name += "," + setting.label + "=" + setting.value
		}
	}
	return strings.NewReplacer(" ", "_", "\t", "_", "/", "_").Replace(name)
}
