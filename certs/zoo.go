package certs

import (
	"fmt"
	"strings"
	"sync"

	"github.com/legacytls/legacytls/internal/nearest"
)

// Zoo returns the certificates that legacy servers show and that some client
// refuses, or that people expect it to: one Spec for each defect or oddity, which
// has no other. The list is made anew by each call, families together. A
// certificate is valid for localhost, 127.0.0.1 and ::1 unless its names are the
// point; then it has a ServerName.
//
// Every authority can issue all of them, under every Go release and GODEBUG setting,
// and a crypto/tls server shows them as they are.
func Zoo() []Spec {
	var all []Spec
	for _, family := range families() {
		all = append(all, family()...)
	}
	return all
}

func families() []func() []Spec {
	return []func() []Spec{
		trustZoo, chainZoo, dateZoo, hostNameZoo, wildcardZoo, alternativeNameZoo, signatureZoo, rsaZoo, curveZoo, serialZoo,
		versionZoo, authorityZoo, nameConstraintZoo, criticalZoo, policyZoo, purposeZoo, extensionZoo, encodingZoo, subjectZoo,
	}
}

// Find returns the Spec of the zoo with that name. The error for a name that
// there is not tells the nearest that there are.
func Find(name string) (Spec, error) {
	if family, ok := familyOf()[name]; ok {
		for _, s := range family() {
			if s.Name == name {
				return s, nil
			}
		}
	}
	var names []string
	for _, s := range Zoo() {
		names = append(names, s.Name)
	}
	return Spec{}, fmt.Errorf("no certificate %q in the zoo: the nearest are %s", name, strings.Join(nearest.Names(name, names, 3), ", "))
}

// familyOf has the families by the names of their members, so that Find makes one of them,
// not all: the catalogue of servers finds certificates each time that it is made. Nobody
// must change it.
var familyOf = sync.OnceValue(func() map[string]func() []Spec {
	byName := make(map[string]func() []Spec)
	for _, family := range families() {
		for _, s := range family() {
			byName[s.Name] = family
		}
	}
	return byName
})

// legacyHost is what certificates are for whose names are the point.
const legacyHost = "legacy.example.test"

// noNames is a certificate without alternative names.
func noNames() []string { return []string{} }

// hosts is a certificate for these alone.
func hosts(names ...string) []string { return names }

// extensions, issuers and extras keep the tables short.
func extensions(list ...Extension) Form { return Form{Extensions: list} }
func issuers(list ...CA) []CA           { return list }
func extras(list ...Extra) []Extra      { return list }

// Moments that stay where they are.
func utc(s string) Time         { return Time{tagUTCTime, s} }
func generalized(s string) Time { return Time{tagGeneralizedTime, s} }
