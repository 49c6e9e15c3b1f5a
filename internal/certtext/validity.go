package certtext

import "time"

// times are the two of a validity.
func times(v value) (notBefore, notAfter string) {
	both, _ := all(v.bytes)
	if len(both) < 2 {
		return "", ""
	}
	return timeOf(both[0]), timeOf(both[1])
}

// timeOf is a UTCTime or a GeneralizedTime in UTC (RFC 5280, section 4.1.2.5), also one without
// seconds or in another zone, as it stands if it is in another form.
func timeOf(v value) string {
	text := string(v.bytes)
	if v.tag == tagUTCTime && len(text) > 0 {
		century := "20"
		if text[0] >= '5' {
			century = "19"
		}
		text = century + text
	}
	for _, layout := range []string{"20060102150405Z0700", "200601021504Z0700"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC().Format("2006-01-02 15:04:05")
		}
	}
	return readable(v.bytes)
}
