package gotls

// The functions of this file are the words of the table of changes.

func unless(settings ...string) []string { return settings }

func server(lowest uint16) func(*Defaults) {
	return func(d *Defaults) { d.ServerMin = lowest }
}

func suites(ids ...uint16) func(*Defaults) {
	return func(d *Defaults) { d.Suites = ids }
}

func dropSuites(ids ...uint16) func(*Defaults) {
	return func(d *Defaults) { d.Suites = without(d.Suites, ids) }
}

func dropVersions(versions ...uint16) func(*Defaults) {
	return func(d *Defaults) { d.Versions = without(d.Versions, versions) }
}

func extensions(ids ...uint16) func(*Defaults) {
	return func(d *Defaults) { d.Extensions = ids }
}

func groups(ids ...uint16) func(*Defaults) {
	return func(d *Defaults) { d.Groups = ids }
}

// addHybrid puts a post-quantum group first, and sends a share for it.
func addHybrid(group uint16) func(*Defaults) {
	return func(d *Defaults) {
		d.Groups = append([]uint16{group}, d.Groups...)
		d.KeyShares = append([]uint16{group}, d.KeyShares...)
	}
}

func dropGroups(ids ...uint16) func(*Defaults) {
	return func(d *Defaults) {
		d.Groups = without(d.Groups, ids)
		d.KeyShares = without(d.KeyShares, ids)
	}
}

func schemes(ids ...uint16) func(*Defaults) {
	return func(d *Defaults) { d.SignatureAlgorithms = ids }
}

func dropSchemes(ids ...uint16) func(*Defaults) {
	return func(d *Defaults) { d.SignatureAlgorithms = without(d.SignatureAlgorithms, ids) }
}

// addSchemesCert sends signature_algorithms_cert, with what
// signature_algorithms has.
func addSchemesCert(d *Defaults) {
	d.SignatureAlgorithmsCert = append([]uint16{}, d.SignatureAlgorithms...)
	var ids []uint16
	for _, id := range d.Extensions {
		ids = append(ids, id)
		if id == extSignatureAlgorithms {
			ids = append(ids, extSignatureAlgorithmsCert)
		}
	}
	d.Extensions = ids
}

// addSchemes puts schemes first in both lists.
func addSchemes(ids ...uint16) func(*Defaults) {
	return func(d *Defaults) {
		d.SignatureAlgorithms = append(ids[:len(ids):len(ids)], d.SignatureAlgorithms...)
		d.SignatureAlgorithmsCert = append(ids[:len(ids):len(ids)], d.SignatureAlgorithmsCert...)
	}
}

func dropSchemesCert(ids ...uint16) func(*Defaults) {
	return func(d *Defaults) { d.SignatureAlgorithmsCert = without(d.SignatureAlgorithmsCert, ids) }
}

// without returns what of list is not among dropped.
func without(list, dropped []uint16) []uint16 {
	var kept []uint16
	for _, id := range list {
		if !among(dropped, id) {
			kept = append(kept, id)
		}
	}
	return kept
}

func among(list []uint16, id uint16) bool {
	for _, other := range list {
		if other == id {
			return true
		}
	}
	return false
}
