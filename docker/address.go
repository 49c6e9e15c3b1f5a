package docker

import (
	"fmt"
	"net"
	"net/url"
)

// publishAddress returns the IP address at which containers are to publish their ports:
// loopback, or the address at which the engine itself is reached if that is by TCP. It may be
// on another machine, the loopback of which would be of no use.
func (e *engine) publishAddress() (string, error) {
	const loopback = "127.0.0.1"
	u, err := url.Parse(e.endpoint)
	if err != nil || u.Hostname() == "" || u.Scheme == "unix" || u.Scheme == "npipe" {
		return loopback, nil
	}
	found, err := net.DefaultResolver.LookupNetIP(e.ctx, "ip", u.Hostname())
	if err != nil {
		return "", fmt.Errorf("the address of the Docker engine at %s: %w", e.endpoint, err)
	}
	for _, ip := range found {
		if ip.Unmap().Is4() { // which every engine has
			return ip.Unmap().String(), nil
		}
	}
	return found[0].String(), nil
}
