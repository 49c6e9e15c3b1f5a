package certs

// This file is the place for defective certificates, each a Spec or a function
// that returns a *Certificate, named by the defect. There are two ways to make one:
//
//   - What crypto/x509 still makes (SHA-1 signatures, no alternative names,
//     expired, wrong key usage) becomes a field of Spec, honoured by
//     Spec.template.
//   - What it refuses to make (MD5 signatures, negative serial numbers, odd string
//     types, version 4, RSA keys below 1024 bits) is DER put together by hand and
//     signed with the authority's key. It goes into Certificate.Chain as it is;
//     Certificate.TLS does not parse it and neither does a crypto/tls server.
