package docker

import (
	"os"
	"strconv"
)

// The labels of what is ours.
const (
	labelHost       = "org.legacytls.host"       // of a container: the machine of its owner
	labelPID        = "org.legacytls.pid"        // of a container: the process ID of its owner
	labelStarted    = "org.legacytls.started"    // of a container: when its owner started
	labelNetwork    = "org.legacytls.network"    // of the network
	labelGeneration = "org.legacytls.generation" // of an image
)

// An owner is the process that a container belongs to.
type owner struct {
	host    string // where process IDs mean the same, "" if that cannot be known
	pid     int
	started string // what tells a process from a later one of the same ID
}

// self returns this process.
func self() owner {
	pid := os.Getpid()
	started, alive := startOf(pid)
	o := owner{host: thisHost(), pid: pid, started: started}
	if !alive { // no way to know
		o.host = ""
	}
	return o
}

func (o owner) labels() map[string]string {
	return map[string]string{labelHost: o.host, labelPID: strconv.Itoa(o.pid), labelStarted: o.started}
}

// ownerIn returns what the labels of a container say.
func ownerIn(labels map[string]string) owner {
	pid, err := strconv.Atoi(labels[labelPID])
	if err != nil {
		return owner{}
	}
	return owner{labels[labelHost], pid, labels[labelStarted]}
}

// alive says whether the owner still runs, if that can be known: not of another machine.
func (o owner) alive() (alive, known bool) {
	if o.host == "" || o.host != thisHost() {
		return false, false
	}
	started, alive := startOf(o.pid)
	return alive && started == o.started, true
}
