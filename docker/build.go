package docker

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"strings"
)

// maxSaid is how much of the end of a build's output an error has.
const maxSaid = 2 << 10

// Build builds the image of a generation on the engine, unless it is there. What the build
// says goes to log, if that is not nil. The images that it is built on must be there: they are
// not pulled. It takes seconds for most, and minutes for 1.1.1-weak, which is compiled.
//
// A build that fails leaves no image with a name. Several at once, of several processes too,
// do the same work and end with the same name.
func Build(ctx context.Context, generation string, log io.Writer) error {
	return build(ctx, images(), generation, log)
}

func build(ctx context.Context, images fs.FS, generation string, log io.Writer) error {
	if log == nil {
		log = io.Discard
	}
	r, err := readRecipe(images, generation)
	if err != nil {
		return err
	}
	e, err := connect(ctx)
	if err != nil {
		return err
	}
	tag, err := r.tag(e)
	if err != nil {
		return err
	}
	id, err := e.imageID(tag)
	if err != nil {
		return err
	}
	if id != "" {
		fmt.Fprintf(log, "%s is there\n", tag)
		return nil
	}
	fmt.Fprintf(log, "building %s on %s\n", tag, strings.Join(r.bases, ", "))
	said := &tail{max: maxSaid}
	if err := e.build(r, tag, io.MultiWriter(log, said)); err != nil {
		return fmt.Errorf("building %s: %w\n%s", tag, err, strings.TrimSpace(said.String()))
	}
	return nil
}

// build lets the engine build a recipe. The engine gives the image its name at the end, when
// all else has gone well. This is a request of our own because dockertest's client asks for
// version 1.25 of the API as soon as forcerm is set, which new engines do not speak.
func (e *engine) build(r *recipe, tag string, log io.Writer) error {
	files, err := r.archive()
	if err != nil {
		return err
	}
	labels, err := json.Marshal(map[string]string{labelGeneration: r.generation})
	if err != nil {
		return err
	}
	query := url.Values{"t": {tag}, "rm": {"1"}, "forcerm": {"1"}, "labels": {string(labels)}}
	answer, err := e.post("/build?"+query.Encode(), "application/x-tar", files)
	if err != nil {
		return e.explain("building an image", err)
	}
	defer answer.Close()
	if err := copyBuild(log, answer); err != nil {
		return e.explain("building an image", err)
	}
	switch id, err := e.imageID(tag); {
	case err != nil:
		return err
	case id == "":
		return errors.New("the engine says that it is built, but does not have it")
	}
	return nil
}

// The engine colours what commands write to standard error.
var colours = strings.NewReplacer("\x1b[91m", "", "\x1b[0m", "")

// copyBuild writes what a build says to log, and returns the error that it ends with.
func copyBuild(log io.Writer, answer io.Reader) error {
	for messages := json.NewDecoder(answer); ; {
		var m struct {
			Stream string `json:"stream"`
			Error  string `json:"error"`
		}
		err := messages.Decode(&m)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case m.Error != "":
			return errors.New(m.Error)
		}
		if _, err := colours.WriteString(log, m.Stream); err != nil {
			return err
		}
	}
}

// archive is the directory of the recipe, the same bytes for the same files, which lets the
// engine's cache work.
func (r *recipe) archive() (io.Reader, error) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, path := range r.paths() {
		if err := w.WriteHeader(&tar.Header{Name: path, Mode: 0o644, Size: int64(len(r.files[path]))}); err != nil {
			return nil, err
		}
		if _, err := w.Write(r.files[path]); err != nil {
			return nil, err
		}
	}
	return &b, w.Close()
}
