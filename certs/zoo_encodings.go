package certs

// encodingZoo is about BER that is no DER (X.690, section 10).
func encodingZoo() []Spec {
	rest := []byte{0xde, 0xad, 0xbe, 0xef}
	return []Spec{
		{Name: "der-long-length", Title: "the length of the certificate has a byte more than it needs", Source: "BER encoders with lengths of fixed size", Form: Form{Length: PaddedLength}},
		{Name: "der-indefinite-length", Title: "the length of the certificate is not known at its start", Source: "BER encoders that write as they go", Form: Form{Length: IndefiniteLength}},
		{Name: "der-trailing-data", Title: "something follows the certificate in its entry of the message", Source: "buffers of fixed size", Form: Form{After: octetString(rest)}},
		{Name: "der-trailing-inside", Title: "a field follows the signature inside the certificate", Source: "home-made tools; Go takes it since 1.17", Form: Form{Inside: octetString(rest)}},
		{Name: "spki-trailing", Title: "a field follows the key inside the public key", Source: "home-made tools; Go takes it since 1.17", Form: Form{PublicKey: trailedKeyInfo(octetString(rest)), SameKey: true}},
	}
}

// trailedKeyInfo is the ordinary public key with one field more.
func trailedKeyInfo(field []byte) []byte {
	key := sequence(integer(embeddedModulus(RSA2048)), smallInteger(65537))
	return sequence(sequence(oid(oidRSA), null()), bitString(key), field)
}

// subjectZoo is about the string types of names (X.520; RFC 5280, section
// 4.1.2.4). The odd one is the organisation; the common name is as ever.
func subjectZoo() []Spec {
	return []Spec{
		organisation("subject-printable-underscore", "an underscore in a PrintableString, which has none", "appliances", tagPrintableString, "legacy_box"),
		organisation("subject-printable-at", "an @ in a PrintableString, which has none", "mail addresses in names", tagPrintableString, "box@example.test"),
		organisation("subject-printable-star", "an asterisk in a PrintableString, which Go bears", "wildcards in names", tagPrintableString, "*.example.test"),
		organisation("subject-printable-ampersand", "an ampersand in a PrintableString, which Go bears", "company names", tagPrintableString, "Legacy & Sons"),
		organisation("subject-printable-latin1", "Latin-1 in a PrintableString", "company names in Europe", tagPrintableString, "B\xfcro"),
		organisation("subject-t61", "a T61String of ASCII", "authorities of the 1990s", tagT61String, "Legacy Box"),
		organisation("subject-t61-latin1", "a T61String that is Latin-1 in truth, as nearly all are", "authorities of the 1990s", tagT61String, "B\xfcro"),
		organisation("subject-t61-escape", "a T61String with an escape sequence", "mainframes; T.61 changes its alphabet so", tagT61String, "\x1b$BLegacy"),
		organisation("subject-bmp", "a BMPString, in two bytes a letter", "Microsoft authorities of the 1990s", tagBMPString, bmp('B', 0xfc, 'r', 'o')),
		organisation("subject-bmp-odd", "a BMPString with half a letter at its end", "home-made tools", tagBMPString, bmp('B', 0xfc, 'r')+"o"),
		organisation("subject-bmp-surrogate", "a BMPString with half of a surrogate pair", "text cut by length; Go 1.25 refuses to parse it", tagBMPString, bmp('B', 0xd800)),
		organisation("subject-universal", "a UniversalString, in four bytes a letter", "mainframe authorities; Go 1.17 to 1.26 refuse to parse it", tagUniversalString, universal("B\u00fcro")),
		organisation("subject-visible", "a VisibleString", "mainframe authorities; Go 1.17 to 1.26 refuse to parse it", tagVisibleString, "Legacy Box"),
		organisation("subject-general", "a GeneralString", "mainframe authorities; Go 1.17 to 1.26 refuse to parse it", tagGeneralString, "Legacy Box"),
		organisation("subject-bit-string", "a BIT STRING, as a unique identifier has", "directories; Go 1.17 to 1.26 refuse to parse it", tagBitString, "\x00Legacy Box"),
		organisation("subject-videotex", "a VideotexString", "nobody knows; it is in X.680", tagVideotexString, "Legacy Box"),
		organisation("subject-ia5", "an IA5String", "authorities that know one string type", tagIA5String, "box@example.test"),
		organisation("subject-utf8-bad", "a UTF8String that is Latin-1 in truth", "tools that copy bytes", tagUTF8String, "B\xfcro"),
		{
			Name: "subject-empty", Title: "the subject is empty, the alternative names are critical",
			Source: "automatic authorities; RFC 5280, section 4.1.2.6",
			Form:   Form{Subject: []Attribute{}, Extensions: []Extension{{ID: extAlternativeNames, Critical: critical}}},
		},
	}
}

func organisation(name, title, source string, tag byte, value string) Spec {
	return Spec{
		Name: name, Title: title, Source: source,
		Form: Form{Subject: []Attribute{{attrOrganisation, tag, value}, attribute(attrCommonName, "localhost")}},
	}
}
