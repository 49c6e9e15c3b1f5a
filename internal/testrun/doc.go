// Package testrun runs one subtest of a test binary in a process of its own, and
// mirrors what it does onto a subtest of this process: output, subtests, failures,
// skips, panics and time-outs appear where they would if the body had run here.
//
// The binary is run as the go command runs it, with the framing of test2json
// (go doc test2json), whose lines name the test that they belong to.
package testrun
