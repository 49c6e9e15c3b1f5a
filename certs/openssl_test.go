package certs_test

import (
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
)

// openssl runs the command and returns all that it printed and whether it succeeded.
func openssl(tb testing.TB, args ...string) (output string, ok bool) {
	tb.Helper()
	out, err := exec.Command("openssl", args...).CombinedOutput()
	return string(out), err == nil
}

// written is an authority and one of its certificates as files.
type written struct{ ca, chain, key string }

func write(tb testing.TB, a *certs.Authority, c *certs.Certificate) written {
	tb.Helper()
	dir := tb.TempDir()
	ca, err := a.WriteFile(dir)
	require.NoError(tb, err)
	chain, key, err := c.WriteFiles(dir, "leaf")
	require.NoError(tb, err)
	return written{ca, chain, key}
}

func newAuthority(tb testing.TB, spec certs.AuthoritySpec) *certs.Authority {
	tb.Helper()
	a, err := certs.NewAuthority(spec)
	require.NoError(tb, err)
	return a
}

func issue(tb testing.TB, a *certs.Authority, spec certs.Spec) *certs.Certificate {
	tb.Helper()
	c, err := a.Issue(spec)
	require.NoError(tb, err)
	return c
}
