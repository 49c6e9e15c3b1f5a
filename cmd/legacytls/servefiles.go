package main

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"os"
	"path/filepath"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/cmd/legacytls/internal/report"
	"github.com/legacytls/legacytls/harness"
)

// serveFiles are what serve writes for clients: the authorities to trust, and a
// client certificate for servers that ask for one.
type serveFiles struct {
	dir   string // temporary
	roots string // the one asked for, or one in dir
}

func newServeFiles(roots string) (serveFiles, error) {
	dir, err := os.MkdirTemp("", "legacytls")
	if err != nil {
		return serveFiles{}, err
	}
	if roots == "" {
		roots = filepath.Join(dir, "roots.pem")
	}
	return serveFiles{dir, roots}, nil
}

// remove takes all away but roots that were asked for.
func (f serveFiles) remove() { os.RemoveAll(f.dir) }

// write returns where the servers listen, and what clients need for them.
func (f serveFiles) write(servers []*harness.Server) ([]report.Listening, error) {
	if err := os.WriteFile(f.roots, allRoots(servers), 0o644); err != nil {
		return nil, fmt.Errorf("writing the authority: %w", err)
	}
	var all []report.Listening
	for _, s := range servers {
		at := report.Listening{Addr: s.Addr, Profile: s.Profile.Name, Backend: s.Backend, Roots: f.roots}
		if s.Profile.ClientAuth != tls.NoClientCert {
			at.ClientCertificate = filepath.Join(f.dir, "client.pem")
			if err := writeClientCertificate(at.ClientCertificate); err != nil {
				return nil, fmt.Errorf("writing the client certificate: %w", err)
			}
		}
		all = append(all, at)
	}
	return all, nil
}

// allRoots has the roots of each server, of which most have the same.
func allRoots(servers []*harness.Server) []byte {
	var all []byte
	for _, s := range servers {
		if !bytes.Contains(all, s.RootsPEM) {
			all = append(all, s.RootsPEM...)
		}
	}
	return all
}

// writeClientCertificate writes a certificate of the authority that servers check
// client certificates against, and its key, to one file, as openssl and curl take it.
func writeClientCertificate(path string) error {
	authority, err := certs.Shared()
	if err != nil {
		return err
	}
	cert, err := authority.Issue(certs.Spec{ForClient: true})
	if err != nil {
		return err
	}
	key, err := cert.KeyPEM()
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(cert.ChainPEM(), key...), 0o600)
}
