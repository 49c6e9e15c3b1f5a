package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/nearest"
)

func certsCommand() command {
	return command{
		name:    "certs",
		args:    "DIR [NAME...]",
		summary: "writes an authority, a certificate and their keys as PEM, or defective certificates by name",
		about: `
Without names it does what "openssl genrsa 2048" and "openssl req -x509 -days 3650"
are copied for: server.pem and server.key, RSA 2048 and valid for ten years, and
ca.pem and ca.key, the authority that signed it and can sign more. With names each
of them (legacytls list certs) becomes NAME.pem and NAME.key, and NAME.ca.pem, the
root that a client is to trust.

Whoever has ca.key can pose as any server to those who trust ca.pem: trust it in
tests only, and remove both with them. The roots of named certificates have no key
file.

The RSA keys of certificates are part of legacytls, so everybody has them: these
files are for tests and nothing else. Key files can be read by their owner alone. A
file that is there already is left alone, and then nothing is written, unless
-force allows to replace it.
`,
		examples: []string{
			"legacytls certs pki",
			"legacytls certs -host ldap.partner.test,127.0.0.1 -key ecdsa-p256 -days 30 -name ldap ldap-pki",
			"legacytls certs bad-pki expired cn-only",
		},
		complete: completeCerts,
		run:      writeCerts,
	}
}

// authorityDays is how long an authority is valid, and so the most that -days can be.
const authorityDays = 3650

// A certOrder is the command line of certs, parsed.
type certOrder struct {
	dir   string
	zoo   []certs.Spec // defective certificates; none means the classic recipe
	spec  certs.Spec
	name  string // of the files
	force bool
}

func writeCerts(_ context.Context, f *flags, s streams) error {
	order, err := parseCerts(f)
	if err != nil {
		return err
	}
	var files []pemFile
	if len(order.zoo) > 0 {
		files, err = zooFiles(order.zoo)
	} else {
		files, err = order.classicFiles()
	}
	if err != nil {
		return err
	}
	if err := writePEM(order.dir, files, order.force); err != nil {
		return err
	}
	for _, file := range files {
		if _, err := fmt.Fprintf(s.out, "%s  %s\n", filepath.Join(order.dir, file.name), file.about); err != nil {
			return err
		}
	}
	fmt.Fprintln(s.err, "try: "+order.hint())
	return nil
}

func parseCerts(f *flags) (order certOrder, err error) {
	hosts := f.commaList("host", "host `names` and IP addresses of the certificate (default localhost,127.0.0.1,::1)")
	key := f.set.String("key", string(certs.RSA2048), "`kind` of key of the certificate: "+strings.Join(keyKinds(), ", "))
	days := f.set.Int("days", authorityDays, "`number` of days that the certificate is valid")
	f.set.StringVar(&order.name, "name", "server", "`name` of the certificate's files, to which .pem and .key are added")
	f.set.BoolVar(&order.force, "force", false, "replace files that are there already, the authority among them: what it signed before is then trusted by nobody")
	args, err := f.parse()
	if err != nil {
		return order, err
	}
	if len(args) == 0 {
		return order, usagef("want the directory to write to, for example legacytls certs pki")
	}
	order.dir = args[0]
	if order.zoo, err = findZoo(args[1:]); err != nil {
		return order, err
	}
	if len(order.zoo) > 0 {
		return order, f.refuseWithNames("host", "key", "days", "name")
	}
	return order, order.describe(*hosts, *key, *days)
}

// refuseWithNames returns an error if one of the flags is set, which would make
// a difference to the classic recipe only.
func (f *flags) refuseWithNames(names ...string) error {
	for _, name := range names {
		if f.isSet(name) {
			return usagef("-%s: certificates that are named have their own; it goes with legacytls certs DIR alone", name)
		}
	}
	return nil
}

// describe fills in what the classic recipe makes.
func (order *certOrder) describe(hosts []string, key string, days int) error {
	if !slices.Contains(keyKinds(), key) {
		return usagef("-key %q: did you mean %s? There are %s", key, nearest.Names(key, keyKinds(), 1)[0], strings.Join(keyKinds(), ", "))
	}
	if days < 1 || days > authorityDays {
		return usagef("-days %d: want 1 to %d, which is as long as the authority is valid", days, authorityDays)
	}
	if err := checkFileName(order.name); err != nil {
		return err
	}
	order.spec = certs.Spec{Key: certs.Key(key), Hosts: hosts, NotAfter: time.Duration(days) * 24 * time.Hour}
	if err := order.spec.Validate(); err != nil {
		return usageError{err}
	}
	return nil
}

// checkFileName makes sure that the files are in the directory, can be seen,
// and are not those of the authority, however the file system tells case.
func checkFileName(name string) error {
	if name == "" || strings.HasPrefix(name, ".") || name != filepath.Base(name) || strings.ContainsAny(name, `/\`) || strings.EqualFold(name, "ca") {
		return usagef("-name %q: want a plain file name other than ca, to which .pem and .key are added", name)
	}
	return nil
}

func keyKinds() []string {
	var names []string
	for _, k := range certs.Keys() {
		names = append(names, string(k))
	}
	return names
}

// hint is a command that uses the files.
func (order certOrder) hint() string {
	path := func(file string) string { return filepath.Join(order.dir, file) }
	if len(order.zoo) > 0 {
		return "openssl x509 -noout -text -in " + path(order.zoo[0].Name+".pem")
	}
	return fmt.Sprintf("openssl s_server -accept 127.0.0.1:4433 -www -cert %s -key %s", path(order.name+".pem"), path(order.name+".key"))
}

// classicFiles makes the authority and the certificate.
func (order certOrder) classicFiles() ([]pemFile, error) {
	authority, err := certs.NewAuthority(certs.AuthoritySpec{Key: certs.RSA2048})
	if err != nil {
		return nil, err
	}
	cert, err := authority.Issue(order.spec)
	if err != nil {
		return nil, err
	}
	authorityKey, err := authority.KeyPEM()
	if err != nil {
		return nil, err
	}
	key, err := cert.KeyPEM()
	if err != nil {
		return nil, err
	}
	until := authority.Certificate().NotAfter.UTC().Format(time.DateOnly)
	return []pemFile{
		{"ca.pem", authority.PEM(), publicFile, "the authority, for those who are to trust it, valid until " + until},
		{"ca.key", authorityKey, secretFile, "its key, for signing more"},
		{order.name + ".pem", cert.ChainPEM(), publicFile, fmt.Sprintf("a certificate for %s, valid %d days", strings.Join(cert.Spec.Hosts, ", "), int(order.spec.NotAfter/(24*time.Hour)))},
		{order.name + ".key", key, secretFile, "its key, " + string(cert.Spec.Key)},
	}, nil
}

// The modes of files: keys are for their owner alone.
const (
	publicFile os.FileMode = 0o644
	secretFile os.FileMode = 0o600
)
