package docker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"time"

	"github.com/ory/dockertest/v3"
	dc "github.com/ory/dockertest/v3/docker"
)

// pingTime is what an engine has to say that it is there.
const pingTime = 2 * time.Second

// An engine is a Docker engine for the length of a context, which ends each of its requests:
// many methods of dockertest's client do not take one.
type engine struct {
	client   *dc.Client
	endpoint string
	ctx      context.Context
}

// connect returns the engine that the environment names, after it has answered.
func connect(ctx context.Context) (*engine, error) {
	e, err := engineAt(ctx, "")
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, pingTime)
	defer cancel()
	pinged, err := e.within(ctx)
	if err != nil {
		return nil, err
	}
	if err := pinged.client.Ping(); err != nil {
		return nil, e.explain("asked whether it is there", err)
	}
	return e, nil
}

// engineAt returns the engine at an endpoint, "" for that of the environment.
func engineAt(ctx context.Context, endpoint string) (*engine, error) {
	pool, err := dockertest.NewPool(endpoint)
	if err != nil {
		return nil, fmt.Errorf("the Docker engine that DOCKER_HOST or DOCKER_CERT_PATH describe: %w", err)
	}
	transport := pool.Client.HTTPClient.Transport
	pool.Client.HTTPClient.Transport = bound{ctx, transport}
	return &engine{pool.Client, pool.Client.Endpoint(), ctx}, nil
}

// within returns the same engine for the length of another context.
func (e *engine) within(ctx context.Context) (*engine, error) { return engineAt(ctx, e.endpoint) }

// bound ends requests with a context.
type bound struct {
	ctx  context.Context
	next http.RoundTripper
}

func (b bound) RoundTrip(r *http.Request) (*http.Response, error) {
	return b.next.RoundTrip(r.WithContext(b.ctx))
}

// post sends a request that dockertest's client does not have, and returns what is answered
// if that is a success.
func (e *engine) post(path, contentType string, body io.Reader) (io.ReadCloser, error) {
	r, err := http.NewRequest(http.MethodPost, e.url()+path, body)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", contentType)
	answer, err := e.client.HTTPClient.Do(r)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode/100 == 2 {
		return answer.Body, nil
	}
	return nil, apiError(answer)
}

// apiError returns the error that an answer is.
func apiError(answer *http.Response) error {
	defer answer.Body.Close()
	var m struct{ Message string }
	if err := json.NewDecoder(answer.Body).Decode(&m); err != nil {
		m.Message = answer.Status
	}
	return &dc.Error{Status: answer.StatusCode, Message: m.Message}
}

// url is what the paths of requests follow.
func (e *engine) url() string {
	u, err := url.Parse(e.endpoint)
	switch {
	case err != nil || u.Scheme == "unix" || u.Scheme == "npipe":
		return "http://docker" // no matter: the transport connects to the socket
	case u.Scheme == "tcp" && e.client.TLSConfig == nil:
		return "http://" + u.Host
	case u.Scheme == "tcp":
		return "https://" + u.Host
	}
	return u.Scheme + "://" + u.Host
}

// imageID returns the ID of an image, "" if it is not there.
func (e *engine) imageID(name string) (string, error) {
	image, err := e.client.InspectImage(name)
	switch {
	case errors.Is(err, dc.ErrNoSuchImage):
		return "", nil
	case err != nil:
		return "", e.explain("asked for image "+name, err)
	}
	return image.ID, nil
}

// explain says of an error what came of which engine doing what.
func (e *engine) explain(doing string, err error) error {
	if request := new(url.Error); errors.As(err, &request) {
		err = request.Err // without a URL that is made up for a socket
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return fmt.Errorf("the Docker engine at %s did not answer in time, %s: %w", e.endpoint, doing, err)
	case errors.Is(err, dc.ErrConnectionRefused):
		return fmt.Errorf("no Docker engine listens at %s (connection refused): start it, or let DOCKER_HOST name another", e.endpoint)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no Docker engine at %s: start it, or let DOCKER_HOST name another: %w", e.endpoint, err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("this user may not use the Docker engine at %s: it takes the group of that socket, which is often docker: %w", e.endpoint, err)
	}
	return fmt.Errorf("the Docker engine at %s, %s: %w", e.endpoint, doing, err)
}
