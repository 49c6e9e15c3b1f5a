package testrun

import (
	"flag"
	"fmt"
	"runtime"
	"strings"
	"time"
)

// frames is the flag that makes package testing mark which line belongs to which test.
const frames = "-test.v=test2json"

// kept are the flags of package testing that mean for one subtest what they mean for
// the whole binary. What is not here belongs to the whole: what it runs, how often, and
// the files that it writes.
var kept = [...]string{"short", "skip", "parallel", "failfast", "fullpath", "benchtime"}

// Arguments returns the arguments of a process that runs the subtest of this name alone, made
// from those of this process (os.Args[1:]): the flags of the tests themselves stay as they
// are. The timeout is that of the whole process; 0 is none.
func Arguments(own []string, name string, timeout time.Duration) []string {
	testing, others := split(own)
	args := []string{
		"-test.paniconexit0", // as the go command runs it
		frames,
		"-test.run=" + Pattern(name, testing["run"]),
		"-test.timeout=" + timeout.String(),
	}
	for _, flag := range kept {
		if value, ok := testing[flag]; ok {
			args = append(args, "-test."+flag+"="+value)
		}
	}
	if testing["cpu"] != "" {
		args = append(args, fmt.Sprint("-test.cpu=", runtime.GOMAXPROCS(0)))
	}
	return append(args, others...)
}

// split takes the flags of package testing out of the arguments of a test binary.
func split(args []string) (testing map[string]string, others []string) {
	testing = make(map[string]string)
	for len(args) > 0 {
		name, value, hasValue, ok := cutFlag(args[0])
		if !ok {
			return testing, append(others, args...)
		}
		used := 1
		if !hasValue && !isBool(name) && len(args) > 1 {
			value, used = args[1], 2
		}
		if short, ours := strings.CutPrefix(name, "test."); ours {
			if !hasValue && isBool(name) {
				value = "true"
			}
			testing[short] = value
		} else {
			others = append(others, args[:used]...)
		}
		args = args[used:]
	}
	return testing, others
}

// cutFlag reads an argument as package flag does; ok says that it is a flag.
func cutFlag(arg string) (name, value string, hasValue, ok bool) {
	text := strings.TrimPrefix(arg, "-")
	if text == arg || text == "" || text == "-" {
		return "", "", false, false
	}
	name, value, hasValue = strings.Cut(strings.TrimPrefix(text, "-"), "=")
	return name, value, hasValue, true
}

// isBool says whether a flag of this process takes no value of its own.
func isBool(name string) bool {
	f := flag.Lookup(name)
	if f == nil {
		return false
	}
	b, ok := f.Value.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}
