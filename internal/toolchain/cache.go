package toolchain

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
)

// The cache directory has two parts: builds/KEY/ with a program and what is
// known of it, and work/ where builds take place. An entry is moved from work/
// to builds/ in one step when it is complete.
const (
	buildsDir = "builds"
	worksDir  = "work"
	metaName  = "meta.json"
)

// meta stands beside a program: it tells a whole file from a damaged one.
type meta struct {
	Size     int64  `json:"size"`
	Modified int64  `json:"modified"` // nanoseconds since 1970
	SHA256   string `json:"sha256"`

	// For people who look into the cache.
	Go     string   `json:"go"`
	GoLine string   `json:"goline"`
	Files  []string `json:"files"`
}

func programName() string {
	if runtime.GOOS == "windows" {
		return "program.exe"
	}
	return "program"
}

func (s *Store) entryDir(key string) string {
	return filepath.Join(s.cacheDir, buildsDir, key)
}

// cached returns the program with this key if it is whole, else nil.
func (s *Store) cached(key string) *Binary {
	dir := s.entryDir(key)
	b, err := readEntry(dir)
	if err != nil {
		return nil
	}
	touch(dir)
	return b
}

func readEntry(dir string) (*Binary, error) {
	text, err := os.ReadFile(filepath.Join(dir, metaName))
	if err != nil {
		return nil, err
	}
	var want meta
	if err := json.Unmarshal(text, &want); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, programName())
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() == want.Size && info.ModTime().UnixNano() == want.Modified {
		return &Binary{Path: path, size: want.Size}, nil // nobody wrote to it
	}
	size, sum, err := measure(path)
	if err != nil {
		return nil, err
	}
	if size != want.Size || sum != want.SHA256 {
		return nil, fmt.Errorf("%s: %d bytes, SHA-256 %s; expected %d, %s", path, size, sum, want.Size, want.SHA256)
	}
	return &Binary{Path: path, size: size}, nil
}

// publish completes the entry in dir and moves it into the cache.
func (s *Store) publish(pl *plan, dir string) (*Binary, error) {
	program := filepath.Join(dir, programName())
	size, sum, err := measure(program)
	if err != nil {
		return nil, s.cacheError(err)
	}
	info, err := os.Stat(program)
	if err != nil {
		return nil, s.cacheError(err)
	}
	text, err := json.MarshalIndent(meta{
		Size: size, Modified: info.ModTime().UnixNano(), SHA256: sum,
		Go: pl.toolchain.Version.name(), GoLine: pl.goLine, Files: pl.names(),
	}, "", "\t")
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, metaName), text, 0o666); err != nil {
		return nil, s.cacheError(err)
	}
	target := s.entryDir(pl.key)
	if err := os.MkdirAll(filepath.Dir(target), 0o777); err != nil {
		return nil, s.cacheError(err)
	}
	return s.moveIn(dir, target)
}

// moveIn gives way to another process that was faster, and takes the place of
// what is damaged.
func (s *Store) moveIn(dir, target string) (*Binary, error) {
	err := os.Rename(dir, target)
	if err != nil {
		if b, damaged := readEntry(target); damaged == nil {
			return b, nil
		}
		if err = os.RemoveAll(target); err == nil {
			err = os.Rename(dir, target)
		}
	}
	if err != nil {
		return nil, s.cacheError(err)
	}
	b, err := readEntry(target)
	if err != nil {
		return nil, s.cacheError(err)
	}
	return b, nil
}

// there reports whether the file still looks as it did when it was checked.
func (b *Binary) there() bool {
	info, err := os.Stat(b.Path)
	return err == nil && info.Size() == b.size
}

func measure(path string) (size int64, sum string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	defer f.Close()
	h := sha256.New()
	size, err = io.Copy(h, f)
	return size, hex.EncodeToString(h.Sum(nil)), err
}

// workDir makes a directory for one build.
func (s *Store) workDir() (string, error) {
	works := filepath.Join(s.cacheDir, worksDir)
	if err := os.MkdirAll(works, 0o777); err != nil {
		return "", s.cacheError(err)
	}
	s.trim()
	work, err := os.MkdirTemp(works, "build-")
	if err != nil {
		return "", s.cacheError(err)
	}
	return work, nil
}

func writeTree(root string, files map[string][]byte) error {
	for name, content := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o666); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) cacheError(err error) error {
	return fmt.Errorf("cache of built programs in %s: %w; free space there, or name another cache directory", s.cacheDir, err)
}
