package certs

import "time"

// dateZoo is about validity. Dates that are written out stay what they are;
// others are relative to issuing.
func dateZoo() []Spec {
	return []Spec{
		{
			Name: "expired", Title: "expired a year ago",
			Source:    "forgotten servers",
			NotBefore: -2 * year, NotAfter: -year,
		},
		{
			Name: "expired-by-a-second", Title: "expired one second before it was issued, and stays expired",
			Source:    "validity includes its last second (RFC 5280, section 4.1.2.5)",
			NotBefore: -24 * time.Hour, NotAfter: -time.Second,
		},
		{
			// By a second it would be valid before a test could look at it.
			Name: "not-yet-valid", Title: "valid in an hour",
			Source:    "servers whose clock is ahead of the client's",
			NotBefore: time.Hour,
		},
		{
			Name: "expired-intermediate", Title: "the leaf is valid, the authority that signed it expired in 2020",
			Source:  "leaves that outlive their authority",
			Issuers: issuers(CA{Form: Form{NotAfter: utc("200101000000Z")}}),
		},
		{
			Name: "expired-root", Title: "the leaf is valid, the root that the client trusts expired in 2020",
			Source: "corporate roots that nobody renewed",
			Root:   CA{Key: ECDSAP256, Form: Form{NotAfter: utc("200101000000Z")}},
		},
		{
			Name: "dates-swapped", Title: "ends in 2020, before it begins in 2030",
			Source: "home-made tools that mix up their arguments",
			Form:   Form{NotBefore: utc("300101000000Z"), NotAfter: utc("200101000000Z")},
		},
		{
			Name: "clock-reset", Title: "valid for ten years from 1970",
			Source: "appliances without a battery whose clock begins at 1970",
			Form:   Form{NotBefore: utc("700101000000Z"), NotAfter: utc("800101000000Z")},
		},
		{
			Name: "utctime-no-seconds", Title: "begins at a UTCTime without seconds",
			Source: "BER of the 1990s; RFC 5280, section 4.1.2.5.1 wants seconds",
			Form:   Form{NotBefore: utc("2001010000Z")},
		},
		{
			Name: "utctime-offset", Title: "begins at a UTCTime in local time with an offset",
			Source: "BER of the 1990s; RFC 5280, section 4.1.2.5.1 wants Z",
			Form:   Form{NotBefore: utc("200101000000+0100")},
		},
		{
			Name: "generalizedtime-before-2050", Title: "has GeneralizedTime for a date that UTCTime can hold",
			Source: "tools that know one kind of time; RFC 5280, section 4.1.2.5 wants UTCTime until 2049",
			Form:   Form{NotBefore: generalized("20200101000000Z"), NotAfter: generalized("20491231235959Z")},
		},
		{
			Name: "generalizedtime-fraction", Title: "begins at a GeneralizedTime with a fraction of a second",
			Source: "forbidden by RFC 5280, section 4.1.2.5.2",
			Form:   Form{NotBefore: generalized("20200101000000.5Z")},
		},
		{
			Name: "notafter-9999", Title: "never expires",
			Source: "devices with a certificate for life (RFC 5280, section 4.1.2.5)",
			Form:   Form{NotAfter: generalized("99991231235959Z")},
		},
		{
			Name: "notbefore-1950", Title: "begins in 1950, the first year that UTCTime can hold",
			Source: "years from 50 on are of the 20th century (RFC 5280, section 4.1.2.5.1)",
			Form:   Form{NotBefore: utc("500101000000Z")},
		},
	}
}

const year = 365 * 24 * time.Hour
