package docker

import (
	"context"
	"io/fs"

	"github.com/legacytls/legacytls/harness"
)

// OpenSSL returns the backend that plays profiles with the OpenSSL of a generation, one of
// [Generations], each server in a container of its own. It is called docker: and the
// generation. [harness.OpenSSLOn] says how such a backend plays profiles.
//
// What is missing (an engine, an image) shows when the backend is used.
func OpenSSL(generation string) harness.Backend {
	return harness.OpenSSLOn(host{images(), generation})
}

// A host is where the openssl of a generation is.
type host struct {
	images     fs.FS
	generation string
}

func (h host) Name() string { return "docker:" + h.generation }

// Identity is the ID of the image.
func (h host) Identity(ctx context.Context) (string, error) {
	e, err := connect(ctx)
	if err != nil {
		return "", err
	}
	return h.image(e)
}

// image returns the ID of the image, which must have been built.
func (h host) image(e *engine) (string, error) {
	r, err := readRecipe(h.images, h.generation)
	if err != nil {
		return "", err
	}
	tag, err := r.tag(e)
	if err != nil {
		return "", err
	}
	id, err := e.imageID(tag)
	if err != nil {
		return "", err
	}
	if id == "" {
		return "", missingImage(tag)
	}
	return id, nil
}

func (h host) Launch(ctx context.Context) (*harness.OpenSSLProcess, error) {
	e, err := connect(ctx)
	if err != nil {
		return nil, err
	}
	image, err := h.image(e)
	if err != nil {
		return nil, err
	}
	e.reapOnce()
	network, err := e.network()
	if err != nil {
		return nil, err
	}
	address, err := e.publishAddress()
	if err != nil {
		return nil, err
	}
	p, err := e.launch(containerOptions(h.generation, image, network, address), address)
	if err != nil {
		return nil, err
	}
	return &harness.OpenSSLProcess{
		Stdin: p.stdin, Stdout: p.stdout, Listen: "0.0.0.0:" + port, Addr: p.addr, Log: p.Log, Close: p.Close,
	}, nil
}
