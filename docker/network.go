package docker

import (
	"errors"
	"fmt"
	"sort"

	dc "github.com/ory/dockertest/v3/docker"
)

// networkName is that of the network that all containers of all processes share. It is made
// once and stays.
const networkName = "legacytls"

// network returns the ID of the network of our own, which it makes if it is not there. It
// leads nowhere: connections come in through published ports, but none gets out or from one
// container to another.
//
// Old engines may make two of the same name for two processes that ask at once. That is why
// the network is chosen by its ID, and both are as good.
func (e *engine) network() (string, error) {
	id, err := e.findNetwork()
	if id != "" || err != nil {
		return id, err
	}
	_, made := e.client.CreateNetwork(dc.CreateNetworkOptions{
		Name: networkName, Driver: "bridge", CheckDuplicate: true,
		Labels: map[string]string{labelNetwork: ""},
		Options: map[string]any{
			"com.docker.network.bridge.enable_ip_masquerade": "false",
			"com.docker.network.bridge.enable_icc":           "false",
		},
	})
	// Another process may have been faster.
	if id, err = e.findNetwork(); id != "" || err != nil {
		return id, err
	}
	if made == nil {
		made = errors.New("it is not there afterwards")
	}
	return "", e.explain("making the network "+networkName, made)
}

// findNetwork returns the first of the networks of our name, "" if there is none.
func (e *engine) findNetwork() (string, error) {
	networks, err := e.client.ListNetworks()
	if err != nil {
		return "", e.explain("listing networks", err)
	}
	var ids []string
	for _, n := range networks {
		if n.Name != networkName {
			continue
		}
		if _, ours := n.Labels[labelNetwork]; !ours {
			return "", fmt.Errorf("the Docker engine at %s has a network %s that is not ours, without the label %s: remove or rename it",
				e.endpoint, networkName, labelNetwork)
		}
		ids = append(ids, n.ID)
	}
	if len(ids) == 0 {
		return "", nil
	}
	sort.Strings(ids)
	return ids[0], nil
}
