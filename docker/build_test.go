package docker_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	dc "github.com/ory/dockertest/v3/docker"
	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/docker"
)

func TestBuildBuildsOnce(t *testing.T) {
	t.Parallel()
	needImage(t, usual)
	c := client(t)
	i := newImage(t, "FROM "+base+"\nCOPY note /note\n")
	i.write("note", unique(t))
	tag := i.tag(t)
	require.Regexp(t, "^legacytls-openssl:"+i.generation+"-[0-9a-f]{12}$", tag)

	_, err := i.host().Identity(bg)
	require.EqualError(t, err, "there is no image "+tag+": make docker-images, or docker.Build, makes it")
	_, err = i.host().Launch(bg)
	require.ErrorContains(t, err, "there is no image "+tag)

	var log strings.Builder
	require.NoError(t, i.build(&log))
	require.Contains(t, log.String(), "building "+tag+" on "+base)
	require.Contains(t, log.String(), "COPY note /note")
	image, err := c.InspectImage(tag)
	require.NoError(t, err)
	require.Equal(t, i.generation, image.Config.Labels[docker.LabelGeneration])
	id, err := i.host().Identity(bg)
	require.NoError(t, err)
	require.Equal(t, image.ID, id)

	log.Reset()
	require.NoError(t, i.build(&log))
	require.Equal(t, tag+" is there\n", log.String())
}

func TestBuildsAtOnceEndWithOneImage(t *testing.T) {
	t.Parallel()
	needImage(t, usual)
	c := client(t)
	i := newImage(t, "FROM "+base+"\nRUN echo "+unique(t)+" > /note\n")
	tag := i.tag(t)
	var wg sync.WaitGroup
	errs := make([]error, 3)
	for n := range errs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			errs[n] = i.build(nil)
		}()
	}
	wg.Wait()
	require.Equal(t, make([]error, 3), errs)
	_, err := c.InspectImage(tag)
	require.NoError(t, err)
	require.NoError(t, c.RemoveImage(tag))
	_, err = i.host().Identity(bg)
	require.ErrorContains(t, err, "there is no image "+tag)
}

func TestAFailedBuildLeavesNothingAndSaysHowItEnded(t *testing.T) {
	t.Parallel()
	needImage(t, usual)
	c := client(t)
	note := unique(t)
	i := newImage(t, fmt.Sprintf("FROM %s\nRUN echo no space %s >&2; exit 3\n", base, note))
	tag := i.tag(t)
	err := i.build(nil)
	require.ErrorContains(t, err, "building "+tag)
	require.ErrorContains(t, err, "returned a non-zero code: 3")
	require.ErrorContains(t, err, "\nno space "+note)

	_, err = c.InspectImage(tag)
	require.ErrorIs(t, err, dc.ErrNoSuchImage)
	containers, err := c.ListContainers(dc.ListContainersOptions{All: true})
	require.NoError(t, err)
	for _, left := range containers {
		require.NotContains(t, left.Command, note)
	}
}

func TestAMissingBaseIsNamedAndNotPulled(t *testing.T) {
	t.Parallel()
	needImage(t, usual)
	i := newImage(t, "FROM "+base+"\nFROM example.com/none:1\n")
	want := "there is no image example.com/none:1, which OpenSSL " + i.generation + " is built on: docker pull example.com/none:1, or make docker-base where no registry is reachable; then make docker-images"
	require.EqualError(t, i.build(nil), want)
	_, err := i.host().Identity(bg)
	require.EqualError(t, err, want)
}

// A base with the same name may be another image tomorrow.
func TestAnotherBaseIsAnotherImage(t *testing.T) {
	t.Parallel()
	needImage(t, usual)
	c := client(t)
	moving := "legacytls-test:" + unique(t)
	repository, tag, _ := strings.Cut(moving, ":")
	t.Cleanup(func() { c.RemoveImage(moving) })
	i := newImage(t, "FROM "+moving+"\n")
	var tags []string
	for _, g := range []string{"1.1.1", usual} {
		needImage(t, g)
		id, err := docker.Host(g).Identity(bg)
		require.NoError(t, err)
		require.NoError(t, c.TagImage(id, dc.TagImageOptions{Repo: repository, Tag: tag, Force: true}))
		tags = append(tags, i.tag(t))
	}
	require.NotEqual(t, tags[0], tags[1])
}
