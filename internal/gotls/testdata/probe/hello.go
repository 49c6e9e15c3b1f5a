package main

import (
	"crypto/tls"
	"io"
	"net"
)

const (
	supportedGroups     = 10
	signatureAlgorithms = 13
	supportedVersions   = 43
)

// A hello is what a client with a zero tls.Config sends.
type hello struct {
	suites     []byte
	extensions map[int][]byte
}

func newHello() hello {
	body := clientHello()[5+4+2+32+1+32:] // after the session id
	suites, body := cut(body)
	body = body[2+2:] // compression methods, length of the extensions
	h := hello{suites, make(map[int][]byte)}
	for len(body) > 0 {
		id := int(body[0])<<8 + int(body[1])
		h.extensions[id], body = cut(body[2:])
	}
	return h
}

// cut splits after a vector with a length of two bytes.
func cut(b []byte) (vector, rest []byte) {
	n := 2 + int(b[0])<<8 + int(b[1])
	return b[2:n], b[n:]
}

func clientHello() []byte {
	client, server := net.Pipe()
	go tls.Client(client, &tls.Config{InsecureSkipVerify: true}).Handshake()
	header := make([]byte, 5)
	_, err := io.ReadFull(server, header)
	check(err)
	body := make([]byte, int(header[3])<<8+int(header[4]))
	_, err = io.ReadFull(server, body)
	check(err)
	server.Close()
	return append(header, body...)
}

func (h hello) offers(suite int) bool { return among(h.suites, suite) }

// has looks through a list of values of two bytes, after its length of one or
// two bytes.
func (h hello) has(extension, value int) bool {
	list := h.extensions[extension]
	if len(list) == 0 {
		return false
	}
	return among(list[2-len(list)%2:], value)
}

func among(list []byte, value int) bool {
	for ; len(list) > 1; list = list[2:] {
		if int(list[0])<<8+int(list[1]) == value {
			return true
		}
	}
	return false
}
