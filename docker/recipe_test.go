package docker_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/docker"
)

func TestTheHashIsThatOfAllThatAnImageIsMadeFrom(t *testing.T) {
	hash := func(id string, change func(map[string]string)) string {
		files := map[string]string{"Dockerfile": "FROM one\nCOPY note /\n", "note": "text"}
		change(files)
		images := make(fstest.MapFS)
		for name, content := range files {
			images["test/"+name] = &fstest.MapFile{Data: []byte(content)}
		}
		h, err := docker.Hash(images, "test", map[string]string{"one": id})
		require.NoError(t, err)
		require.Regexp(t, "^[0-9a-f]{12}$", h)
		return h
	}
	same := func(map[string]string) {}
	first := hash("sha256:1", same)
	require.Equal(t, first, hash("sha256:1", same))
	for what, other := range map[string]string{
		"base":       hash("sha256:2", same),
		"Dockerfile": hash("sha256:1", func(f map[string]string) { f["Dockerfile"] += "#" }),
		"a file":     hash("sha256:1", func(f map[string]string) { f["note"] = "words" }),
		"its name":   hash("sha256:1", func(f map[string]string) { f["notes"] = f["note"]; delete(f, "note") }),
		"a new file": hash("sha256:1", func(f map[string]string) { f["dir/more"] = "" }),
	} {
		require.NotEqual(t, first, other, what)
	}
}

func TestBasesAreTheImagesInFromLines(t *testing.T) {
	bases, err := docker.Bases(`# FROM comment
FROM --platform=linux/amd64 debian:bullseye-slim AS build
RUN true
from build as second
FROM scratch
FROM debian:bookworm-slim
COPY --from=build /a /b
FROM debian:bullseye-slim
`)
	require.NoError(t, err)
	require.Equal(t, []string{"debian:bullseye-slim", "debian:bookworm-slim"}, bases)

	_, err = docker.Bases("ARG V=1\nFROM debian:$V\n")
	require.ErrorContains(t, err, "FROM debian:$V: a variable in a FROM line")
	_, err = docker.Bases("FROM scratch\n")
	require.ErrorContains(t, err, "no FROM line with an image")
}

func TestEveryGenerationIsARecipe(t *testing.T) {
	for _, g := range docker.Generations() {
		_, err := docker.Hash(docker.Images(), g, nil)
		require.NoError(t, err)
	}
	_, err := docker.Hash(docker.Images(), "0.9.7", nil)
	require.EqualError(t, err, `there is no OpenSSL generation "0.9.7", only 1.1.1, 1.1.1-weak, 3.0, 3.5`)
	_, err = docker.Hash(docker.Images(), "../images/3.0", nil)
	require.ErrorContains(t, err, "there is no OpenSSL generation")
}
