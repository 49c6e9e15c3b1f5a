package front_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/front"
	"github.com/legacytls/legacytls/internal/wire"
)

func TestAServerKnowsTheNamesOfItsCertificate(t *testing.T) {
	t.Parallel()
	authority, err := certs.Shared()
	require.NoError(t, err)
	for _, test := range []struct {
		spec             certs.Spec
		unparsed         bool
		knows, knowsNone []string
	}{
		{certs.Spec{Hosts: []string{"a.test", "*.b.test", "10.0.0.1"}}, false,
			[]string{"a.test", "A.Test.", "x.b.test"}, []string{"b.test", "x.y.b.test", "x.a.test", "test"}},
		{certs.Spec{Hosts: []string{}, CommonName: "old.test"}, false, []string{"old.test"}, []string{"localhost"}},
		{certs.Spec{Hosts: []string{"new.test"}, CommonName: "old.test"}, false, []string{"new.test"}, []string{"old.test"}},
		{certs.Spec{Hosts: []string{"broken.test"}}, true, []string{"broken.test"}, []string{"localhost"}},
	} {
		cert, err := authority.Issue(test.spec)
		require.NoError(t, err)
		shown := *cert
		if test.unparsed {
			shown.Chain = [][]byte{{0x30, 0}}
		}
		p := fixtures.TLS12Only()
		p.Quirks.RefuseUnknownServerName = true
		f := front.New(p, &shown)
		for _, name := range test.knows {
			require.NoError(t, visitOf(t, f, sent(hello(wire.ServerName(name)))).err, "%s, %v", name, test.spec.Hosts)
		}
		for _, name := range test.knowsNone {
			require.ErrorContains(t, visitOf(t, f, sent(hello(wire.ServerName(name)))).err, "the client asks for", "%s, %v", name, test.spec.Hosts)
		}
	}
}
