package foreign

import (
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
)

// A folder is where a client keeps files, under names that are never used twice.
type folder struct {
	dir   string
	files *int64
}

func newFolder(dir string) folder { return folder{dir, new(int64)} }

// path returns the path of a file that does not exist yet.
func (f folder) path(suffix string) string {
	return filepath.Join(f.dir, fmt.Sprintf("%d.%s", atomic.AddInt64(f.files, 1), suffix))
}

// write returns the path of a new file with the content.
func (f folder) write(content []byte, suffix string) (string, error) {
	path := f.path(suffix)
	return path, os.WriteFile(path, content, 0o600)
}

// A pemFiles has the paths of what a Request gives as PEM, "" where it does not.
type pemFiles struct{ roots, certificate, key string }

func (f folder) pem(r Request) (p pemFiles, err error) {
	for _, file := range []struct {
		path    *string
		content []byte
	}{{&p.roots, r.RootsPEM}, {&p.certificate, r.CertificatePEM}, {&p.key, r.KeyPEM}} {
		if file.content == nil {
			continue
		}
		if *file.path, err = f.write(file.content, "pem"); err != nil {
			return p, err
		}
	}
	return p, nil
}
