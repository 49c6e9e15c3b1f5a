package certs

import (
	"crypto"
	"crypto/x509"
)

// A Form says in what a certificate differs from the ordinary one of its kind
// (a leaf, an intermediate authority, a root). Each field does one thing, and the
// zero Form changes nothing. Nothing is judged: whatever is asked for is written
// and signed.
type Form struct {
	// Version is the number that the certificate has. Zero means 3. Version 1 has
	// no field for it; below 3 no extensions are written but those of Extensions.
	Version int

	// Serial is the content of the INTEGER of the serial number, most significant
	// octet first, in two's complement. nil means a random one of 16 octets; an
	// empty list that is not nil means an INTEGER without content.
	Serial []byte

	// Subject is the name of the certificate. nil means the ordinary one, an empty
	// list that is not nil the empty name. Issuer is the name that it has for its
	// issuer; nil means the name that the issuer has for itself.
	Subject, Issuer []Attribute

	// NotBefore and NotAfter, if not zero, are written as they are.
	NotBefore, NotAfter Time

	// PublicKey, if not nil, is the SubjectPublicKeyInfo (RFC 5280, section 4.1).
	// The private key does not follow: see Certificate.StandIn. SameKey says that it
	// is the ordinary public key after all, written in another way.
	PublicKey []byte
	SameKey   bool

	// Extensions are changes to the ordinary ones, in any order, and additions,
	// which come after them in the order given.
	Extensions []Extension

	// Hash, if not zero, replaces the hash of the signature, for those that
	// x509.SignatureAlgorithm has no constant for. Salt, if not zero, is the length
	// of the salt of an RSASSA-PSS signature in bytes; zero means that of the hash.
	Hash crypto.Hash
	Salt int

	// InnerAlgorithm and OuterAlgorithm, if not nil, are the AlgorithmIdentifier
	// inside and outside of what is signed. How it is signed does not change.
	InnerAlgorithm, OuterAlgorithm []byte

	// CorruptSignature, if set, inverts the last bit of the signature.
	CorruptSignature bool

	// Inside and After are octets behind the last field of the certificate's
	// outermost SEQUENCE and behind the certificate.
	Inside, After []byte

	// Length is how the length of the outermost SEQUENCE is written.
	Length LengthForm
}

// A LengthForm is a way of writing a length in BER (X.690, section 8.1.3). DER
// has one, the shortest.
type LengthForm int

// The forms of lengths.
const (
	ShortestLength   LengthForm = iota // as DER has it
	PaddedLength                       // one octet more than needed, which is zero
	IndefiniteLength                   // unknown at the start, two zero octets at the end
)

// An Attribute is one part of a name, a relative distinguished name of its own.
type Attribute struct {
	Type  string // object identifier with dots; 2.5.4.3 is the common name
	Tag   byte   // of the string type, 12 for UTF8String
	Value string // the octets as they are written
}

// A Time is a moment as a certificate has it.
type Time struct {
	Tag  byte   // 23 for UTCTime, 24 for GeneralizedTime
	Text string // such as 251231235959Z
}

// An Extension changes the ordinary extension with the same object identifier,
// or comes in addition where there is none. Two with the same identifier are both
// written.
type Extension struct {
	// ID is the object identifier, with dots.
	ID string

	// Critical is the content of the BOOLEAN: 0xff for true, which DER demands.
	// Zero leaves the BOOLEAN out, which means false.
	Critical byte

	// Value is the DER of the extension. nil means that of the ordinary extension;
	// Issue fails if there is none.
	Value []byte

	// Omit, if set, leaves the ordinary extension out.
	Omit bool
}

// A CA describes an authority above the leaf. Its key is made when the
// certificate is issued, and exists in this process only.
type CA struct {
	// Key is the kind of private key. "" means ECDSAP256 for an intermediate
	// authority, and none for Spec.Root.
	Key Key

	// CommonName is the common name. "" means one that says where the authority
	// stands. The organisation name says that it is for tests, unless Form has
	// another Subject.
	CommonName string

	// Signature is the algorithm with which the authority above signs this one's
	// certificate, or a root its own. Zero means what it means in a Spec.
	Signature x509.SignatureAlgorithm

	// Form says in what the certificate differs from an ordinary authority's.
	Form Form
}

// An Extra is a certificate that is sent without being part of the chain. It is
// signed by an authority that nobody has heard of.
type Extra struct {
	// Raw, if not nil, is the certificate, and the other fields are unused.
	Raw []byte

	// CrossSigned, if set, certifies the name and the key of the root. Otherwise
	// it is the certificate of an authority that has nothing to do with the leaf.
	CrossSigned bool

	// Form says in what the certificate differs from an ordinary authority's.
	Form Form
}

// Files are the paths of PEM files that are served as they are.
type Files struct {
	// Chain has the certificates in the order in which they are sent. They are not
	// looked into.
	Chain string

	// Key has the private key: PKCS #8, PKCS #1 or SEC 1, not encrypted. "" means
	// that Chain has it too. It need not fit the certificate.
	Key string

	// Roots has the certificates that a verifying client is to trust. "" means the
	// last of Chain.
	Roots string
}

// Trust says which roots a verifying client is given.
type Trust string

// What a client can be made to trust.
const (
	TrustRoot    Trust = ""        // the root of the chain
	TrustLeaf    Trust = "leaf"    // the leaf and nothing else, as when it is pinned
	TrustAnother Trust = "another" // an authority that has nothing to do with the chain
)
