package nearest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/nearest"
)

func TestNearestPrefersNamesThatContainTheWord(t *testing.T) {
	require.Equal(t, []string{"aes256-sha256-only", "aes256-sha-only"},
		nearest.Names("aes256-sha256", []string{"modern", "aes256-sha-only", "aes256-sha256-only"}, 2))
}

func TestNearestCountsLettersToChange(t *testing.T) {
	// kitten to sitting is the classic: three.
	require.Equal(t, []string{"kittens", "mitten", "sitting", "kit"},
		nearest.Names("kitten", []string{"sitting", "kit", "unlike everything", "mitten", "kittens"}, 4)[:4])
}

func TestNearestIgnoresCaseAndRepetitions(t *testing.T) {
	require.Equal(t, []string{"TLS13-ONLY", "modern"}, nearest.Names("tls13-onyl", []string{"modern", "TLS13-ONLY", "modern", "TLS13-ONLY"}, 2))
}

func TestNearestGivesNoMoreThanThereIs(t *testing.T) {
	require.Equal(t, []string{"modern"}, nearest.Names("x", []string{"modern"}, 3))
	require.Empty(t, nearest.Names("x", nil, 3))
	require.Empty(t, nearest.Names("x", []string{"modern"}, 0))
}
