package certs

// serialZoo is about serial numbers, which are positive and have at most 20 bytes
// (RFC 5280, section 4.1.2.2).
func serialZoo() []Spec {
	return []Spec{
		{
			Name: "serial-negative", Title: "the serial number of the leaf is negative",
			Source: "SQL Server 2017 on Linux, OPC UA, tools that draw 16 random bytes; Go 1.23 refuses to parse it",
			Form:   serial(0x85, 0x01, 0x02, 0x03),
		},
		{
			Name: "serial-negative-root", Title: "the serial number of the root is negative",
			Source: "old corporate roots; since Go 1.23 a pool leaves it out without a word",
			Root:   CA{Key: ECDSAP256, Form: serial(0x85, 0x01, 0x02, 0x03)},
		},
		{Name: "serial-zero", Title: "the serial number is zero", Source: "home-made authorities that count from zero", Form: serial(0)},
		{Name: "serial-20-bytes", Title: "a serial number of 20 bytes, the longest allowed", Source: "authorities that draw as much as they may", Form: longSerial(20)},
		{Name: "serial-21-bytes", Title: "a serial number of 21 bytes, one too many", Source: "20 random bytes and a zero ahead; Go takes it", Form: longSerial(21)},
		{Name: "serial-64-bytes", Title: "a serial number of 64 bytes", Source: "hash values as serial numbers; Go takes it", Form: longSerial(64)},
		{
			Name: "serial-padded", Title: "the serial number 18 has two zero bytes ahead",
			Source: "integers of fixed length; X.690, section 8.3.2 allows none here", Form: serial(0, 0, 0x12),
		},
		{
			Name: "serial-padded-negative", Title: "the serial number -123 has two bytes of sign ahead",
			Source: "integers of fixed length; X.690, section 8.3.2 allows none here", Form: serial(0xff, 0xff, 0x85),
		},
		{Name: "serial-empty", Title: "the serial number has no byte at all", Source: "home-made tools; X.690, section 8.3.1 wants one", Form: serial()},
	}
}

func serial(content ...byte) Form { return Form{Serial: append([]byte{}, content...)} }

// longSerial is positive and does not look random: 01 02 03 ...
func longSerial(n int) Form {
	var content []byte
	for i := 1; i <= n; i++ {
		content = append(content, byte(i))
	}
	return serial(content...)
}

// versionZoo is about versions: 1 has no extensions, 2 none that anybody defined,
// 3 is that of today, 4 does not exist (RFC 5280, section 4.1.2.1).
func versionZoo() []Spec {
	names := Extension{ID: extAlternativeNames}
	return []Spec{
		{
			Name: "v1-leaf", Title: "a version 1 leaf, which has no extensions and so no alternative names",
			Source: "printers; openssl x509 -req without -extfile",
			Form:   Form{Version: 1}, CommonName: legacyHost, ServerName: legacyHost,
		},
		{
			Name: "v1-extensions", Title: "says version 1 and has alternative names all the same",
			Source: "home-made tools; Go 1.17 leaves the names unread",
			Form:   Form{Version: 1, Extensions: []Extension{names}},
		},
		{
			Name: "v2-extensions", Title: "says version 2 and has alternative names all the same",
			Source: "home-made tools that count from one; Go 1.17 leaves the names unread",
			Form:   Form{Version: 2, Extensions: []Extension{names}},
		},
		{
			Name: "v4-leaf", Title: "says version 4, which there is not",
			Source: "home-made tools that count from one; Go 1.17 refuses to parse it",
			Form:   Form{Version: 4},
		},
		{
			Name: "v1-root", Title: "the root is of version 1",
			Source: "VeriSign's roots of the 1990s; a root that is trusted needs to say nothing",
			Root:   CA{Key: ECDSAP256, Form: Form{Version: 1}},
		},
		{
			Name: "v1-intermediate", Title: "the intermediate is of version 1, which cannot say that it is an authority",
			Source:  "home-made hierarchies; RFC 5280, section 6.1.4 (k)",
			Issuers: issuers(CA{Form: Form{Version: 1}}),
		},
	}
}
