package toolchain

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
)

// failureName is the file of a cache entry for a program that does not build.
// Such an entry has no program.
const failureName = "failure.json"

// failure is the content of that file.
type failure struct {
	Command string `json:"command"`
	Output  string `json:"output"`
}

// position is how the go command blames a source file. A failure without one
// may be about the machine, and is not remembered.
var position = regexp.MustCompile(`(?m)^\S*(\.go|go\.mod):[0-9]+`)

// failedBefore returns the failure of an earlier build of the same program, or nil.
func (s *Store) failedBefore(pl *plan) *BuildError {
	text, err := os.ReadFile(filepath.Join(s.entryDir(pl.key), failureName))
	if err != nil {
		return nil
	}
	var f failure
	if json.Unmarshal(text, &f) != nil || !position.MatchString(f.Output) {
		return nil
	}
	return &BuildError{Version: pl.toolchain.Version, Command: f.Command, Output: f.Output}
}

// rememberFailure keeps a failure for the next time, so that a program that
// does not build is not built again and again. If it cannot be kept, it is.
func (s *Store) rememberFailure(pl *plan, work string, e *BuildError) {
	if !position.MatchString(e.Output) {
		return
	}
	text, err := json.MarshalIndent(failure{e.Command, e.Output}, "", "\t")
	if err != nil {
		return
	}
	dir, target := filepath.Join(work, "failure"), s.entryDir(pl.key)
	if os.Mkdir(dir, 0o777) != nil || os.WriteFile(filepath.Join(dir, failureName), text, 0o666) != nil {
		return
	}
	if os.MkdirAll(filepath.Dir(target), 0o777) != nil || os.RemoveAll(target) != nil {
		return
	}
	_ = os.Rename(dir, target) // another process was faster
}
