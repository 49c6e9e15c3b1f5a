package toolchain

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTheTableOfReleasesHasNoGapsAndIsInOrder(t *testing.T) {
	for i, r := range Releases() {
		require.Equal(t, 12+i, r.Version.Minor())
		require.Equal(t, r.Minor, r.Version.Lang())
		require.False(t, r.Version.IsLang() || r.Version.Custom(), "%s is no release", r.Version)
	}
}

func TestTheTableOfReleasesIsDated(t *testing.T) {
	_, err := time.Parse("2006-01-02", TableDate)
	require.NoError(t, err)
}

func TestCallersMayChangeTheirTable(t *testing.T) {
	Releases()[0].Minor = "changed"
	require.Equal(t, "1.12", Releases()[0].Minor)
}
