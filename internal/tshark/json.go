package tshark

import (
	"encoding/json"
	"fmt"
	"io"
)

// A value is one of JSON. Objects keep the order of their members, and members that have
// the same name.
type value struct {
	text    string // of a string, a number, true, false; "" is null as well
	members []member
	list    []value
	isList  bool
}

type member struct {
	name string
	value
}

// parse reads one value.
func parse(r io.Reader) (value, error) {
	d := json.NewDecoder(r)
	d.UseNumber()
	v, err := parseValue(d)
	if err != nil {
		return value{}, fmt.Errorf("JSON expected, at byte %d: %w", d.InputOffset(), err)
	}
	return v, nil
}

func parseValue(d *json.Decoder) (value, error) {
	token, err := d.Token()
	if err != nil {
		return value{}, err
	}
	switch token {
	case json.Delim('{'):
		return parseObject(d)
	case json.Delim('['):
		return parseList(d)
	case nil:
		return value{}, nil
	}
	return value{text: fmt.Sprint(token)}, nil
}

func parseObject(d *json.Decoder) (v value, err error) {
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return v, err
		}
		content, err := parseValue(d)
		if err != nil {
			return v, err
		}
		v.members = append(v.members, member{name.(string), content})
	}
	_, err = d.Token()
	return v, err
}

func parseList(d *json.Decoder) (v value, err error) {
	v.isList = true
	for d.More() {
		content, err := parseValue(d)
		if err != nil {
			return v, err
		}
		v.list = append(v.list, content)
	}
	_, err = d.Token()
	return v, err
}

// get returns the first member of a name, an empty value if there is none. A list has the
// bytes of the field of that name without "_raw", and is not meant.
func (v value) get(name string) value {
	if found := v.all(name); len(found) > 0 {
		return found[0].value
	}
	return value{}
}

// all returns all members of a name that are no lists.
func (v value) all(name string) []member {
	var found []member
	for _, m := range v.members {
		if m.name == name && !m.isList {
			found = append(found, m)
		}
	}
	return found
}
