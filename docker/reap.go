package docker

import (
	"sync"
	"time"

	dc "github.com/ory/dockertest/v3/docker"
)

// reaped has the endpoints where leftovers have been removed: once in a process is enough.
var reaped sync.Map

// reapOnce removes the containers that processes which are gone have left behind. Such are
// rare, they are of engines that were restarted or of processes killed while they created a
// container. That it fails is no reason not to go on, but to try again the next time.
func (e *engine) reapOnce() {
	if _, done := reaped.Load(e.endpoint); !done && e.reap() == nil {
		reaped.Store(e.endpoint, true)
	}
}

func (e *engine) reap() error {
	containers, err := e.client.ListContainers(dc.ListContainersOptions{
		All: true, Filters: map[string][]string{"label": {labelPID}},
	})
	if err != nil {
		return err
	}
	for _, c := range containers {
		if abandoned(ownerIn(c.Labels), time.Since(time.Unix(c.Created, 0))) {
			if err := e.remove(c.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// abandoned says whether the owner of a container is dead. If that cannot be known it is
// taken for dead when the container should have ended by itself.
func abandoned(o owner, age time.Duration) bool {
	if alive, known := o.alive(); known {
		return !alive
	}
	return age > timeLimit+timeLimit/4 // clocks differ
}
