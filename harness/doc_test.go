package harness_test

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// The documentation names all that tests can need from the machine.
func TestTheDocumentationNamesEveryNeed(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("../internal/needs/needs.go")
	require.NoError(t, err)
	doc, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	environment := regexp.MustCompile(`(?s)# Environment.*?caches\.`).FindString(string(doc))
	all := regexp.MustCompile(`(?m)^\t[A-Z]\w+ += "(\w+)"`).FindAllStringSubmatch(string(source), -1)
	require.Greater(t, len(all), 4)
	for _, need := range all {
		require.Regexp(t, `\b`+need[1]+`\b`, environment)
	}
}
