package scenarios

import "github.com/legacytls/legacytls/fixtures"

// variation is a server like another, with something about it that gives it a
// name of its own.
func variation(of fixtures.Profile, name, title string, change func(p *fixtures.Profile)) fixtures.Profile {
	of.Name, of.Title = name, title
	change(&of)
	return of
}

// quirky is a TLS 1.2 server with a quirk.
func quirky(name, title string, quirks fixtures.Quirks) fixtures.Profile {
	return variation(fixtures.TLS12Only(), name, title, func(p *fixtures.Profile) { p.Quirks = quirks })
}

// quirky13 is quirky for TLS 1.3 alone.
func quirky13(name, title string, quirks fixtures.Quirks) fixtures.Profile {
	return variation(fixtures.TLS13Only(), name, title, func(p *fixtures.Profile) { p.Quirks = quirks })
}
