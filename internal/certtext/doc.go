// Package certtext says in a line what a certificate is: whose, with which key, signed how,
// valid when. It reads what crypto/x509 refuses as well, because just then a person wants to
// know, and says the same whatever the Go release.
//
//	c, err := certtext.Read(der)
//	fmt.Println(c.Subject, c.Key, c.Signature, c.NotBefore, c.NotAfter)
//
// It checks nothing: neither a signature nor any rule for what may stand in a certificate.
package certtext
