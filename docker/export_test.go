package docker

import (
	"context"
	"io"
	"io/fs"
	"time"

	dc "github.com/ory/dockertest/v3/docker"

	"github.com/legacytls/legacytls/harness"
)

const (
	LabelPID        = labelPID
	LabelGeneration = labelGeneration
	LabelStarted    = labelStarted
	NetworkName     = networkName
	TimeLimit       = timeLimit
	Memory          = memory
)

// HostOf is the host of images that need not be those of this package.
func HostOf(images fs.FS, generation string) harness.OpenSSLHost { return host{images, generation} }

func Host(generation string) harness.OpenSSLHost { return host{images(), generation} }

func BuildFrom(ctx context.Context, images fs.FS, generation string, log io.Writer) error {
	return build(ctx, images, generation, log)
}

// Tag returns the name that an image has or would have.
func Tag(ctx context.Context, images fs.FS, generation string) (string, error) {
	e, err := connect(ctx)
	if err != nil {
		return "", err
	}
	r, err := readRecipe(images, generation)
	if err != nil {
		return "", err
	}
	return r.tag(e)
}

// Hash is that of a recipe with bases of these IDs.
func Hash(images fs.FS, generation string, ids map[string]string) (string, error) {
	r, err := readRecipe(images, generation)
	if err != nil {
		return "", err
	}
	return r.hash(ids), nil
}

func Bases(dockerfile string) ([]string, error) { return basesOf([]byte(dockerfile)) }

// ContainerFor describes a container with the labels of another owner than this process.
func ContainerFor(image, network string, pid string, started string) dc.CreateContainerOptions {
	o := containerOptions("test", image, network, "127.0.0.1")
	o.Config.Labels[labelPID], o.Config.Labels[labelStarted] = pid, started
	return o
}

func Network(ctx context.Context) (string, error) {
	e, err := connect(ctx)
	if err != nil {
		return "", err
	}
	return e.network()
}

func Reap(ctx context.Context) error {
	e, err := connect(ctx)
	if err != nil {
		return err
	}
	return e.reap()
}

var StartOf = startOf

// AbandonedElsewhere says whether a container of another machine is taken for abandoned.
func AbandonedElsewhere(age time.Duration) bool {
	return abandoned(owner{host: "another", pid: 1, started: "1"}, age)
}

func PublishAddress(ctx context.Context, endpoint string) (string, error) {
	e, err := engineAt(ctx, endpoint)
	if err != nil {
		return "", err
	}
	return e.publishAddress()
}

func Images() fs.FS { return images() }
