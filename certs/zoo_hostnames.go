package certs

import "fmt"

// hostNameZoo is about certificates for other names, or with the name in the
// wrong place.
func hostNameZoo() []Spec {
	return []Spec{
		{
			Name: "cn-only", Title: "the host name is in the common name, and nowhere else",
			Source: "MySQL, SQL Server, iLO, printers; Go 1.15 stopped looking there, 1.17 for good",
			Hosts:  noNames(), CommonName: legacyHost, ServerName: legacyHost,
		},
		{
			Name: "cn-only-wildcard", Title: "a wildcard in the common name, and no alternative names",
			Source: "old intranet servers; Go 1.15 stopped looking there",
			Hosts:  noNames(), CommonName: "*.example.test", ServerName: legacyHost,
		},
		{
			Name: "ip-in-cn", Title: "the IP address is in the common name, and nowhere else",
			Source: "PLCs and printers reached by address; never valid for an address in Go",
			Hosts:  noNames(), CommonName: "10.0.0.5", ServerName: "10.0.0.5",
		},
		{
			Name: "san-other-host", Title: "the alternative name is another host's",
			Source: "servers behind a second name; RFC 6125, section 6.4",
			Hosts:  hosts("other.example.test"), CommonName: legacyHost, ServerName: legacyHost,
		},
		{
			Name: "san-trailing-dot", Title: "the alternative name ends with a dot",
			Source: "names copied from a zone file; Go takes it no more since 1.15",
			Hosts:  hosts(legacyHost + "."), CommonName: legacyHost, ServerName: legacyHost,
		},
		{
			Name: "san-underscore", Title: "the host name has an underscore",
			Source: "Windows and Docker hosts; not a host name by RFC 952, which nobody minds",
			Hosts:  hosts("my_host.example.test"), ServerName: "my_host.example.test",
		},
		{
			Name: "san-underscore-wildcard", Title: "a wildcard below a name with an underscore",
			Source: "Docker networks",
			Hosts:  hosts("*.my_zone.example.test"), ServerName: "legacy.my_zone.example.test",
		},
		{
			Name: "san-space", Title: "a space in the alternative name",
			Source: "two names in one field of a form",
			Hosts:  hosts(legacyHost + " other.example.test"), CommonName: legacyHost, ServerName: legacyHost,
		},
		{
			Name: "san-url", Title: "a URL in the place of a host name",
			Source: "names copied from a browser",
			Hosts:  hosts("https://" + legacyHost + "/"), CommonName: legacyHost, ServerName: legacyHost,
		},
		{
			Name: "san-port", Title: "a host name with a port",
			Source: "names copied from a configuration",
			Hosts:  hosts(legacyHost + ":443"), CommonName: legacyHost, ServerName: legacyHost,
		},
		{
			Name: "san-leading-dot", Title: "a host name that begins with a dot",
			Source: "the notation of cookies and name constraints taken for a wildcard",
			Hosts:  hosts(".example.test"), CommonName: legacyHost, ServerName: legacyHost,
		},
		{
			Name: "thousand-sans", Title: "a thousand alternative names, the last is the one",
			Source: "certificates of shared hosting",
			Hosts:  append(manyHosts(999), legacyHost), CommonName: legacyHost, ServerName: legacyHost,
		},
	}
}

func manyHosts(n int) []string {
	var names []string
	for i := 1; i <= n; i++ {
		names = append(names, fmt.Sprintf("customer-%03d.example.test", i))
	}
	return names
}

// wildcardZoo is about what a wildcard stands for (RFC 6125, section 6.4.3): the
// whole leftmost label, and one label alone.
func wildcardZoo() []Spec {
	return []Spec{
		{
			Name: "wildcard-two-labels", Title: "one wildcard is to stand for two labels",
			Source: "hosts that moved a level down; RFC 6125, section 6.4.3",
			Hosts:  hosts("*.example.test"), ServerName: "a.b.example.test",
		},
		{
			Name: "wildcard-apex", Title: "a wildcard is to stand for no label",
			Source: "a domain without www; RFC 6125, section 6.4.3",
			Hosts:  hosts("*.example.test"), ServerName: "example.test",
		},
		{
			Name: "wildcard-twice", Title: "two wildcards in one name",
			Source: "home-made authorities; RFC 6125, section 6.4.3",
			Hosts:  hosts("*.*.test"), ServerName: legacyHost,
		},
		{
			Name: "wildcard-partial", Title: "a wildcard is a part of a label",
			Source: "allowed by RFC 6125, section 6.4.3, refused by Go and browsers",
			Hosts:  hosts("leg*.example.test"), ServerName: legacyHost,
		},
		{
			Name: "wildcard-inside", Title: "a wildcard is not the leftmost label",
			Source: "home-made authorities; RFC 6125, section 6.4.3",
			Hosts:  hosts("legacy.*.test"), ServerName: legacyHost,
		},
		{
			Name: "wildcard-top-level", Title: "a wildcard for all of a top-level domain",
			Source: "intranets with a domain of one label; Go takes it, browsers do not",
			Hosts:  hosts("*.test"), ServerName: "legacy.test",
		},
		{
			Name: "wildcard-bare", Title: "nothing but a wildcard",
			Source: "test set-ups; it stood for every name of one label before Go 1.23",
			Hosts:  hosts("*"), ServerName: "localhost",
		},
	}
}
