package rewrite13_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/rewrite13"
)

// The tags of the fields say who plays them.
func TestEveryQuirkOfTLS13IsInTheTable(t *testing.T) {
	t.Parallel()
	var tagged []string
	for _, f := range reflect.VisibleFields(reflect.TypeOf(fixtures.Quirks{})) {
		if slices.Contains(strings.Split(f.Tag.Get("play"), ","), "tls13") {
			tagged = append(tagged, f.Name)
		}
	}
	require.ElementsMatch(t, tagged, rewrite13.Names())
	for _, name := range tagged {
		require.True(t, rewrite13.Plays(name))
	}
	require.False(t, rewrite13.Plays("SelectSuite"))
}
