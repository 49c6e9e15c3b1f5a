package toolchain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheDirectivesThatCountAreThoseOfTheFilesThatAreBuilt(t *testing.T) {
	root := tree{
		"small.go":      "//go:debug of=package\n\npackage small\n",
		"small_test.go": "//go:debug of=tests\n//go:debug\tand=tab\n\n//go:debugger no=directive\n\npackage small\n\n//go:debug too=late\n",
		"x_test.go":     "//go:debug of=external\n\npackage small_test\n",
		"new_test.go":   "//go:build go1.24\n\n//go:debug of=go1.24\n\npackage small\n",
		"race_test.go":  "//go:build race\n\n//go:debug of=race\n\npackage small\n",
		"tag_test.go":   "//go:build a && b\n\n//go:debug of=tags\n\npackage small\n",
		"cgo_test.go":   "//go:build cgo\n\n//go:debug of=cgo\n\npackage small\n",
	}.write(t)
	always := []string{"of=package", "of=tests", "and=tab", "of=external"}
	for _, c := range []struct {
		toolchain string
		p         TestPackage
		more      []string
	}{
		{"1.23.12", TestPackage{}, nil},
		{"1.24.0", TestPackage{}, []string{"of=go1.24"}},
		{"1.27.4", TestPackage{Cgo: true}, []string{"of=go1.24", "of=cgo"}},
		{"1.22.12", TestPackage{Flags: []string{"-race", "-tags=a,b"}}, []string{"of=race", "of=tags"}},
		{"1.22.12", TestPackage{Flags: []string{"-tags=b"}}, nil},
	} {
		c.p.Dir = root
		got, err := readTestFiles(version(t, c.toolchain), c.p)
		require.NoError(t, err)
		require.Equal(t, "small", got.name)
		require.ElementsMatch(t, append(c.more, always...), got.directives, "%+v", c)
	}
}

func TestAPackageOfExternalTestsAloneHasItsName(t *testing.T) {
	root := tree{"x_test.go": "package small_test\n"}.write(t)
	got, err := readTestFiles(version(t, "1.22.12"), TestPackage{Dir: root})
	require.NoError(t, err)
	require.Equal(t, "small", got.name)
}
