package errortexts

import (
	"regexp"
	"sort"
	"strings"
	"sync"
)

// Find returns the pages whose texts are in text, the most specific first: the one whose
// text is the longest. Case, quotes and line breaks do not matter, and what stands around
// a text neither. A text within a longer one counts for the longer one alone, so that
// "unexpected EOF" is not "EOF".
func Find(text string) []Page {
	var pages []Page
	for _, m := range outermost(matchesIn(normal(text))) {
		pages = append(pages, m.page)
	}
	return pages
}

// A match is where a text of a page was found.
type match struct {
	page       Page
	begin, end int
}

func matchesIn(text string) []match {
	var all []match
	lower := strings.ToLower(text)
	for _, r := range recognisers() {
		for i, pattern := range r.patterns {
			if !strings.Contains(lower, r.literals[i]) {
				continue // which is most of a log, and costs much less
			}
			for _, at := range pattern.FindAllStringSubmatchIndex(text, -1) {
				all = append(all, match{r.page, at[2], at[3]})
			}
		}
	}
	return all
}

// outermost returns the longest match of each page that does not lie within the match
// of another, the longest first.
func outermost(all []match) []match {
	sort.SliceStable(all, func(i, j int) bool { return all[i].length() > all[j].length() })
	var kept []match
	for _, m := range all {
		if !m.hidden(kept) {
			kept = append(kept, m)
		}
	}
	return kept
}

// hidden reports whether a longer match has m in it, or its page is found already.
func (m match) hidden(longer []match) bool {
	for _, l := range longer {
		if l.page.Slug == m.page.Slug || l.begin <= m.begin && m.end <= l.end {
			return true
		}
	}
	return false
}

func (m match) length() int { return m.end - m.begin }

// normal is text as the patterns want it: one blank between words, quotes without what
// JSON, Go and word processors make of them.
func normal(text string) string {
	text = strings.NewReplacer(`\"`, `"`, `“`, `"`, `”`, `"`, `‘`, `'`, `’`, `'`, "`", "").Replace(text)
	return strings.Join(strings.Fields(text), " ")
}

// A recogniser is a page and what its texts look like in other texts.
type recogniser struct {
	page     Page
	patterns []*regexp.Regexp
	literals []string // the longest part of each pattern that does not differ, in lower case
}

// recognisers are made once: a log has many lines.
var recognisers = sync.OnceValue(func() []recogniser {
	var all []recogniser
	for _, p := range Pages() {
		r := recogniser{page: p}
		for _, text := range p.Texts {
			r.patterns = append(r.patterns, patternOf(text))
			r.literals = append(r.literals, literalOf(text))
		}
		all = append(all, r)
	}
	return all
})

func literalOf(text string) string {
	longest := ""
	for _, part := range strings.Split(normal(text), "…") {
		if len(part) > len(longest) {
			longest = part
		}
	}
	return strings.ToLower(longest)
}

// patternOf is a text without what stands around it, which may be anything but more of
// the same word. The first group is the text.
func patternOf(text string) *regexp.Regexp {
	parts := strings.Split(normal(text), "…")
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	return regexp.MustCompile(`(?i)(?:^|[^\pL\pN_])(` + strings.Join(parts, `.{0,300}?`) + `)(?:$|[^\pL\pN_])`)
}
