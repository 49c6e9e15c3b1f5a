// Package tls13 is what protects the records of TLS 1.3, from its traffic secrets on (RFC
// 8446, sections 5 and 7), as a key log has them. Package rewrite13 changes records with it,
// package dissect reads recorded ones.
package tls13
