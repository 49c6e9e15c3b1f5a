package main

import "github.com/legacytls/legacytls/certs"

// findZoo returns the defective certificates of these names.
func findZoo(names []string) ([]certs.Spec, error) {
	var specs []certs.Spec
	seen := make(map[string]bool)
	for _, name := range names {
		if seen[name] {
			continue
		}
		seen[name] = true
		spec, err := certs.Find(name)
		if err != nil {
			return nil, usagef("%w (legacytls list certs shows all)", err)
		}
		specs = append(specs, spec)
	}
	return specs, nil
}

// zooFiles makes the certificates. Each has a root of its own, or that of one
// authority for all.
func zooFiles(specs []certs.Spec) ([]pemFile, error) {
	authority, err := certs.NewAuthority(certs.AuthoritySpec{Key: certs.RSA2048})
	if err != nil {
		return nil, err
	}
	var files []pemFile
	for _, spec := range specs {
		cert, err := authority.Issue(spec)
		if err != nil {
			return nil, err
		}
		key, err := cert.KeyPEM()
		if err != nil {
			return nil, err
		}
		files = append(files,
			pemFile{spec.Name + ".pem", cert.ChainPEM(), publicFile, aboutZoo(spec)},
			pemFile{spec.Name + ".key", key, secretFile, aboutKey(cert)},
			pemFile{spec.Name + ".ca.pem", cert.RootsPEM(), publicFile, "the root that a client is to trust"},
		)
	}
	return files, nil
}

func aboutZoo(spec certs.Spec) string {
	if spec.ServerName == "" {
		return spec.Title
	}
	return spec.Title + "; ask for " + spec.ServerName
}

func aboutKey(cert *certs.Certificate) string {
	if cert.StandIn {
		return "a key in place of its own, which does not exist; programs that compare the two refuse them"
	}
	return "its key"
}

func listCerts() listing {
	l := listing{heading: []string{"name", "title", "ask for", "source"}}
	for _, spec := range certs.Zoo() {
		l.add(spec.Name, spec.Title, spec.ServerName, spec.Source)
	}
	return l
}
