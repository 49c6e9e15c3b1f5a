package certs_test

import (
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
)

func TestTheSameSpecGivesTheSameCertificate(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	first := issue(t, a, certs.Spec{})

	require.Same(t, first, issue(t, a, certs.Spec{}))
	require.Same(t, first, issue(t, a, certs.Spec{Key: certs.RSA2048, CommonName: "localhost", NotBefore: -time.Hour}), "defaults written out are the same Spec")
	require.Same(t, first, issue(t, a, certs.Spec{Hosts: []string{"localhost", "127.0.0.1", "::1"}}))
}

func TestEveryFieldOfTheSpecCountsForTheMemo(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	seen := map[*certs.Certificate]certs.Spec{}
	for _, spec := range []certs.Spec{
		{},
		{Name: "another"},
		{Key: certs.ECDSAP256},
		{Hosts: []string{"a.test", "b.test"}},
		{Hosts: []string{"a.test b.test"}},
		{Hosts: []string{"b.test", "a.test"}},
		{Hosts: []string{}},
		{CommonName: "another"},
		{Signature: 12}, // ECDSAWithSHA512
		{NotBefore: -2 * time.Hour},
		{NotAfter: time.Hour},
		{ForClient: true},
		{Title: "a title"},
		{Source: "a source"},
		{ServerName: "localhost"},
		{Exponent: 3},
		{SelfSigned: true, Key: certs.ECDSAP256},
		{Form: certs.Form{Version: 1}},
		{Form: certs.Form{Serial: []byte{}}},
		{Form: certs.Form{Serial: []byte{1}}},
		{Form: certs.Form{Subject: []certs.Attribute{}}},
		{Form: certs.Form{Extensions: []certs.Extension{{ID: "2.5.29.17"}}}},
		{Form: certs.Form{Extensions: []certs.Extension{{ID: "2.5.29.17", Omit: true}}}},
		{Issuers: []certs.CA{{}}},
		{Issuers: []certs.CA{{}, {}}},
		{Issuers: []certs.CA{{CommonName: "another"}}},
		{Root: certs.CA{Key: certs.ECDSAP256}},
		{Trust: certs.TrustLeaf},
		{Extras: []certs.Extra{{}}},
		{Extras: []certs.Extra{{CrossSigned: true}}},
		{Sent: []string{"leaf", "leaf"}},
	} {
		cert := issue(t, a, spec)
		require.NotContains(t, seen, cert, "%+v", spec)
		seen[cert] = spec
	}
}

// Whoever adds a field to Spec and forgets the memo is told here.
func TestNoFieldOfTheSpecIsForgottenByTheMemo(t *testing.T) {
	fields := reflect.TypeOf(certs.Spec{})
	for i := 0; i < fields.NumField(); i++ {
		if fields.Field(i).Name == "Files" {
			continue // never remembered
		}
		var spec certs.Spec
		makeNotZero(t, reflect.ValueOf(&spec).Elem().Field(i))
		require.NotEqual(t, certs.Spec{}.Fingerprint(), spec.Fingerprint(), fields.Field(i).Name)
	}
}

func makeNotZero(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
	case reflect.Struct:
		makeNotZero(t, v.Field(0))
	default:
		t.Fatalf("no value for a field of kind %s: add one", v.Kind())
	}
	require.False(t, v.IsZero())
}

func TestAuthoritiesDoNotShareCertificates(t *testing.T) {
	require.NotSame(t,
		issue(t, newAuthority(t, certs.AuthoritySpec{}), certs.Spec{}),
		issue(t, newAuthority(t, certs.AuthoritySpec{}), certs.Spec{}))
}

func TestACertificateIsIssuedAnewWhenHalfOfItsLifeIsOver(t *testing.T) {
	for _, tc := range []struct {
		name  string
		spec  certs.Spec
		after time.Duration
		anew  bool
	}{
		{"ninety days, almost half over", certs.Spec{}, 45*24*time.Hour - time.Second, false},
		{"ninety days, half over", certs.Spec{}, 45 * 24 * time.Hour, true},
		{"one minute, half over", certs.Spec{NotAfter: time.Minute}, 30 * time.Second, true},
		{"not yet valid, soon to be", certs.Spec{NotBefore: time.Hour}, 31 * time.Minute, true},
		{"not yet valid, far from it", certs.Spec{NotBefore: time.Hour}, 29 * time.Minute, false},
		{"expired, and stays so", certs.Spec{NotBefore: -2 * time.Hour, NotAfter: -time.Hour}, 1000 * time.Hour, false},
	} {
		tc := tc
		t.Run(tc.name, func(t *testing.T) {
			a := newAuthority(t, certs.AuthoritySpec{})
			now := time.Now()
			a.SetClock(func() time.Time { return now })
			first := issue(t, a, tc.spec)

			now = now.Add(tc.after)
			second := issue(t, a, tc.spec)

			require.Equal(t, tc.anew, first != second)
			if tc.anew {
				require.True(t, parse(t, second).NotAfter.After(parse(t, first).NotAfter))
			}
		})
	}
}

func TestChangingTheHostsAfterwardsDoesNotReachTheMemo(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	hosts := []string{"a.test"}
	first := issue(t, a, certs.Spec{Hosts: hosts})

	hosts[0] = "b.test"

	require.Equal(t, []string{"a.test"}, first.Spec.Hosts)
	require.Equal(t, []string{"b.test"}, parse(t, issue(t, a, certs.Spec{Hosts: hosts})).DNSNames)
}

func TestTheSpecOfACertificateIssuesTheSameKindAgain(t *testing.T) {
	a, b := newAuthority(t, certs.AuthoritySpec{}), newAuthority(t, certs.AuthoritySpec{})
	for _, spec := range []certs.Spec{{}, {Hosts: []string{}}, {ForClient: true}} {
		first := issue(t, a, spec)
		again := issue(t, b, first.Spec)
		require.Equal(t, first.Spec, again.Spec)
		require.Equal(t, parse(t, first).DNSNames, parse(t, again).DNSNames)
	}
}

func TestManyAtOnceGetTheSameCertificate(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	got := make([]*certs.Certificate, 32)
	var wg sync.WaitGroup
	for i := range got {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			got[i], _ = a.Issue(certs.Spec{Key: certs.Keys()[i%2*4]}) // RSA 1024, ECDSA P-256
			_ = a.Pool()
		}(i)
	}
	wg.Wait()
	for i, cert := range got {
		require.NotNil(t, cert)
		require.Same(t, got[i%2], cert)
	}
}

func TestSharedIsOneAuthority(t *testing.T) {
	first, err := certs.Shared()
	require.NoError(t, err)
	second, err := certs.Shared()
	require.NoError(t, err)
	require.Same(t, first, second)
}

// For scale: httptest.NewTLSServer takes 240 to 630 µs to start and close.
func BenchmarkIssue(b *testing.B) {
	a := newAuthority(b, certs.AuthoritySpec{})
	issue(b, a, certs.Spec{}) // parses the embedded key
	b.Run("again", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; i < b.N; i++ {
			issue(b, a, certs.Spec{})
		}
	})
	b.Run("anew", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; i < b.N; i++ {
			issue(b, a, certs.Spec{NotAfter: time.Hour + time.Duration(i)})
		}
	})
}

func BenchmarkNewAuthority(b *testing.B) {
	for i := 0; i < b.N; i++ {
		newAuthority(b, certs.AuthoritySpec{})
	}
}
