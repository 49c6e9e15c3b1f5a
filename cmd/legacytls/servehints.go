package main

import (
	"crypto/tls"
	"regexp"
	"strings"

	"github.com/legacytls/legacytls/cmd/legacytls/internal/report"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// allHints are those of all servers, each with its name if there are several.
func allHints(servers []*harness.Server, at []report.Listening) []string {
	var all []string
	for i, server := range servers {
		for _, hint := range serveHints(server.Profile, at[i]) {
			if len(servers) > 1 && strings.HasPrefix(hint, "try: ") {
				hint = server.Profile.Name + ": " + hint
			}
			all = append(all, hint)
		}
	}
	return all
}

// serveHints are the lines that say what to point at a server: a command that
// connects, and if it is not openssl s_client, why.
func serveHints(p fixtures.Profile, at report.Listening) []string {
	c := sClientFor(p)
	if c.cannot == "" {
		command := append([]string{"openssl", "s_client", "-connect", at.Addr, "-CAfile", at.Roots}, c.flags...)
		if at.ClientCertificate != "" {
			command = append(command, "-cert", at.ClientCertificate)
		}
		return []string{"try: " + shell(command)}
	}
	hints := []string{p.Name + ": no openssl s_client, as OpenSSL " + c.cannot}
	if command := tryHint(p, at); command != nil {
		hints = append(hints, "try: "+shell(command))
	}
	return hints
}

// tryHint is the command for a server whose suites OpenSSL no longer has, but
// crypto/tls, which still has RC4 and 3DES when they are named. It is nil for others.
func tryHint(p fixtures.Profile, at report.Listening) []string {
	var names []string
	for _, s := range suitesOf(p) {
		if offerOf(s) != offeredNever {
			return nil // something else is the matter
		}
		if s.Go != "" {
			names = append(names, s.OpenSSL)
		}
	}
	behaves := len(p.Quirks.Set()) == 0 && p.SignatureSchemes == nil // which crypto/tls may refuse
	if len(names) == 0 || !behaves || p.MaxVersion < tls.VersionTLS10 || at.ClientCertificate != "" {
		return nil
	}
	command := []string{"legacytls", "try", "-go", "local", "-suites", strings.Join(names, ","), "-roots", at.Roots}
	if p.MaxVersion < tls.VersionTLS12 {
		command = append(command, "-min", "1.0")
	}
	return append(command, at.Addr)
}

// shell joins the words of a command so that it can be pasted.
func shell(words []string) string {
	plain := regexp.MustCompile(`^[A-Za-z0-9_@%+=:,./-]+$`)
	quoted := make([]string, 0, len(words))
	for _, w := range words {
		if !plain.MatchString(w) {
			w = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
		quoted = append(quoted, w)
	}
	return strings.Join(quoted, " ")
}
