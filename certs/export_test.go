package certs

import "time"

// SetClock makes the authority issue as if it were the time that now returns.
func (a *Authority) SetClock(now func() time.Time) { a.now = now }
