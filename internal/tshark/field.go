package tshark

import (
	"encoding/hex"
	"fmt"
	"net"
	"strconv"
	"strings"
)

// fields returns the values of a tree, without its structure. The bytes of a field come
// before it, as a list with the name of the field and "_raw".
func fields(tree []member) []Field {
	var found []Field
	var raw member
	for _, m := range tree {
		switch {
		case m.isList:
			raw = m
		case len(m.members) > 0:
			found = append(found, fields(m.members)...)
		case isField(m.name):
			found = append(found, Field{Name: m.name, Value: m.text, Bytes: bytesFor(m, raw)})
		}
	}
	return found
}

// isField tells the name of a field from a text for a person, which tshark's tree has as
// well.
func isField(name string) bool {
	return strings.Contains(name, ".") && !strings.ContainsAny(name, " :\\")
}

// bytesFor returns the bytes of a member, if the list before it has them.
func bytesFor(m, raw member) []byte {
	if raw.name != m.name+"_raw" {
		return nil
	}
	return bytesOf(raw.list)
}

// bytesOf returns the bytes of a list of bytes, position, length, mask and type.
func bytesOf(list []value) []byte {
	if len(list) < 4 || list[3].text != "0" {
		return nil
	}
	b, err := hex.DecodeString(list[0].text)
	if err != nil {
		return nil
	}
	return b
}

// number returns the number of a field, 0 if there is no such field.
func number(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 0, 64)
	if err != nil {
		return 0, fmt.Errorf("number expected from tshark: %w", err)
	}
	return int(n), nil
}

// endpoint returns the address of a packet's source ("src") or destination ("dst"), with
// the port.
func endpoint(layers value, side, port string) string {
	if address := layers.get("ipv6").get("ipv6." + side).text; address != "" {
		return net.JoinHostPort(address, port)
	}
	return net.JoinHostPort(layers.get("ip").get("ip."+side).text, port)
}
