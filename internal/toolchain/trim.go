package toolchain

import (
	"os"
	"path/filepath"
	"time"
)

const (
	// staleWork is the age at which a work directory belongs to a build that died.
	staleWork = 24 * time.Hour

	// staleEntry is the time after its last use at which a program is removed:
	// every change of a source leaves one of several megabytes behind.
	staleEntry = 14 * 24 * time.Hour
)

// trim removes what dead builds left and programs that nobody used for long.
// What cannot be removed stays for the next time.
func (s *Store) trim() {
	removeOlder(filepath.Join(s.cacheDir, worksDir), "", staleWork)
	removeOlder(filepath.Join(s.cacheDir, buildsDir), metaName, staleEntry)
}

// removeOlder removes the directories in dir whose clock has stopped: the
// modification time of a file in them, or of themselves if there is none.
func removeOlder(dir, clock string, age time.Duration) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, entry := range entries {
		path := filepath.Join(dir, entry.Name())
		info, err := os.Stat(filepath.Join(path, clock))
		if err != nil {
			info, err = os.Stat(path)
		}
		if err == nil && time.Since(info.ModTime()) > age {
			os.RemoveAll(path)
		}
	}
}

// touch sets the clock of an entry to now. If that fails, the entry is removed
// early and built again.
func touch(dir string) {
	now := time.Now()
	_ = os.Chtimes(filepath.Join(dir, metaName), now, now)
}
