package certs

import "time"

// SetClock makes the authority issue as if it were the time that now returns.
func (a *Authority) SetClock(now func() time.Time) { a.now = now }

// Fingerprint is what the memo knows the Spec by.
func (s Spec) Fingerprint() string { return s.fingerprint() }

// What reads files, without the files.
var (
	ParseKeyPEM          = parseKeyPEM
	ParseCertificatesPEM = parseCertificatesPEM
)
