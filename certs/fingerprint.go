package certs

import (
	"fmt"
	"reflect"
)

// fingerprint is the same for Specs that ask for the same certificate. An ordinary
// Spec has nothing in the fields that are long to print, and printing them
// would take longer than all else that a second server costs.
func (s Spec) fingerprint() string {
	id := fmt.Sprintf("%q %q %q %q %q %d %#v %q %d %d %d %t %t %q %q",
		s.Name, s.Title, s.Source, s.ServerName, s.Key, s.Exponent, s.Hosts, s.CommonName,
		s.Signature, s.NotBefore, s.NotAfter, s.ForClient, s.SelfSigned, s.Trust, s.Sent)
	if isZero(s.Form) && isZero(s.Root) && len(s.Issuers) == 0 && len(s.Extras) == 0 {
		return id
	}
	return id + fmt.Sprintf("%#v %#v %#v %#v", s.Form, s.Root, s.Issuers, s.Extras)
}

func isZero(v any) bool { return reflect.ValueOf(v).IsZero() }
