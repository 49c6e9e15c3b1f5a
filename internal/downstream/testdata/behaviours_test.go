// Package m is a project of somebody else's, whose tests do all that tests do. Its cells differ by
// GODEBUG alone, so that nothing but its own test binary is run.
package m

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/legacytls/legacytls/harness"
)

var update = flag.Bool("update", false, "of this package itself")

func TestMain(m *testing.M) {
	flag.Parse()
	log, err := os.OpenFile(os.Getenv("MAIN_LOG"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err == nil {
		fmt.Fprintf(log, "GODEBUG=%s\n", os.Getenv("GODEBUG"))
		log.Close()
	}
	os.Exit(m.Run())
}

var two = harness.Matrix{GODEBUG: []string{"", "tlsmlkem=0"}}

func other(b harness.Build) bool { return b.GODEBUG != "" }

func TestPasses(t *testing.T) {
	t.Log("around the body")
	harness.Across(t, two, func(t *testing.T, b harness.Build) {
		fmt.Println("printed by", os.Getenv("GODEBUG"))
		t.Logf("logged by %s, go line %s", b.GODEBUG, b.GoLine)
		t.Log("two\nlines")
	})
}

func TestFails(t *testing.T) {
	harness.Across(t, two, func(t *testing.T, b harness.Build) {
		if other(b) {
			t.Error("broken")
			t.Fatal("for good")
		}
	})
}

func TestSkips(t *testing.T) {
	harness.Across(t, two, func(t *testing.T, b harness.Build) {
		if other(b) {
			t.Skip("not with that one")
		}
	})
}

func TestPanics(t *testing.T) {
	harness.Across(t, two, func(t *testing.T, b harness.Build) {
		if other(b) {
			var none map[string]int
			none["boom"] = 1
		}
	})
}

func TestExits(t *testing.T) {
	harness.Across(t, two, func(t *testing.T, b harness.Build) {
		if other(b) {
			os.Exit(3)
		}
	})
}

func TestPrintsMuch(t *testing.T) {
	harness.Across(t, two, func(t *testing.T, b harness.Build) {
		for i := 0; i < 20000; i++ {
			fmt.Println(strings.Repeat("much ", 20))
		}
		fmt.Print("no line end")
	})
}

func TestSubtests(t *testing.T) {
	harness.Across(t, two, func(t *testing.T, b harness.Build) {
		for _, name := range []string{"same", "same", "with/slash", "with space"} {
			t.Run(name, func(t *testing.T) {
				t.Log("of", t.Name())
				t.Run("deeper", func(t *testing.T) {
					if name == "with/slash" && other(b) {
						t.Error("deep down")
					}
				})
			})
		}
		t.Run("skipped", func(t *testing.T) { t.Skip("a subtest") })
		t.Run("panics", func(t *testing.T) {
			if other(b) {
				t.Run("inside", func(t *testing.T) { panic("in a subtest") })
			}
		})
	})
}

func TestParallelSubtests(t *testing.T) {
	harness.Across(t, two, func(t *testing.T, b harness.Build) {
		met := make(chan string)
		t.Run("one", func(t *testing.T) { t.Parallel(); t.Log("first of one"); met <- "one"; t.Log("one was met"); met <- "" })
		t.Run("two", func(t *testing.T) { t.Parallel(); t.Log("met", <-met); <-met })
	})
}

// Each opens its end of the pipe, and waits for the other's.
func TestParallelCells(t *testing.T) {
	harness.Across(t, two, func(t *testing.T, b harness.Build) {
		t.Parallel()
		mode := os.O_RDONLY
		if other(b) {
			mode = os.O_WRONLY
		}
		pipe, err := os.OpenFile(os.Getenv("PIPE"), mode, 0)
		if err != nil {
			t.Fatal(err)
		}
		pipe.Close()
	})
}

func TestTwice(t *testing.T) {
	for _, what := range []string{"first", "second"} {
		harness.Across(t, two, func(t *testing.T, b harness.Build) { t.Log("the", what) })
	}
}

func TestBelow(t *testing.T) {
	t.Run("a subtest", func(t *testing.T) {
		harness.Across(t, two, func(t *testing.T, b harness.Build) { t.Log("here") })
	})
	t.Run("another", func(t *testing.T) { t.Log("not in the processes of others") })
}

func TestInside(t *testing.T) {
	harness.Across(t, two, func(t *testing.T, b harness.Build) {
		harness.Across(t, two, func(t *testing.T, b harness.Build) {})
	})
}

func TestFailsBefore(t *testing.T) {
	if os.Getenv("GODEBUG") != "" {
		t.Fatal("before the body")
	}
	harness.Across(t, two, func(t *testing.T, b harness.Build) {})
}

func TestSkipsBefore(t *testing.T) {
	if os.Getenv("GODEBUG") != "" {
		t.Skip("before the body")
	}
	harness.Across(t, two, func(t *testing.T, b harness.Build) {})
}

func TestFailsAfter(t *testing.T) {
	harness.Across(t, two, func(t *testing.T, b harness.Build) {})
	if os.Getenv("GODEBUG") != "" {
		t.Fatal("after the body")
	}
}

func TestChangesGODEBUG(t *testing.T) {
	t.Setenv("GODEBUG", "http2debug=0")
	harness.Across(t, two, func(t *testing.T, b harness.Build) {})
}

func TestOtherNames(t *testing.T) {
	m := harness.Matrix{GODEBUG: []string{"tlsmlkem=0"}}
	if os.Getenv("GODEBUG") != "" {
		m.GODEBUG[0] = "tls10server=0"
	}
	harness.Across(t, m, func(t *testing.T, b harness.Build) {})
}

func TestFlags(t *testing.T) {
	harness.Across(t, two, func(t *testing.T, b harness.Build) {
		t.Log("update", *update, "short", testing.Short(), "rest", flag.Args())
	})
}

// Another test binary that is started by a body inherits its environment.
func TestStartsAnother(t *testing.T) {
	harness.Across(t, harness.Matrix{}, func(t *testing.T, b harness.Build) {
		out, err := exec.Command(os.Args[0], "-test.run=^TestSkips$", "-test.v").CombinedOutput()
		t.Logf("%s%v", out, err)
	})
}

func TestHangs(t *testing.T) {
	if os.Getenv("HANG") == "" {
		t.Skip("hangs only when it is told to")
	}
	harness.Across(t, two, func(t *testing.T, b harness.Build) {
		if other(b) {
			select {}
		}
	})
}
