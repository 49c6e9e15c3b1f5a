package certs

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// AuthorityFile is the name of the file that Authority.WriteFile writes.
const AuthorityFile = "ca.pem"

// WriteFile writes the authority's certificate as PEM to ca.pem in dir, which
// must exist, and returns the path. The key is never written. Like all writing
// here it replaces an existing file at once: readers see the old or the new one.
func (a *Authority) WriteFile(dir string) (string, error) {
	path := filepath.Join(dir, AuthorityFile)
	return path, replaceFile(path, a.PEM(), 0o644)
}

// WriteFiles writes the certificate to name.pem (the chain) and name.key (the
// private key, readable by the owner alone) in dir, which must exist, and returns
// both paths.
func (c *Certificate) WriteFiles(dir, name string) (chain, key string, err error) {
	// Some file systems do not tell CA.pem from ca.pem.
	if name == "" || strings.HasPrefix(name, ".") || name != filepath.Base(name) || strings.EqualFold(name+".pem", AuthorityFile) {
		return "", "", fmt.Errorf("certificate file name %q: want a plain name other than \"ca\", to which .pem and .key are added", name)
	}
	keyPEM, err := c.KeyPEM()
	if err != nil {
		return "", "", err
	}
	chain, key = filepath.Join(dir, name+".pem"), filepath.Join(dir, name+".key")
	if err := replaceFile(key, keyPEM, 0o600); err != nil {
		return "", "", err
	}
	return chain, key, replaceFile(chain, c.ChainPEM(), 0o644)
}

// replaceFile writes to a temporary file beside the path and renames it.
func replaceFile(path string, content []byte, mode os.FileMode) error {
	// CreateTemp makes it readable by the owner alone from the start.
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // after the rename there is nothing left to remove
	if _, err := f.Write(content); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Chmod(f.Name(), mode); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
