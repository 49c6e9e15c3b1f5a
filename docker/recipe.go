package docker

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"sort"
	"strings"
)

//go:embed images
var embedded embed.FS

// images has a directory for each generation.
func images() fs.FS {
	sub, err := fs.Sub(embedded, "images")
	if err != nil {
		panic(err) // the directory is there, or this does not compile
	}
	return sub
}

// Generations returns the names of the OpenSSL builds that there are, in order.
func Generations() []string { return generationsIn(images()) }

func generationsIn(images fs.FS) []string {
	entries, err := fs.ReadDir(images, ".")
	if err != nil {
		panic(err)
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

const repository = "legacytls-openssl"

// A recipe is what an image is made from, beside the images in its FROM lines.
type recipe struct {
	generation string
	files      map[string][]byte // by path below the directory of the generation
	bases      []string          // the images in FROM lines, each once, in order
}

func readRecipe(images fs.FS, generation string) (*recipe, error) {
	known := generationsIn(images)
	if i := sort.SearchStrings(known, generation); i == len(known) || known[i] != generation {
		return nil, fmt.Errorf("there is no OpenSSL generation %q, only %s", generation, strings.Join(known, ", "))
	}
	r := &recipe{generation: generation, files: make(map[string][]byte)}
	err := fs.WalkDir(images, generation, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(images, path)
		r.files[strings.TrimPrefix(path, generation+"/")] = content
		return err
	})
	if err != nil {
		return nil, err
	}
	dockerfile, ok := r.files["Dockerfile"]
	if !ok {
		return nil, fmt.Errorf("images/%s has no Dockerfile", generation)
	}
	if r.bases, err = basesOf(dockerfile); err != nil {
		return nil, fmt.Errorf("images/%s/Dockerfile: %w", generation, err)
	}
	return r, nil
}

// basesOf returns the images in the FROM lines of a Dockerfile that are not its own stages.
func basesOf(dockerfile []byte) ([]string, error) {
	var bases []string
	seen := map[string]bool{"scratch": true}
	for _, line := range bytes.Split(dockerfile, []byte("\n")) {
		words := strings.Fields(string(line))
		if len(words) < 2 || !strings.EqualFold(words[0], "FROM") {
			continue
		}
		words = words[1:]
		for len(words) > 1 && strings.HasPrefix(words[0], "--") {
			words = words[1:]
		}
		image := words[0]
		if strings.Contains(image, "$") {
			return nil, fmt.Errorf("FROM %s: a variable in a FROM line hides what the image is made from", image)
		}
		if !seen[image] {
			bases = append(bases, image)
			seen[image] = true
		}
		if len(words) == 3 && strings.EqualFold(words[1], "AS") {
			seen[words[2]] = true
		}
	}
	if len(bases) == 0 {
		return nil, errors.New("no FROM line with an image")
	}
	return bases, nil
}

// tag returns the name of the image that the recipe makes on e: with the hash of all that it
// is made from.
func (r *recipe) tag(e *engine) (string, error) {
	ids := make(map[string]string)
	for _, base := range r.bases {
		id, err := e.imageID(base)
		if err != nil {
			return "", err
		}
		if id == "" {
			return "", missingBase(base, r.generation)
		}
		ids[base] = id
	}
	return fmt.Sprintf("%s:%s-%s", repository, r.generation, r.hash(ids)), nil
}

// hash is that of the files and of the IDs of the bases, each with its length before it.
func (r *recipe) hash(ids map[string]string) string {
	h := sha256.New()
	for _, path := range r.paths() {
		fmt.Fprintf(h, "file %q %d\n%s\n", path, len(r.files[path]), r.files[path])
	}
	for _, base := range r.bases {
		fmt.Fprintf(h, "base %q %q\n", base, ids[base])
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}

func (r *recipe) paths() []string {
	var paths []string
	for path := range r.files {
		paths = append(paths, path)
	}
	sort.Strings(paths)
	return paths
}

func missingBase(base, generation string) error {
	return fmt.Errorf("there is no image %s, which OpenSSL %s is built on: docker pull %s, or make docker-base where no registry is reachable; then make docker-images",
		base, generation, base)
}

func missingImage(tag string) error {
	return fmt.Errorf("there is no image %s: make docker-images, or docker.Build, makes it", tag)
}
