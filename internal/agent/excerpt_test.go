package agent

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestExcerptKeepsShortTextsWhole(t *testing.T) {
	var e excerpt
	text := strings.Repeat("0123456789", 2*excerptHalf/10)
	for _, part := range strings.SplitAfter(text, "7") {
		n, err := e.Write([]byte(part))
		require.NoError(t, err)
		require.Equal(t, len(part), n)
	}
	require.Equal(t, text, e.String())
}

func TestExcerptKeepsBeginningAndEndOfLongTexts(t *testing.T) {
	var e excerpt
	for _, part := range []string{"first words", strings.Repeat("x", 1<<20), "last words"} {
		_, _ = e.Write([]byte(part))
	}
	s := e.String()
	require.True(t, strings.HasPrefix(s, "first words"))
	require.True(t, strings.HasSuffix(s, "last words"))
	require.Contains(t, s, "bytes left out")
	require.Less(t, len(s), 2*excerptHalf+100)
}

func TestErrorsQuoteTheTellingLine(t *testing.T) {
	for stderr, want := range map[string]string{
		"":                                     "exit code 2",
		"\n  warning: x\nmore":                 "exit code 2: warning: x",
		"noise\npanic: oh\n\ngoroutine 1":      "exit code 2: panic: oh",
		"noise\nfatal error: removed GODEBUG ": "exit code 2: fatal error: removed GODEBUG",
	} {
		err := &CrashError{PID: 7, ExitCode: 2, Stderr: stderr}
		require.Equal(t, "agent process 7 ended: "+want, err.Error())
	}
	cause := errors.New("why")
	require.ErrorIs(t, &StartError{Err: cause}, cause)
	require.ErrorIs(t, &CrashError{Err: cause}, cause)
}
