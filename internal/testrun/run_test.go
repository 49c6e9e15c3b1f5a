package testrun

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestASubtestThatPassesPassesHereWithItsOutput(t *testing.T) {
	play(t, scene{body: func(t *testing.T) {
		fmt.Println("a line")
		t.Log("a log")
	}}, func(seen sight) {
		require.Equal(t, map[string]string{"": "PASS", cell: "PASS"}, seen.results)
		require.Contains(t, seen.outputs[cell], "a line\n")
		require.Regexp(t, `(?m)^    (\S+ )?run_test\.go:\d+: a log$`, seen.outputs[cell])
	})
}

func TestASubtestThatFailsFailsHere(t *testing.T) {
	play(t, scene{body: func(t *testing.T) { t.Fatal("for this reason") }}, func(seen sight) {
		require.Equal(t, map[string]string{"": "FAIL", cell: "FAIL"}, seen.results)
		require.Regexp(t, `run_test\.go:\d+: for this reason\n`, seen.outputs[cell])
	})
}

func TestASubtestThatIsSkippedIsSkippedHere(t *testing.T) {
	play(t, scene{body: func(t *testing.T) { t.Skip("for this reason") }}, func(seen sight) {
		require.Equal(t, map[string]string{"": "PASS", cell: "SKIP"}, seen.results)
		require.Contains(t, seen.outputs[cell], "for this reason")
	})
}

func TestSubtestsAreSubtestsHere(t *testing.T) {
	play(t, scene{body: func(t *testing.T) {
		t.Run("passes", func(t *testing.T) { t.Log("of passes") })
		t.Run("fails", func(t *testing.T) {
			t.Run("twice", func(t *testing.T) { t.Log("of twice") })
			t.Run("twice", func(t *testing.T) { t.Error("of the second") })
			t.Log("of fails")
		})
		t.Run("with a space", func(t *testing.T) { t.SkipNow() })
		t.Run("", func(t *testing.T) {})
		t.Log("of the cell")
	}}, func(seen sight) {
		require.Equal(t, map[string]string{
			"": "FAIL", "cell": "FAIL", "cell/passes": "PASS", "cell/fails": "FAIL", "cell/fails/twice": "PASS",
			"cell/fails/twice#01": "FAIL", "cell/with_a_space": "SKIP", "cell/#00": "PASS",
		}, seen.results)
		for name, text := range map[string]string{
			"cell/passes": "of passes", "cell/fails/twice": "of twice", "cell/fails/twice#01": "of the second",
			"cell/fails": "of fails", "cell": "of the cell",
		} {
			require.Contains(t, seen.outputs[name], text, name)
		}
	})
}

func TestOutputOfParallelSubtestsIsThatOfEach(t *testing.T) {
	play(t, scene{body: func(t *testing.T) {
		turn := map[string]chan bool{"a": make(chan bool, 1), "b": make(chan bool, 1)}
		turn["a"] <- true
		for _, names := range [][2]string{{"a", "b"}, {"b", "a"}} {
			own, other := names[0], names[1]
			t.Run(own, func(t *testing.T) {
				t.Parallel()
				for i := 0; i < 3; i++ {
					<-turn[own]
					t.Log(own, i)
					turn[other] <- true
				}
			})
		}
	}, process: func(p *Process) { p.Args = append(p.Args, "-test.parallel=2") }}, func(seen sight) {
		require.Equal(t, map[string]string{"": "PASS", "cell": "PASS", "cell/a": "PASS", "cell/b": "PASS"}, seen.results)
		for own, other := range map[string]string{"a": "b", "b": "a"} {
			for i := 0; i < 3; i++ {
				require.Contains(t, seen.outputs["cell/"+own], fmt.Sprintln(own, i))
			}
			require.NotContains(t, seen.outputs["cell/"+own], other+" ")
		}
	})
}

func TestASubtestThatIsParallelIsParallelHere(t *testing.T) {
	play(t, scene{body: func(t *testing.T) { t.Parallel() }}, func(seen sight) {
		require.Equal(t, map[string]string{"": "PASS", cell: "PASS"}, seen.results)
		require.Contains(t, seen.all, "=== PAUSE "+t.Name()+"/"+cell)
	})
}

func TestSubtestsMayHaveSlashesInTheirNames(t *testing.T) {
	play(t, scene{body: func(t *testing.T) {
		t.Run("a/b", func(t *testing.T) {
			t.Run("c/d", func(t *testing.T) { t.Error("of d") })
		})
	}}, func(seen sight) {
		require.Equal(t, map[string]string{"": "FAIL", "cell": "FAIL", "cell/a/b": "FAIL", "cell/a/b/c/d": "FAIL"}, seen.results)
		require.Contains(t, seen.outputs["cell/a/b/c/d"], "of d")
	})
}

// By its name, x/y could be a subtest of x. Taken as such, it would fail after its parent has
// ended, which package testing answers with a panic.
func TestOfParallelSubtestsXAndXYTheSecondIsNotTakenForOneOfTheFirst(t *testing.T) {
	play(t, scene{body: func(t *testing.T) {
		ended := make(chan bool)
		for _, name := range []string{"x", "x/y"} {
			name := name
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				if name == "x" {
					t.Cleanup(func() { close(ended) })
					return
				}
				<-ended
				t.Error("of y")
			})
		}
	}, process: func(p *Process) { p.Args = append(p.Args, "-test.parallel=2") }}, func(seen sight) {
		require.Equal(t, map[string]string{"": "FAIL", "cell": "FAIL", "cell/x": "PASS", "cell/x/y": "FAIL"}, seen.results)
		require.Contains(t, seen.outputs["cell/x/y"], "of y")
	})
}

// Subtests that are run by goroutines need not be parallel, so that nothing tells whose x/y is.
func TestATestWaitsForWhatCouldBeItsSubtest(t *testing.T) {
	play(t, scene{body: func(t *testing.T) {
		both, ended := make(chan bool), make(chan bool)
		go t.Run("x", func(t *testing.T) {
			close(both)
			<-ended
		})
		<-both
		t.Run("x/y", func(t *testing.T) {
			ended <- true
			t.Run("z", func(t *testing.T) {})
			fmt.Printf("\x16--- PASS: %s\n\x16=== NAME  %s\n", strings.TrimSuffix(t.Name(), "/y"), t.Name()) // as if x had ended
			t.Error("of y")
		})
	}}, func(seen sight) {
		require.Equal(t, "FAIL", seen.results["cell/x/y"], seen.all)
		require.Contains(t, seen.outputs["cell/x/y"], "of y")
		require.NotContains(t, seen.all, "panic")
	})
}

func TestAPanicIsAFailureThatShowsIt(t *testing.T) {
	play(t, scene{body: func(t *testing.T) {
		t.Run("sub", func(t *testing.T) { panic("for this reason") })
	}}, func(seen sight) {
		require.Equal(t, map[string]string{"": "FAIL", "cell": "FAIL", "cell/sub": "FAIL"}, seen.results)
		require.Contains(t, seen.outputs[cell], "panic: for this reason")
		require.Contains(t, seen.outputs[cell], "goroutine ")
		require.Contains(t, seen.outputs[cell], "TestAPanicIsAFailureThatShowsIt.func1.1")
	})
}

func TestASubtestThatFailsTheTestAroundItFailsBoth(t *testing.T) {
	play(t, scene{body: func(t *testing.T) {
		t.Run("sub", func(*testing.T) { t.FailNow() })
	}}, func(seen sight) {
		require.Equal(t, map[string]string{"": "FAIL", "cell": "FAIL", "cell/sub": "FAIL"}, seen.results)
	})
}

func TestAProcessThatEndsInItsTestIsAFailure(t *testing.T) {
	play(t, scene{body: func(t *testing.T) {
		t.Run("sub", func(t *testing.T) {
			fmt.Print("last words")
			os.Exit(3)
		})
	}}, func(seen sight) {
		require.Equal(t, map[string]string{"": "FAIL", "cell": "FAIL", "cell/sub": "FAIL"}, seen.results)
		require.Contains(t, seen.outputs["cell/sub"], "last words")
		require.Contains(t, seen.outputs["cell/sub"], "the process ended before this test did")
		require.Contains(t, seen.outputs[cell], "the process ended (exit status 3) before this test did")
	})
}

func TestAProcessThatEndsWellInItsTestIsAFailure(t *testing.T) {
	play(t, scene{body: func(t *testing.T) { os.Exit(0) }}, func(seen sight) {
		require.Equal(t, map[string]string{"": "FAIL", cell: "FAIL"}, seen.results)
		require.Contains(t, seen.outputs[cell], "unexpected call to os.Exit(0) during test")
	})
}

func TestAProcessThatFailsAfterItsTestIsAFailure(t *testing.T) {
	play(t, scene{body: func(t *testing.T) {}, around: func(t *testing.T) {
		t.Cleanup(func() { os.Exit(3) })
	}}, func(seen sight) {
		require.Equal(t, "FAIL", seen.results[cell])
		require.Contains(t, seen.outputs[cell], "the process ended with exit status 3, although this test came to pass")
	})
}

func TestAProcessThatDiesBeforeMainHasBegunNoTest(t *testing.T) {
	play(t, scene{process: func(p *Process) { p.Args = append(p.Args, "-nosuchflag") }}, func(seen sight) {
		require.Contains(t, seen.outputs[cell], "not begun: the process ended before a test began (exit status 2)")
		require.Contains(t, seen.outputs[cell], "flag provided but not defined: -nosuchflag")
	})
}

func TestAProcessThatCannotBeStartedHasBegunNoTest(t *testing.T) {
	play(t, scene{process: func(p *Process) { p.Path += ".nosuch" }}, func(seen sight) {
		require.Contains(t, seen.outputs[cell], "not begun: the process ended before a test began (fork/exec "+os.Args[0]+".nosuch")
	})
}

func TestAProcessThatRunsNoTestsHasBegunNone(t *testing.T) {
	play(t, scene{process: func(p *Process) { p.Args = []string{"-test.list=^TestAProcessThatRunsNoTestsHasBegunNone$"} }}, func(seen sight) {
		require.Regexp(t, `not begun: the process ended before a test began \(exit status 0\)\n +TestAProcessThatRunsNoTestsHasBegunNone\n`, seen.outputs[cell])
	})
}

func TestAProcessWithoutTheTestIsAFailure(t *testing.T) {
	play(t, scene{process: func(p *Process) { p.Args = Arguments(nil, "TestOfAnotherBuild", 0) }}, func(seen sight) {
		require.Equal(t, "FAIL", seen.results[cell])
		require.Contains(t, seen.outputs[cell], "the process did not run this test (exit status 0)")
	})
}

func TestAFailureAroundTheTestIsOneOfTheTest(t *testing.T) {
	play(t, scene{body: func(t *testing.T) {}, around: func(t *testing.T) { t.Fatal("around") }}, func(seen sight) {
		require.Equal(t, "FAIL", seen.results[cell])
		require.Contains(t, seen.outputs[cell], "around\n")
		require.Contains(t, seen.outputs[cell], "what stands around this test failed before it came to it")
	})
}

func TestASkipAroundTheTestSkipsIt(t *testing.T) {
	play(t, scene{body: func(t *testing.T) {}, around: func(t *testing.T) { t.Skip("around") }}, func(seen sight) {
		require.Equal(t, map[string]string{"": "PASS", cell: "SKIP"}, seen.results)
		require.Contains(t, seen.outputs[cell], "around\n")
	})
}

func TestAPausedTestAroundItDoesNotPauseTheTest(t *testing.T) {
	play(t, scene{body: func(t *testing.T) {
		t.Run("sub", func(t *testing.T) {})
	}, around: (*testing.T).Parallel}, func(seen sight) {
		require.Equal(t, map[string]string{"": "PASS", "cell": "PASS", "cell/sub": "PASS"}, seen.results)
		require.NotContains(t, seen.all, "=== PAUSE")
	})
}

func TestATestThatIsNotWantedFailsByBeginning(t *testing.T) {
	play(t, scene{body: func(t *testing.T) { t.Log("began") }, process: func(p *Process) { p.Unwanted = "want none" }}, func(seen sight) {
		require.Equal(t, "FAIL", seen.results[cell])
		require.Contains(t, seen.outputs[cell], "want none")
		require.Contains(t, seen.outputs[cell], "began")
	})
}

func TestOutputWithoutLineEndHidesNothing(t *testing.T) {
	play(t, scene{body: func(t *testing.T) {
		fmt.Print("no line end")
		t.Run("sub", func(t *testing.T) {
			fmt.Print("none here")
			t.Error("failed")
		})
		fmt.Print("and none here")
	}}, func(seen sight) {
		require.Equal(t, map[string]string{"": "FAIL", "cell": "FAIL", "cell/sub": "FAIL"}, seen.results)
		require.Contains(t, seen.outputs[cell], "no line end")
		require.Contains(t, seen.outputs["cell/sub"], "none here")
		require.Contains(t, seen.outputs[cell], "and none here")
	})
}

func TestMuchOutputComesWhole(t *testing.T) {
	const lines, width = 20_000, 500 // 10 MB
	line := func(i int) string { return fmt.Sprintf("%0*d", width, i) }
	play(t, scene{body: func(t *testing.T) {
		w := bufio.NewWriter(os.Stdout)
		defer w.Flush()
		for i := 0; i < lines; i++ {
			fmt.Fprintln(w, line(i))
		}
	}}, func(seen sight) {
		require.Equal(t, "PASS", seen.results[cell])
		next := 0
		for _, word := range strings.Fields(seen.outputs[cell]) {
			if n, err := strconv.Atoi(word); err == nil && len(word) == width {
				require.Equal(t, next, n)
				next++
			}
		}
		require.Equal(t, lines, next)
	})
}

func TestAProcessThatDoesNotEndIsKilled(t *testing.T) {
	play(t, scene{body: func(t *testing.T) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		l.Accept()
	}, process: func(p *Process) { p.Timeout = time.Second }}, func(seen sight) {
		require.Equal(t, "FAIL", seen.results[cell])
		require.Contains(t, seen.outputs[cell], "killed after 1s, as it did not end")
	})
}

func TestWhoWaitsForTheEndOfTheProcessIsToldOnce(t *testing.T) {
	play(t, scene{body: func(t *testing.T) {}, process: func(p *Process) { p.Ended = func() { fmt.Println("ended") } }}, func(seen sight) {
		require.Equal(t, 1, strings.Count(seen.all, "ended\n"))
	})
}

func TestSubtestsThatThisProcessDoesNotSelectAreShownWithTheirTest(t *testing.T) {
	play(t, scene{body: func(t *testing.T) {
		t.Run("a", func(t *testing.T) { t.Log("of a") })
		t.Run("b", func(t *testing.T) {
			t.Run("c", func(t *testing.T) {})
			t.Error("of b")
		})
	}, only: "a"}, func(seen sight) {
		require.Equal(t, map[string]string{"": "FAIL", "cell": "FAIL", "cell/a": "PASS"}, seen.results)
		require.Contains(t, seen.outputs["cell/a"], "of a")
		require.Contains(t, seen.outputs[cell], "of b")
	})
}

func TestWhatTheFramingTellsOfATestTurnsToIt(t *testing.T) {
	play(t, scene{body: func(t *testing.T) {
		t.Run("sub", func(*testing.T) {
			fmt.Printf("\x16=== ATTR  %s key value\nof the cell\n", t.Name()) // as t.Attr does, from Go 1.25 on
		})
	}}, func(seen sight) {
		require.Regexp(t, `=== ATTR  \S+/cell key value\n[^=]*of the cell\n`, seen.outputs[cell])
	})
}

func TestTheCoverageOfTheProcessIsNotShown(t *testing.T) {
	play(t, scene{body: func(t *testing.T) { fmt.Println("coverage: of the test") }, around: func(t *testing.T) {
		t.Cleanup(func() { fmt.Print("\x16PASS\ncoverage: 7.0% of statements\nother last words\n") })
	}}, func(seen sight) {
		require.NotContains(t, seen.all, "coverage: 7.0%")
		require.Contains(t, seen.outputs[cell], "coverage: of the test")
		require.Contains(t, seen.outputs[cell], "other last words")
	})
}

func TestWhatIsWrittenBeforeTheTestsIsShown(t *testing.T) {
	play(t, scene{body: func(t *testing.T) {}, process: func(p *Process) { p.Env = append(p.Env, "GODEBUG=inittrace=1") }}, func(seen sight) {
		require.Equal(t, "PASS", seen.results[cell])
		require.Contains(t, seen.outputs[cell], "init os @")
		require.Contains(t, seen.outputs[cell], "init testing @")
	})
}

// holdVariable is the address that the process of TestHoldingOutput is to be connected to.
const holdVariable = "LEGACYTLS_TEST_HOLD"

// TestHoldingOutput does nothing by itself. In the next test it starts itself once more, and
// ends; what it started holds the output until its connection ends.
func TestHoldingOutput(t *testing.T) {
	address, started := os.LookupEnv(holdVariable)
	switch {
	case !started:
	case os.Getenv(roleVariable) == roleActor:
		c, err := net.Dial("tcp", address)
		require.NoError(t, err)
		_, _ = c.Read(make([]byte, 1))
	default:
		cmd := exec.Command(os.Args[0], "-test.run=^TestHoldingOutput$")
		cmd.Env = environment(roleVariable + "=" + roleActor)
		cmd.Stdout = os.Stdout
		require.NoError(t, cmd.Start())
	}
}

func TestOutputThatIsHeldOpenIsWaitedForAWhile(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	output := newStream()
	ended := start(Process{
		Path: os.Args[0], Args: Arguments(nil, "TestHoldingOutput", 0),
		Env: environment(holdVariable + "=" + l.Addr().String()),
	}, output, time.Millisecond)
	c, err := l.Accept()
	require.NoError(t, err)
	defer c.Close() // which ends what was left behind

	require.ErrorIs(t, <-ended, exec.ErrWaitDelay)
	var shown []event
	for e, ok := output.next(); ok; e, ok = output.next() {
		shown = append(shown, e)
	}
	require.Contains(t, shown, told(actionPass, "TestHoldingOutput"))
}

func TestTheCommandLineIsForPeople(t *testing.T) {
	p := Process{
		Path:  "/tmp/x.test",
		Args:  Arguments([]string{"-test.short", "-name", "it's"}, "TestX/go1.27.4", time.Minute),
		Dir:   "/tmp/my package",
		Shown: []string{"GODEBUG=tls3des=1"},
	}
	require.Equal(t, `cd '/tmp/my package' && GODEBUG=tls3des=1 /tmp/x.test -test.paniconexit0 -test.v '-test.run=^TestX$/^go1\.27\.4$' -test.short=true -name 'it'\''s'`, p.CommandLine())
}
