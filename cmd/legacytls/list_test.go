package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/scenarios"
)

// row returns the line of a listing that begins with name.
func row(t *testing.T, listing, name string) string {
	t.Helper()
	for _, line := range strings.Split(listing, "\n") {
		if fields := strings.Fields(line); len(fields) > 0 && fields[0] == name {
			return line
		}
	}
	require.Failf(t, "no such row", "%s in\n%s", name, listing)
	return ""
}

func list(t *testing.T, args ...string) string {
	t.Helper()
	got := legacytls(t, append([]string{"list"}, args...)...)
	require.Equal(t, exitOK, got.code, got.err)
	require.Empty(t, got.err)
	require.NotRegexp(t, `(?m) $`, got.out, "blanks at the end of a line")
	return got.out
}

func TestListProfilesShowsTheCatalogueAndWhoPlaysIt(t *testing.T) {
	out := list(t, "profiles")
	require.Equal(t, len(fixtures.Catalogue())+2*len(fixtures.Families())+1, strings.Count(out, "\n"), "a heading, and each family under a blank line and its name")
	for _, p := range fixtures.Catalogue() {
		require.Contains(t, row(t, out, p.Name), p.Title)
		require.NotContains(t, row(t, out, p.Name), " none ")
	}
	require.Contains(t, row(t, out, "aes256-sha256-only"), " legacy ")
	require.Contains(t, row(t, out, "modern"), " crypto/tls ")
}

func TestListProfilesGroupsThemByFamily(t *testing.T) {
	families := make(map[string]bool)
	for _, f := range fixtures.Families() {
		families[string(f)] = true
	}
	under := make(map[string]string)
	family := ""
	for _, line := range strings.Split(list(t, "profiles"), "\n") {
		if families[line] {
			family = line
		} else if fields := strings.Fields(line); len(fields) > 0 {
			under[fields[0]] = family
		}
	}
	for _, p := range fixtures.Catalogue() {
		require.Equal(t, string(p.Family), under[p.Name], p.Name)
	}
}

// A person looks for the product, which a profile may not be named after.
func TestListProfilesFindsWhatAProfileStandsFor(t *testing.T) {
	require.Regexp(t, `(?m)^paloalto-58033 .*\n    Palo Alto firewalls and Prisma Access`, list(t, "profiles", "prisma access"))
	require.NotContains(t, list(t, "profiles", "paloalto-58033"), "Prisma Access", "it is found by its name")
	require.NotContains(t, list(t, "profiles"), "Prisma Access", "nothing is looked for")
	require.Contains(t, list(t, "profiles", "^windows and"), "windows-server-2003-iis6 ")
	for _, profile := range objects(t, list(t, "-json", "profiles", "prisma access")) {
		require.Contains(t, profile["stands_for"], "Prisma Access")
		require.Equal(t, string(fixtures.Intolerant), profile["family"])
	}
}

func TestListProfilesSaysWhyOneIsNotPlayed(t *testing.T) {
	p := fixtures.AES128SHAOnly()
	p.Suites = []uint16{0x0096}
	backend, why := playedBy(p)
	require.Equal(t, "none", backend)
	require.Equal(t, "it has no cipher SEED-CBC, for SEED-SHA (0x0096); backend docker:1.1.1-weak does, and backend openssl if its OpenSSL is built with it", why)
}

func TestListScenariosShowsEveryClaim(t *testing.T) {
	out := list(t, "scenarios")
	for _, table := range scenarios.Tables() {
		for _, s := range table.Scenarios {
			require.Contains(t, row(t, out, table.Name+"/"+s.Name), s.Claim)
		}
	}
}

func TestListSuitesSaysWhichOnesGoNeverHad(t *testing.T) {
	out := list(t, "suites")
	require.Equal(t, len(fixtures.Suites())+1, strings.Count(out, "\n"))
	require.Regexp(t, `^0x003D\s+AES256-SHA256\s+TLS_RSA_WITH_AES_256_CBC_SHA256\s+RSA\s+RSA\s+.*\snever\s+TLS 1\.2$`, row(t, out, "0x003D"))
	require.Regexp(t, `^0x002F\s+AES128-SHA\s+TLS_RSA_WITH_AES_128_CBC_SHA\s.*\sTLS_RSA_WITH_AES_128_CBC_SHA\s+SSL 3\.0 to TLS 1\.2$`, row(t, out, "0x002F"))
	require.Regexp(t, `\snever\s+it has no cipher SEED-CBC; backend docker:1\.1\.1-weak does, and backend openssl if its OpenSSL is built with it$`, row(t, out, "0x0096"))
	require.Regexp(t, `\snever\s+it has no export key exchange; OpenSSL had it before 1\.1\.0, which is older than any backend$`, row(t, out, "0x0003"))
	require.Regexp(t, `\snever\s+it has no cipher CAMELLIA-128-CBC; backend docker:3\.0 does, and backend openssl if its OpenSSL is built with it$`, row(t, out, "0x0041"))
	require.Regexp(t, `\snever\s+no certificate with a DSS key is made here$`, row(t, out, "0x0032"))
	require.Regexp(t, `\sTLS_AES_128_GCM_SHA256\s+it ends at TLS 1\.2$`, row(t, out, "0x1301"))
}

func TestAReasonDoesNotRepeatTheSuiteOfItsRow(t *testing.T) {
	for _, suite := range objects(t, list(t, "-json", "suites")) {
		require.NotContains(t, suite["legacy_engine"], suite["openssl"])
	}
}

func TestListSuitesAsJSONHasAKeyForEachColumn(t *testing.T) {
	all := objects(t, list(t, "-json", "suites"))
	require.Len(t, all, len(fixtures.Suites()))
	for _, suite := range all {
		if suite["id"] == "0x003D" {
			require.Equal(t, map[string]any{
				"id": "0x003D", "openssl": "AES256-SHA256", "iana": "TLS_RSA_WITH_AES_256_CBC_SHA256",
				"key_exchange": "RSA", "authentication": "RSA", "cipher": "AES-256-CBC", "mac": "SHA256", "crypto/tls": "never", "legacy_engine": "TLS 1.2",
			}, suite)
			return
		}
	}
	require.Fail(t, "no suite 0x003D")
}

func TestListSettingsShowsWhatGo127RemovedAndWhatComesOfIt(t *testing.T) {
	out := listSaying(t, "from the table of legacytls", "settings")
	for _, name := range []string{"tlsrsakex", "tls3des", "tls10server", "tlsunsafeekm"} {
		require.Regexp(t, `  1  +below 1\.2\d  +1\.27  +dies  `, row(t, out, name))
	}
	require.Regexp(t, `^tlssha1  +crypto/tls  +1\.25  +0  +1  +below 1\.25   `, row(t, out, "tlssha1"))
	require.NotContains(t, out, "httpmuxgo121", "it has nothing to do with TLS")
}

func TestListSettingsOfAReleaseSaysWhatItMakesOfThem(t *testing.T) {
	out := listSaying(t, "settings as go1.22.12 takes them", "-go", "1.22", "settings")
	require.Regexp(t, `^tlsrsakex .*  1\.27  +obeyed  `, row(t, out, "tlsrsakex"))
	require.NotContains(t, out, "tls3des", "it came with Go 1.23")
	require.Regexp(t, `^tls10default .*  1\.19  +ignored  `, row(t, out, "tls10default"))

	out = listSaying(t, "settings as go1.27.4 takes them", "-go", "1.27", "settings")
	require.Regexp(t, `^tlsrsakex .*  1\.27  +dies  `, row(t, out, "tlsrsakex"))

	out = listSaying(t, "settings as go1.12.17 takes them", "-go", "1.12", "settings")
	require.Regexp(t, `^tls13 `, row(t, out, "tls13"))
}

func TestListSettingsDoesNotGuessWhatALaterReleaseDoes(t *testing.T) {
	got := legacytls(t, "list", "-go", "1.99.1", "settings")
	require.Equal(t, exitIncomplete, got.code)
	require.Empty(t, got.out)
	require.Contains(t, got.err, "does not know go1.99.1")
}

// listSaying is list where standard error says whose listing it is.
func listSaying(t *testing.T, note string, args ...string) string {
	t.Helper()
	got := legacytls(t, append([]string{"list"}, args...)...)
	require.Equal(t, exitOK, got.code, got.err)
	require.Contains(t, got.err, note)
	require.Equal(t, 1, strings.Count(got.err, "\n"), got.err)
	return got.out
}

// The sizes are those that were captured from these releases; what they offer is
// in the release notes of Go 1.18, 1.22 and 1.24.
func TestListDefaultsSaysWhatReleasesDoUnlessTheyAreTold(t *testing.T) {
	out := listSaying(t, "hello bytes for the server name example.test", "defaults")
	require.Regexp(t, `^1\.17\.13  TLS 1.0 to 1.3  TLS 1.0 to 1.3 +264  .* 009c 009d 002f 0035 c012 000a$`, row(t, out, "1.17.13"))
	require.Regexp(t, `^1\.22\.12  TLS 1.2 to 1.3  TLS 1.2 to 1.3 +254  .* c012$`, row(t, out, "1.22.12"))
	require.Regexp(t, `^1\.24\.13  TLS 1.2 to 1.3  TLS 1.2 to 1.3 +1474 +X25519MLKEM768 x25519 `, row(t, out, "1.24.13"))
}

// Whom nothing is missing needs no column for what is.
func TestAListLeavesOutColumnsInWhichNothingStands(t *testing.T) {
	require.NotContains(t, list(t, "profiles"), "WHY NOT")
	withoutOpenSSL(t)
	require.Contains(t, list(t, "backends"), "WHY NOT")
	require.NotContains(t, list(t, "backends", "^legacy$"), "WHY NOT")
	require.Contains(t, objects(t, list(t, "-json", "backends", "^legacy$"))[0], "why_not", "programs find all keys")
}

func TestAPatternKeepsTheRowsThatHaveItInAColumn(t *testing.T) {
	for args, want := range map[string][]string{
		"suites 003d":                   {"0x003D"},
		"suites ^aes256-sha256$":        {"0x003D"},
		"profiles tls13|tls12-only":     {"tls12-only", "tls13-only"},
		"go 1.22":                       {"1.22"},
		"backends ^docker:3":            {"docker:3.0", "docker:3.5"},
		"scenarios go1.22/tls10-server": {"go1.22/tls10-server"},
		"settings ^tls10":               {"tls10default", "tls10server"},
	} {
		got := legacytls(t, append([]string{"list"}, strings.Fields(args)...)...)
		require.Equal(t, exitOK, got.code, got.err)
		var names []string
		for _, line := range strings.Split(got.out, "\n")[1:] {
			if fields := strings.Fields(line); len(fields) > 0 { // families stand under a blank line
				names = append(names, fields[0])
			}
		}
		require.Subset(t, names, want, args)
		if !strings.HasPrefix(args, "scenarios") && !strings.HasPrefix(args, "profiles") {
			require.Equal(t, want, names, args)
		}
	}
}

func TestAPatternWorksWithJSONToo(t *testing.T) {
	all := objects(t, list(t, "-json", "suites", "003d"))
	require.Len(t, all, 1)
	require.Equal(t, "AES256-SHA256", all[0]["openssl"])
}

func TestListGoShowsWhatMinorReleasesStandFor(t *testing.T) {
	out := list(t, "go")
	require.Regexp(t, `^1\.22\s+1\.22\.12\s+\d{4}-\d{2}-\d{2}$`, row(t, out, "1.22"))
	require.Regexp(t, `^1\.12\s+1\.12\.17\s`, row(t, out, "1.12"))
	require.Regexp(t, `^1\.27\s+1\.27\.4\s`, row(t, out, "1.27"))
}
