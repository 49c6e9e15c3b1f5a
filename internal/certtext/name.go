package certtext

import (
	"strconv"
	"strings"
)

// Name reads a distinguished name in DER: its attributes in their order. What cannot be read of
// it is left out.
func Name(der []byte) string {
	v, _, _ := next(der)
	return name(v.bytes)
}

func name(b []byte) string {
	sets, _ := all(b)
	var parts []string
	for _, set := range sets {
		attributes, _ := all(set.bytes)
		for _, a := range attributes {
			pair, _ := all(a.bytes)
			if len(pair) != 2 {
				continue
			}
			parts = append(parts, attribute(pair[0].oid())+"="+readable(pair[1].bytes))
		}
	}
	if len(parts) == 0 {
		return "(empty)"
	}
	return strings.Join(parts, ",")
}

// attribute is the short name of an attribute (RFC 4519, section 2).
func attribute(id string) string {
	switch id {
	case "2.5.4.3":
		return "CN"
	case "2.5.4.5":
		return "serialNumber"
	case "2.5.4.6":
		return "C"
	case "2.5.4.7":
		return "L"
	case "2.5.4.8":
		return "ST"
	case "2.5.4.9":
		return "street"
	case "2.5.4.10":
		return "O"
	case "2.5.4.11":
		return "OU"
	case "0.9.2342.19200300.100.1.25":
		return "DC"
	case "0.9.2342.19200300.100.1.1":
		return "UID"
	case "1.2.840.113549.1.9.1":
		return "emailAddress"
	}
	return id
}

// readable is a string of a name, with what a terminal cannot show escaped.
func readable(b []byte) string {
	quoted := strconv.Quote(string(b))
	return strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
}
