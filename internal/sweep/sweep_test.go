package sweep_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/sweep"
)

// A recorder keeps what a test is told.
type recorder struct {
	testing.TB
	log, fatal, skipped string
}

func (r *recorder) Helper()                   {}
func (r *recorder) Logf(f string, a ...any)   { r.log += fmt.Sprintf(f, a...) }
func (r *recorder) Skipf(f string, a ...any)  { r.skipped += fmt.Sprintf(f, a...) }
func (r *recorder) Fatalf(f string, a ...any) { r.fatal = fmt.Sprintf(f, a...); panic(r) }

func numbers(n int) []int {
	var all []int
	for i := 0; i < n; i++ {
		all = append(all, i)
	}
	return all
}

func everything(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: everything is what it leaves out")
	}
	t.Setenv("LEGACYTLS_SWEEP", "all")
}

func TestACutSaysWhatItIs(t *testing.T) {
	t.Setenv("LEGACYTLS_SWEEP", "")
	r := new(recorder)
	require.Equal(t, []int{0, 3, 6}, sweep.Some(r, 3, numbers(7)))
	require.Equal(t, "a cut: one in 3, 3 of 7 (LEGACYTLS_SWEEP=all without -short: everything)", r.log)
}

func TestATestThatIsLeftOutSaysWhy(t *testing.T) {
	t.Setenv("LEGACYTLS_SWEEP", "")
	r := new(recorder)
	sweep.AllOrSkip(r, "it takes an hour")
	require.Equal(t, "it takes an hour: not in a cut (LEGACYTLS_SWEEP=all: it runs)", r.skipped)
}

func TestTheWholeSaysNothing(t *testing.T) {
	everything(t)
	r := new(recorder)
	require.Equal(t, numbers(7), sweep.Some(r, 3, numbers(7)))
	sweep.AllOrSkip(r, "it takes an hour")
	require.Empty(t, r.log+r.skipped)
}

func TestAnotherValueIsNotTakenForNone(t *testing.T) {
	t.Setenv("LEGACYTLS_SWEEP", "1")
	r := new(recorder)
	require.PanicsWithValue(t, r, func() { sweep.All(r, "nothing") })
	require.Equal(t, "LEGACYTLS_SWEEP=1: want all, or nothing", r.fatal)
}

func TestBothSidesOfAChangeAreInACut(t *testing.T) {
	tens := func(one, next int) bool { return one/10 == next/10 }
	for _, tc := range []struct{ all, want []int }{
		{nil, nil},
		{[]int{1}, []int{1}},
		{[]int{1, 2, 3}, []int{1, 3}},
		{[]int{1, 2, 3, 11, 12, 13, 21}, []int{1, 3, 11, 13, 21}},
		{[]int{1, 11, 2}, []int{1, 11, 2}},
	} {
		require.Equal(t, tc.want, sweep.Changes(tc.all, tens))
	}
}
