package gotls

// The values of the wire that the table of changes is made of, by their names
// in the IANA registries "TLS Supported Groups", "TLS SignatureScheme" and "TLS
// ExtensionType Values". crypto/tls of Go 1.21 does not have them all.

const (
	secp256r1             uint16 = 0x0017
	secp384r1             uint16 = 0x0018
	secp521r1             uint16 = 0x0019
	x25519                uint16 = 0x001D
	secp256r1MLKEM768     uint16 = 0x11EB
	x25519MLKEM768        uint16 = 0x11EC
	secp384r1MLKEM1024    uint16 = 0x11ED
	x25519Kyber768Draft00 uint16 = 0x6399
)

const (
	rsaPKCS1SHA1         uint16 = 0x0201
	ecdsaSHA1            uint16 = 0x0203
	rsaPKCS1SHA256       uint16 = 0x0401
	ecdsaSecp256r1SHA256 uint16 = 0x0403
	rsaPKCS1SHA384       uint16 = 0x0501
	ecdsaSecp384r1SHA384 uint16 = 0x0503
	rsaPKCS1SHA512       uint16 = 0x0601
	ecdsaSecp521r1SHA512 uint16 = 0x0603
	rsaPSSSHA256         uint16 = 0x0804 // rsa_pss_rsae_sha256
	rsaPSSSHA384         uint16 = 0x0805
	rsaPSSSHA512         uint16 = 0x0806
	ed25519              uint16 = 0x0807
	mldsa44              uint16 = 0x0904
	mldsa65              uint16 = 0x0905
	mldsa87              uint16 = 0x0906
)

const (
	extServerName              uint16 = 0
	extStatusRequest           uint16 = 5
	extSupportedGroups         uint16 = 10
	extPointFormats            uint16 = 11
	extSignatureAlgorithms     uint16 = 13
	extSCT                     uint16 = 18 // signed_certificate_timestamp
	extExtendedMasterSecret    uint16 = 23
	extSupportedVersions       uint16 = 43
	extSignatureAlgorithmsCert uint16 = 50
	extKeyShare                uint16 = 51
	extRenegotiationInfo       uint16 = 0xFF01
)
