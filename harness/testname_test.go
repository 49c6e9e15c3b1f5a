package harness_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
)

func TestABuildHasTheNameOfASubtest(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]harness.Settings{
		"go1.22.12":             {},
		"go1.22.12,goline=1.21": {GoLine: "1.21"},
		"go1.22.12,GODEBUG=tlsrsakex=1,tls3des=1": {GODEBUG: "tlsrsakex=1,tls3des=1"},
		"go1.22.12,goline=1.21,GODEBUG=tls10server=1,directive=a=1,gomod=b=1,setenv=c=1,uses=VersionTLS13": {
			GoLine: "1.21", GODEBUG: "tls10server=1", Directive: "a=1", GoMod: "b=1", Setenv: "c=1", Uses: "VersionTLS13"},
		"go1.22.12,GODEBUG=netdns=go_1,x=_etc_a_b": {GODEBUG: "netdns=go 1,x=/etc/a\tb"},
	} {
		name := build(go122, s).TestName()
		require.Equal(t, want, name)
		t.Run(name, func(t *testing.T) {
			require.Equal(t, "TestABuildHasTheNameOfASubtest/"+name, t.Name(), "package testing leaves it as it is")
		})
	}
}
